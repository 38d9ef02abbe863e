"""What goes wrong on purpose: which calls it meets, and what it does to them, layer by layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any, Self


class Break(StrEnum):
    """What happens to the connection: cut hard, closed without an answer, or left hanging."""

    RESET = "reset"
    EMPTY = "empty"
    STALL = "stall"


class When(StrEnum):
    """Whether the call does its work before it goes wrong."""

    BEFORE = "before"
    AFTER = "after"


class CutInside(StrEnum):
    """In the middle of what a stream is cut."""

    FRAME = "frame"
    CHARACTER = "character"


class Ending(StrEnum):
    """How often a stream's end marker comes."""

    ONCE = "once"
    NONE = "none"
    TWICE = "twice"


GATEWAY = "gateway"
GATEWAY_PAGE = (
    "<html><head><title>{status}</title></head>"
    "<body><center><h1>{status}</h1></center><hr><center>gateway</center></body></html>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong. Raises ValueError for what makes no sense.

    Which calls: those whose `operation` fits (`*` and `?` stand for any letters), of one `video`
    if given; of these only the `nth`, or the `first` so many, or by `chance` (0 to 1, seeded);
    for `for_seconds` of the account's time. How often in all is said where the fault is laid down.

    What happens, each layer for itself: the `connection` breaks; or HTTP answers with `status`,
    `headers` and `body` (the word gateway: a page such as gateways show); or the envelope refuses
    with `code` and `message`; or the stream goes wrong, in one way or several. `latency_seconds`
    goes with anything. `when` says whether the call still does its work.
    """

    operation: str = "*"
    video: str | None = None
    nth: int | None = None
    first: int | None = None
    chance: float | None = None
    for_seconds: float | None = None

    latency_seconds: float = 0.0
    when: When = When.BEFORE

    connection: Break | None = None
    stall_seconds: float = 60.0

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None

    code: str | int | None = None
    message: str = "network abnormal"

    cut_after_events: int | None = None
    cut_at_byte: int | None = None
    cut_inside: CutInside | None = None
    ending: Ending = Ending.ONCE
    error_after_events: int | None = None
    garble_event: int | None = None
    piece_bytes: int | None = None
    pause_seconds: float = 0.0
    keep_alives: int = 0
    line_ends: str = "\n"

    def __post_init__(self) -> None:
        for name, kind in (("connection", Break), ("when", When), ("ending", Ending)):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, kind(getattr(self, name)))
        if self.cut_inside is not None:
            object.__setattr__(self, "cut_inside", CutInside(self.cut_inside))
        self._check()

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """A fault from its fields by name. Raises ValueError for a name that is none."""
        known = {each.name for each in fields(cls)}
        if unknown := sorted(set(told) - known):
            listed = ", ".join(sorted(known))
            raise ValueError(f"a fault has no {', '.join(unknown)}; there are: {listed}")
        return cls(**told)

    @property
    def breaks_stream(self) -> bool:
        """Whether it does anything to a stream."""
        plain = (self.cut_after_events, self.cut_at_byte, self.cut_inside, self.error_after_events)
        return (
            any(each is not None for each in (*plain, self.garble_event, self.piece_bytes))
            or self.ending is not Ending.ONCE
            or bool(self.pause_seconds or self.keep_alives)
            or self.line_ends != "\n"
        )

    @property
    def answers_http(self) -> bool:
        """Whether it puts an HTTP answer of its own in place of the call's."""
        return self.code is None and (self.status is not None or self.body is not None)

    def fits(self, operation: str, video_numbers: str) -> bool:
        """Whether it is for this operation, and for what the call names."""
        named = self.video is None or self.video in video_numbers
        return named and fnmatchcase(operation, self.operation)

    def page(self) -> str:
        """The body of its HTTP answer."""
        if self.body == GATEWAY:
            return GATEWAY_PAGE.format(status=self.status or 502)
        return self.body or ""

    def _check(self) -> None:
        layers = {
            "connection": self.connection is not None,
            "http": self.answers_http,
            "envelope": self.code is not None,
            "stream": self.breaks_stream,
        }
        chosen = [name for name, is_chosen in layers.items() if is_chosen]
        if len(chosen) > 1:
            raise ValueError(f"a fault is of one layer, not of {' and '.join(chosen)}")
        if not chosen and not self.latency_seconds and not self.headers:
            raise ValueError("a fault that does nothing: give it a connection, status, code …")
        if self.chance is not None and not 0 <= self.chance <= 1:
            raise ValueError("chance is between 0 and 1")
        if self.line_ends not in {"\n", "\r\n", "\r"}:
            raise ValueError("line_ends is one of \\n, \\r\\n and \\r")
        counted = (self.nth, self.first, self.piece_bytes)
        if any(each is not None and each < 1 for each in counted):
            raise ValueError("nth, first and piece_bytes are 1 or more")


def told_of(fault: Fault) -> str:
    """A fault in one line: only what was chosen about it."""
    plain = {each.name: each.default for each in fields(Fault)}
    chosen = {name: getattr(fault, name) for name in plain}
    return ", ".join(
        f"{name}={value}"
        for name, value in chosen.items()
        if value != plain[name] and not (name == "headers" and not value)
    )


class ConnectionBroken(ConnectionError):
    """The connection is to break here, in this way; each door breaks it as its clients see it.

    `waits_seconds` is how long a stalled one hangs before it is closed.
    """

    def __init__(self, how: Break, *, waits_seconds: float = 0.0, midway: bool = False) -> None:
        super().__init__(f"broken on purpose: {how}")
        self.how = how
        self.waits_seconds = waits_seconds
        self.midway = midway
