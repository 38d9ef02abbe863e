"""Why the domain says no, in its own words. How that is spelled on the wire is not its matter."""

from __future__ import annotations

from collections.abc import Sequence


class Refusal(Exception):
    """The base of all refusals. Nothing has been changed when one is raised."""


class Struck(Refusal):
    """Something goes wrong here on purpose; what, the call's fault says."""


class KeyMissing(Refusal):
    """No key was sent."""


class KeyNotAdmitted(Refusal):
    """The key is not among those that are let in."""


class KeyNotRaw(Refusal):
    """The key came with a scheme word before it, such as Bearer."""


class LimitExceeded(Refusal):
    """There were too many calls in too short a time."""


class CreditsUsedUp(Refusal):
    """Nothing is left to pay with."""


class OperationUnknown(Refusal):
    """Nothing is served at this path."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class MethodWrong(Refusal):
    """The path is served, but not with this HTTP method."""

    def __init__(self, method: str) -> None:
        super().__init__(method)
        self.method = method


class ParameterMissing(Refusal):
    """A required parameter is absent, null or empty."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ParameterInvalid(Refusal):
    """A parameter could be read, but its value is out of bounds."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class Unreadable(Refusal):
    """The body, or a value in it, cannot be read as what it should be."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class VideoNotFound(Refusal):
    """There is no such video in this namespace."""


class NoVideosFound(Refusal):
    """Some of the named videos do not exist in this namespace."""


class NotParsedYet(Refusal):
    """Some of the named videos cannot be used: they wait to be parsed, or failed."""

    def __init__(self, numbers: Sequence[str]) -> None:
        super().__init__(", ".join(numbers))
        self.numbers = tuple(numbers)


class AlreadyDeleted(Refusal):
    """Some of the videos to delete are not there (any more)."""


class SessionNotFound(Refusal):
    """There is no such session in this namespace."""


class PicturesUnreadable(Refusal):
    """No picture can be looked at: what that needs is not installed."""


class FolderNotFound(Refusal):
    """The account has no folder of that number."""


class FolderReadOnly(Refusal):
    """Nothing can be put into this folder."""


class FolderNameTaken(Refusal):
    """The account has a folder of that name already."""


class FolderNotEmpty(Refusal):
    """The folder holds parsed videos, so it cannot be deleted."""


class BlobNameMissing(Refusal):
    """Half of a stored object's name is absent; `part` is Bucket or Blob."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class BlobNotFound(Refusal):
    """The account has no stored object of that name."""


class FetchRefused(Refusal):
    """An address could not or must not be downloaded from."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
