"""What goes wrong on purpose: which calls it meets, and what it does to them, layer by layer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Any, ClassVar

from memories_fake.runtime.breaking import Break

WORDLESS = "network abnormal"


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


class LineEnds(StrEnum):
    """What ends the lines of a stream."""

    LF = "lf"
    CRLF = "crlf"
    CR = "cr"

    @property
    def signs(self) -> bytes:
        return {"lf": b"\n", "crlf": b"\r\n", "cr": b"\r"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """Which calls: those whose `operation` fits (`*` and `?` stand for any letters).

    Of these perhaps only those that name one `video`; of these only the `nth`, or the `first` so
    many, or some by `chance` (0 to 1, seeded); for `for_seconds` of the account's time.
    """

    operation: str = "*"
    video: str | None = None
    nth: int | None = None
    first: int | None = None
    chance: float | None = None
    for_seconds: float | None = None

    def fits(self, operation: str, named: Collection[str]) -> bool:
        """Whether it is for this operation, and for what the call names."""
        return (self.video is None or self.video in named) and fnmatchcase(
            operation, self.operation
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaking:
    """At the layer of TCP: no answer. A stalled connection is closed after `stall_seconds`."""

    BY: ClassVar = ("connection",)
    connection: Break
    stall_seconds: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """At the layer of HTTP: another answer. The body `gateway` is a page such as gateways show."""

    BY: ClassVar = ("status", "body")
    GATEWAY: ClassVar = "gateway"
    status: int | None = None
    body: str = ""

    @property
    def http_status(self) -> int:
        usual = HTTPStatus.BAD_GATEWAY if self.body == self.GATEWAY else HTTPStatus.OK
        return usual if self.status is None else self.status

    @property
    def page(self) -> str:
        """The body as it is sent."""
        if self.body != self.GATEWAY:
            return self.body
        known = {each.value: f"{each.value} {each.phrase}" for each in HTTPStatus}
        told = known.get(self.http_status, str(self.http_status))
        return (
            f"<html>\r\n<head><title>{told}</title></head>\r\n"
            f"<body>\r\n<center><h1>{told}</h1></center>\r\n<hr><center>gateway</center>\r\n"
            "</body>\r\n</html>\r\n"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusing:
    """In the envelope: an error code, as the service refuses; under HTTP 200 unless told."""

    BY: ClassVar = ("code",)
    code: str
    message: str = WORDLESS
    status: int = HTTPStatus.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoiling:
    """In the stream: in one way or in several.

    What there is not enough of is spoiled at the end: a stream that is shorter than the events
    after which it is to be cut is cut before its end marker, which is itself the last event.
    """

    BY: ClassVar = (
        *("cut_after_events", "cut_at_byte", "cut_inside", "ending", "error_after_events"),
        *("garble_event", "piece_bytes", "pause_seconds", "keep_alives", "line_ends"),
    )
    cut_after_events: int | None = None
    cut_at_byte: int | None = None
    cut_inside: CutInside | None = None
    ending: Ending = Ending.ONCE
    error_after_events: int | None = None
    message: str = WORDLESS  # of the error event
    garble_event: int | None = None
    piece_bytes: int | None = None
    pause_seconds: float = 0.0
    keep_alives: int = 0
    line_ends: LineEnds = LineEnds.LF

    @property
    def cuts(self) -> bool:
        """Whether the stream breaks off, so that its reader is told of more than comes."""
        cut = (self.cut_after_events, self.cut_at_byte, self.cut_inside)
        return any(each is not None for each in cut)


Effect = Breaking | Answering | Refusing | Spoiling
LAYERS: Mapping[str, type[Effect]] = {
    "connection": Breaking,
    "HTTP": Answering,
    "envelope": Refusing,
    "stream": Spoiling,
}
KINDS: Mapping[str, type[StrEnum]] = {
    "when": When,
    "connection": Break,
    "cut_inside": CutInside,
    "ending": Ending,
    "line_ends": LineEnds,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong. `effect` is of one layer; None leaves the answer as it would be.

    Latency and further headers go with anything. `when` says whether the call still does its work,
    and whether the latency comes before that. `told` holds the words by which it was told.
    """

    aim: Aim = field(default=Aim())
    effect: Effect | None = None
    latency_seconds: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)
    when: When = When.BEFORE
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def takes_the_answers_place(self) -> bool:
        """Whether the call is not answered as it would be, but by this fault."""
        return isinstance(self.effect, (Breaking, Answering, Refusing))

    @property
    def lets_the_work_be_done(self) -> bool:
        """Whether the call still does its work before it goes wrong."""
        return self.when is When.AFTER

    @property
    def is_of_streams(self) -> bool:
        """Whether only what is answered event by event can go wrong so."""
        return isinstance(self.effect, Spoiling)

    def __str__(self) -> str:
        return ", ".join(f"{name}={value}" for name, value in self.told.items())


def fault_of(told: Mapping[str, Any]) -> Fault:
    """A fault from its words, all in one row. Raises ValueError for what makes no sense."""
    words: dict[str, Any] = {n: KINDS[n](v) if n in KINDS else v for n, v in told.items()}
    effect = _effect_of(words)
    known = {*_names(Aim), *_names(Fault), *(_names(type(effect)) if effect else ())}
    if loose := [name for name in words if name not in known]:
        raise ValueError(f"{', '.join(loose)} means nothing {_where(effect)}")
    fault = Fault(
        aim=Aim(**_words_of(Aim, words)),
        effect=effect,
        latency_seconds=words.get("latency_seconds", 0.0),
        headers={name: str(value) for name, value in words.get("headers", {}).items()},
        when=words.get("when", When.BEFORE),
        told=dict(told),
    )
    _check(fault)
    return fault


def _check(fault: Fault) -> None:
    if fault.headers and isinstance(fault.effect, Breaking):
        raise ValueError("a broken connection brings no headers")
    if fault.effect is None and not fault.latency_seconds and not fault.headers:
        raise ValueError("a fault that does nothing: give it a connection, status, code …")
    if fault.aim.nth is not None and fault.aim.first is not None:
        raise ValueError("nth is one call and first are several: give one of them")


def _effect_of(words: Mapping[str, Any]) -> Effect | None:
    """What it does, of the one layer that its words belong to. An envelope may have a status."""
    chosen = [name for name, layer in LAYERS.items() if any(each in words for each in layer.BY)]
    if "envelope" in chosen and "HTTP" in chosen and "body" not in words:
        chosen.remove("HTTP")
    if len(chosen) > 1:
        raise ValueError(f"a fault is of one layer, not of {' and '.join(chosen)}")
    if not chosen:
        return None
    layer = LAYERS[chosen[0]]
    return layer(**_words_of(layer, words))


def _words_of(record: Any, words: Mapping[str, Any]) -> dict[str, Any]:
    return {name: words[name] for name in _names(record) if name in words}


def _names(record: Any) -> list[str]:
    return [each.name for each in fields(record)]


def _where(effect: Effect | None) -> str:
    names = {layer: name for name, layer in LAYERS.items()}
    return f"to a fault of the {names[type(effect)]}" if effect else "without a fault of its layer"
