"""What wraps every answer, and how each refusal is spelled: one envelope per line of the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from memories_fake.domain import refusals as no


@dataclass(frozen=True, slots=True)
class Spelling:
    """A refusal on the wire. `says` makes the message; `stream_says` that of a broken stream.

    `case` is the contracts' name for it, by which they say how it is known; a few have none.
    """

    code: str
    says: Callable[[Any], str]
    stream_says: Callable[[Any], str] | None = None
    status: HTTPStatus = HTTPStatus.OK
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Spelled:
    """A refusal as one generation words it. `case` is the contracts' name for it."""

    code: str
    message: str
    stream_message: str
    status: HTTPStatus
    case: str | None


Spellings = Mapping[type[no.Refusal], Spelling]

# Codes: docs1.2 Code page. Messages are the service's own where any is known (the contracts say
# which); business errors come under HTTP 200.
CLASSIC: Spellings = {
    no.KeyMissing: Spelling(
        "0401", lambda _: "Authorization is missing.", lambda _: "user don't login", case="bad_key"
    ),
    no.KeyNotAdmitted: Spelling(
        "0401", lambda _: "Authorization is invalid.", lambda _: "user don't login", case="bad_key"
    ),
    no.KeyNotRaw: Spelling(
        "9009", lambda _: "Permission denied.", lambda _: "user don't login", case="no_permission"
    ),
    no.LimitExceeded: Spelling(
        "0429", lambda _: "Request has exceeded the limit.", case="limit_exceeded"
    ),
    no.CreditsUsedUp: Spelling(
        "0402", lambda _: "There are not enough credits left.", case="credits_used_up"
    ),
    no.OperationUnknown: Spelling(
        "0001", lambda r: f"No static resource {r.path.strip('/').removeprefix('serve/')}."
    ),
    no.MethodWrong: Spelling(
        "0001",
        lambda r: f"Request method '{r.method}' is not supported",
        status=HTTPStatus.METHOD_NOT_ALLOWED,
    ),
    no.ParameterMissing: Spelling(
        "0001", lambda r: f"The {r.name} parameter cannot be empty!", case="bad_parameter"
    ),
    no.ParameterInvalid: Spelling(
        "0001", lambda r: f"The {r.name} parameter is invalid: {r.reason}", case="bad_parameter"
    ),
    no.Unreadable: Spelling("0003", lambda r: r.reason, case="unreadable"),
    no.VideoNotFound: Spelling("0001", lambda _: "video not found", case="video_not_found"),
    no.NoVideosFound: Spelling(
        "0001", lambda _: "No videos found for the provided video numbers.", case="no_videos"
    ),
    no.NotParsedYet: Spelling(
        "0001", lambda r: f"Video is not parsed: {', '.join(r.numbers)}", case="not_parsed"
    ),
    no.AlreadyDeleted: Spelling(
        "0409", lambda _: "Duplicate requests are not allowed.", case="already_deleted"
    ),
    no.SessionNotFound: Spelling("0001", lambda _: "session not found", case="session_not_found"),
    no.PicturesUnreadable: Spelling(
        "0001", lambda _: "Pictures cannot be looked at without Pillow: memories-fake[media]."
    ),
    no.FolderNotFound: Spelling("0001", lambda _: "folder not found", case="folder_not_found"),
    no.FolderReadOnly: Spelling("0001", lambda _: "folder is read-only", case="folder_read_only"),
    no.FolderNameTaken: Spelling(
        "0001", lambda _: "folder name already exists", case="folder_name_taken"
    ),
    no.FolderNotEmpty: Spelling(
        "0001", lambda _: "folder contains parsed videos", case="folder_not_empty"
    ),
    no.BlobNameMissing: Spelling(
        "0001", lambda r: f"{r.part} cannot be null or empty", case="blob_missing"
    ),
    no.BlobNotFound: Spelling("0001", lambda _: "Resource does not exist", case="blob_not_found"),
    no.FetchRefused: Spelling(
        "0001", lambda r: f"The url cannot be downloaded: {r.reason}", case="fetch_refused"
    ),
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """How an answer is wrapped, and how a refusal is: that is given its code, message and data."""

    success: Callable[[Any], dict[str, Any]]
    failure: Callable[[str, str, Any], dict[str, Any]]


FLAGGED = Envelope(
    lambda data: {"code": "0000", "msg": "success", "data": data, "success": True, "failed": False},
    lambda code, message, data: {
        "code": code,
        "msg": message,
        "data": data,
        "success": False,
        "failed": True,
    },
)
# The caption host counts 0 as success and -1 as everything else; the rest is said in words.
TERSE = Envelope(
    lambda data: {"code": 0, "msg": "success", "data": data},
    lambda _code, message, data: {"code": -1, "msg": f"failure: {message}", "data": data},
)


def spell(spellings: Spellings, refusal: no.Refusal) -> Spelled:
    """How this generation words a refusal."""
    spelling = spellings[type(refusal)]
    message = spelling.says(refusal)
    in_stream = spelling.stream_says(refusal) if spelling.stream_says else message
    return Spelled(spelling.code, message, in_stream, spelling.status, spelling.case)
