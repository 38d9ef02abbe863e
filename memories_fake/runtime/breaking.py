"""How a connection breaks on purpose, and what is raised where it is to."""

from __future__ import annotations

from enum import StrEnum


class Break(StrEnum):
    """What happens to the connection: cut hard, closed without an answer, or left hanging."""

    RESET = "reset"
    EMPTY = "empty"
    STALL = "stall"


class ConnectionBroken(ConnectionError):
    """The connection is to break here, in this way; each door breaks it as its clients see it.

    `waits_seconds` is how long a stalled one hangs before it is closed; `midway` says that a part
    of the answer has been sent.
    """

    def __init__(self, how: Break, *, waits_seconds: float = 0.0, midway: bool = False) -> None:
        super().__init__(f"broken on purpose: {how}")
        self.how = how
        self.waits_seconds = waits_seconds
        self.midway = midway
