"""What wraps every answer, and how each refusal is spelled: one envelope per line of the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from memories_fake.domain import refusals as no


@dataclass(frozen=True, slots=True)
class Spelling:
    """A refusal on the wire. `says` makes the message; `stream_says` that of a broken stream."""

    code: str
    says: Callable[[Any], str]
    stream_says: Callable[[Any], str] | None = None
    status: HTTPStatus = HTTPStatus.OK


@dataclass(frozen=True, slots=True)
class Spelled:
    """A refusal as one generation words it."""

    code: str
    message: str
    stream_message: str
    status: HTTPStatus


Spellings = Mapping[type[no.Refusal], Spelling]

# Codes: docs1.2 Code page. Messages are the service's own where any is known (the contracts say
# which); business errors come under HTTP 200.
CLASSIC: Spellings = {
    no.KeyMissing: Spelling(
        "0401", lambda _: "Authorization is missing.", lambda _: "user don't login"
    ),
    no.KeyNotAdmitted: Spelling(
        "0401", lambda _: "Authorization is invalid.", lambda _: "user don't login"
    ),
    no.KeyNotRaw: Spelling("9009", lambda _: "Permission denied.", lambda _: "user don't login"),
    no.LimitExceeded: Spelling("0429", lambda _: "Request has exceeded the limit."),
    no.CreditsUsedUp: Spelling("0402", lambda _: "There are not enough credits left."),
    no.OperationUnknown: Spelling(
        "0001", lambda r: f"No static resource {r.path.strip('/').removeprefix('serve/')}."
    ),
    no.MethodWrong: Spelling(
        "0001",
        lambda r: f"Request method '{r.method}' is not supported",
        status=HTTPStatus.METHOD_NOT_ALLOWED,
    ),
    no.ParameterMissing: Spelling("0001", lambda r: f"The {r.name} parameter cannot be empty!"),
    no.ParameterInvalid: Spelling(
        "0001", lambda r: f"The {r.name} parameter is invalid: {r.reason}"
    ),
    no.Unreadable: Spelling("0003", lambda r: r.reason),
    no.VideoNotFound: Spelling("0001", lambda _: "video not found"),
    no.NoVideosFound: Spelling("0001", lambda _: "No videos found for the provided video numbers."),
    no.NotParsedYet: Spelling("0001", lambda r: f"Video is not parsed: {', '.join(r.numbers)}"),
    no.AlreadyDeleted: Spelling("0409", lambda _: "Duplicate requests are not allowed."),
    no.SessionNotFound: Spelling("0001", lambda _: "session not found"),
    no.PicturesUnreadable: Spelling(
        "0001", lambda _: "Pictures cannot be looked at without Pillow: memories-fake[media]."
    ),
    no.FolderNotFound: Spelling("0001", lambda _: "folder not found"),
    no.FolderReadOnly: Spelling("0001", lambda _: "folder is read-only"),
    no.FolderNameTaken: Spelling("0001", lambda _: "folder name already exists"),
    no.FolderNotEmpty: Spelling("0001", lambda _: "folder contains parsed videos"),
    no.BlobNameMissing: Spelling("0001", lambda r: f"{r.part} cannot be null or empty"),
    no.BlobNotFound: Spelling("0001", lambda _: "Resource does not exist"),
    no.FetchRefused: Spelling("0001", lambda r: f"The url cannot be downloaded: {r.reason}"),
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
    return Spelled(spelling.code, message, in_stream, spelling.status)
