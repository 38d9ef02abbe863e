"""What can go wrong, as types; every message ends with what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar


class Fate(IntEnum):
    """What a failure says about the effect of the call; the higher, the less is known."""

    REFUSED = 1  # turned away at the door: nothing was done
    BROKEN_OFF = 2  # taken in, then given up, by the service's own word
    LOST = 3  # no answer came: it may well have been done
    SETTLED = 4  # the same call would get the same answer again


class MemoriesError(Exception):
    """The root of all that this client raises about its calls."""

    fate: ClassVar[Fate] = Fate.SETTLED
    hint: ClassVar[str] = ""


class KeyMissing(MemoriesError):
    """There is no API key, or none that could be sent."""


@dataclass(eq=False)
class ApiError(MemoriesError):
    """The service answered with an error of its own."""

    code: str
    msg: str
    operation: str
    http_status: int
    hint: ClassVar[str] = "The service's list of codes may tell more."

    def __str__(self) -> str:
        return f"{self.operation}: {self.msg} [{self.code}, HTTP {self.http_status}] {self.hint}"


class AuthError(ApiError):
    """The key is wrong, or the account may not do this."""

    hint = "Check the API key: raw, without `Bearer`, of an account that may do this."


class OutOfCredits(ApiError):
    """The account has nothing left to pay with."""

    hint = "Top up the account, or use the key of another one."


class BadRequest(ApiError):
    """The service could not make sense of the arguments."""

    hint = "Check the arguments of the call."


class ServiceBusy(BadRequest):
    """The code of bad arguments, yet with a text that speaks of a passing trouble."""

    fate = Fate.BROKEN_OFF
    hint = "This passes: call again in a moment."


class Conflict(ApiError):
    """The same thing was asked before, or is being done."""

    hint = "See how things stand (list_videos) before asking again."


class RateLimited(ApiError):
    """Too many calls; nothing was done."""

    fate = Fate.REFUSED
    hint = "Wait before calling again, or give Memories(...) more `retries`."


class NotParsed(ApiError):
    """The video is there but not ready."""

    hint = "Call wait_until_parsed(video_no) first."


class NotFound(ApiError):
    """No such thing in this library."""

    hint = "list_videos() shows what is there; numbers belong to one `unique_id`."


@dataclass(eq=False)
class NoAnswer(MemoriesError):
    """Nothing came back that could be told apart into success and error."""

    operation: str
    reason: str

    def __str__(self) -> str:
        return f"{self.operation}: {self.reason}. {self.hint}"


class TransportError(NoAnswer):
    """The network failed on the way, so the effect of the call is unknown."""

    fate = Fate.LOST
    hint = "Check the network and the base URL; see whether an upload arrived before repeating it."


class StreamCut(TransportError):
    """The bytes stopped before their end; what was read until then is all there is."""

    hint = "Ask again; a chat goes on with its `session_id`."


class BadAnswer(NoAnswer):
    """Something answered, but not in the words of this API."""

    hint = "Call again; if it stays so, check that the base URL is the API's own."


@dataclass(eq=False)
class VideoFailed(MemoriesError):
    """The service gave up on a video; `cause` holds its words, if any."""

    video_no: str
    cause: str | None
    hint: ClassVar[str] = "It will not recover: check that the file plays, then upload it anew."

    def __str__(self) -> str:
        return f"{self.video_no} failed: {self.cause or 'no cause was given'} - {self.hint}"


@dataclass(eq=False)
class WaitTimedOut(MemoriesError):
    """The video was not ready in time; `status` is the last one seen, None if never listed."""

    video_no: str
    status: str | None
    timeout_seconds: float

    def __str__(self) -> str:
        stands, advice = f"is still {self.status}", "Long films take longer: wait again."
        if self.status is None:
            stands, advice = "is not listed", "Check the number and the `unique_id`."
        return f"{self.video_no} {stands} after {self.timeout_seconds:g} s. {advice}"


_BY_CODE: dict[str, type[ApiError]] = {
    "0401": AuthError,
    "0402": OutOfCredits,
    "0403": AuthError,
    "0409": Conflict,
    "0429": RateLimited,
    "9009": AuthError,
}
_BY_WORDS: dict[str, type[ApiError]] = {
    "video is not parsed": NotParsed,
    "exceeded the limit": RateLimited,
    "not found": NotFound,
    "no videos found": NotFound,
    "does not exist": NotFound,
    "user don't login": AuthError,
}
_BY_HTTP_STATUS: dict[int, type[ApiError]] = {401: AuthError, 403: AuthError, 429: RateLimited}
_PARAMETER_CODES = {"0001", "0003"}
_PASSING = ("network", "busy", "try again")


def api_error(code: str, msg: str, operation: str, http_status: int) -> ApiError:
    """The error that fits: by a telling code, else by the words, else by the HTTP status."""
    said = msg.lower()
    by_words = next((kind for words, kind in _BY_WORDS.items() if words in said), None)
    kind = _BY_CODE.get(code) or by_words or _BY_HTTP_STATUS.get(http_status, ApiError)
    if kind is ApiError and code in _PARAMETER_CODES:
        passing = code == "0001" and any(word in said for word in _PASSING)
        kind = ServiceBusy if passing else BadRequest
    return kind(code, msg, operation, http_status)
