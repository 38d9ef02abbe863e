"""The ways in: record what this process or any program says to a service, or replay it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from memories_fake.doors.hosts import HOSTS
from memories_fake.doors.inprocess import intercepting
from memories_fake.doors.server import Server
from memories_fake.live.recording.cassette import Cassette, entries_of
from memories_fake.live.recording.cleaning import cleaned
from memories_fake.live.recording.forwarding import upstream_of
from memories_fake.live.recording.keeping import NoCassette, insist_on_place, load, save
from memories_fake.live.recording.proxy import Proxy, Tape
from memories_fake.live.recording.replaying import Replay
from memories_fake.live.recording.scrubbing import Scrubber
from memories_fake.live.recording.spelling import without_scheme
from memories_fake.live.recording.taking import Taken
from memories_fake.live.recording.warning import DAY_MS, warn_of
from memories_fake.runtime.clock import REAL, Clock, machine_ms

GAP_MS = 1000  # between what was recorded and what is added to it


class Mode(StrEnum):
    """What is recorded: nothing; a cassette that is not there yet; what is new; everything anew."""

    NONE = "none"
    ONCE = "once"
    NEW_EPISODES = "new_episodes"
    ALL = "all"


class Unmatched(AssertionError):
    """A program asked for what the cassette does not hold. Each line says what comes nearest."""


@dataclass(frozen=True)
class Choices:
    """How a cassette is used. See `recording` and `replaying`."""

    file: Path
    mode: Mode = Mode.NONE
    against: Any = None
    speed: float | None = None
    clock: Clock | None = None
    expires_days: float | None = None
    secrets: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    refused: Callable[[str], None] = lambda _: None


class Deck:
    """A cassette in use: an application to point programs at. Raises NoCassette, ValueError."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices
        self.file = choices.file
        tells = choices.mode is not Mode.ALL and (choices.mode is Mode.NONE or self.file.exists())
        records = choices.mode in {Mode.ALL, Mode.NEW_EPISODES} or not tells
        if records and choices.against is None:
            raise ValueError(f"mode {choices.mode} records: say against which service")
        if records:
            insist_on_place(self.file)
        self.before = load(self.file) if tells else None
        if self.before:
            warn_of(self.before, self.file)
        self.replay = self._replay(self.before) if self.before else None
        self.tape = Tape(choices.clock or Clock(machine_ms(), scale=REAL)) if records else None

    @cached_property
    def app(self) -> Proxy:
        """The WSGI application."""
        upstream = upstream_of(self._choices.against) if self.tape else None
        return Proxy(self.replay, upstream, self.tape, self._choices.refused)

    @property
    def clock(self) -> Clock:
        """The clock of the replay, to be moved. Raises ValueError where each look moves it on."""
        if self.replay is None or self.replay.clock is None:
            raise ValueError("there is no clock: choose a speed, 0 for one that stands")
        return self.replay.clock

    @property
    def bases(self) -> tuple[str, ...]:
        """The addresses of the services that are recorded."""
        return _bases(self._choices)

    @property
    def unmatched(self) -> list[str]:
        """Why requests were refused, one text for each."""
        return self.replay.unmatched if self.replay else []

    def serve(self, *, host: str = "127.0.0.1", port: int = 0) -> Server:
        """A server on a port, started by `with` or `.start()`; port 0 takes a free one."""
        return Server(self.app, host=host, port=port)

    def save(self) -> int:
        """Write down what was recorded, if anything was. Returns how many exchanges are new."""
        if self.tape is None:
            return 0
        self.tape.settle()
        if not self.tape.takens:
            return 0
        new = tuple(self.tape.takens)
        save(self._whole(new), self.file)
        return len(new)

    def _replay(self, cassette: Cassette) -> Replay:
        return Replay(cassette, _clock_for(self._choices), self._choices.ignored)

    def _whole(self, new: Iterable[Taken]) -> Cassette:
        bound = self.replay.bound if self.replay else {}
        known = {secret: placeholder for placeholder, secret in bound.items()}
        scrubber = Scrubber(known | _same_account(self.before, new, bound))
        for secret in self._choices.secrets:
            scrubber.learn_secret(secret)
        days = self._choices.expires_days
        return put_together(
            new, scrubber, before=self.before, against=self.bases, expires_days=days
        )


def put_together(
    new: Iterable[Taken],
    scrubber: Scrubber,
    *,
    before: Cassette | None = None,
    against: tuple[str, ...] = (),
    expires_days: float | None = None,
) -> Cassette:
    """A cassette of what was taken down, after what one held before. All passes the scrubber."""
    old = tuple(before.takens()) if before else ()
    offset_ms = before.ends_at_ms + GAP_MS if before else 0
    later = tuple(_later(taken, offset_ms) for taken in new)
    now_ms = machine_ms()
    if expires_days is not None:
        expires_at_ms: int | None = now_ms + round(expires_days * DAY_MS)
    else:
        expires_at_ms = before.expires_at_ms if before else None
    bases = dict.fromkeys((*(before.against if before else ()), *against))
    return Cassette(
        entries=entries_of(cleaned((*old, *later), scrubber)),
        recorded_at_ms=before.recorded_at_ms if before else now_ms,
        against=tuple(scrubber.safe(base) for base in bases),
        expires_at_ms=expires_at_ms,
    )


@contextmanager
def recording(
    file: str | Path,
    *,
    against: Any,
    mode: Mode | str = Mode.ALL,
    clock: Clock | None = None,
    expires_days: float | None = None,
    secrets: Collection[str] = (),
) -> Iterator[Deck]:
    """Take down what this process says to the service's hosts; it is written at the end.

    `against` is a base address or several, a `Fake`, or any WSGI application. `clock` is the one
    that times are taken from, `secrets` are hidden wherever they occur. For other programs there
    is `.serve()` of what this gives.
    """
    told = Path(file), Mode(mode), against, None, clock, expires_days, tuple(secrets)
    deck = Deck(Choices(*told))
    try:
        with intercepting(deck.app, HOSTS):
            yield deck
    finally:
        deck.save()


@contextmanager
def replaying(
    file: str | Path,
    *,
    speed: float | None = None,
    mode: Mode | str = Mode.NONE,
    against: Any = None,
    clock: Clock | None = None,
    expires_days: float | None = None,
    secrets: Collection[str] = (),
    ignore: Collection[str] = (),
) -> Iterator[Deck]:
    """Answer what this process asks the service's hosts from a cassette.

    Without a `speed`, each look goes one state on and nothing is waited for; else time passes so
    many times as fast as it was recorded, and at 0 it stands until `.clock` is moved. What a mode
    records is recorded as by `recording`; parameters named in `ignore` do not matter. Raises
    NoCassette, and at the end Unmatched if something was asked for that was not recorded.
    """
    told = Path(file), Mode(mode), against, speed, clock, expires_days
    deck = Deck(Choices(*told, tuple(secrets), tuple(ignore)))
    try:
        with intercepting(deck.app, HOSTS):
            yield deck
    finally:
        deck.save()
    if deck.unmatched:
        raise Unmatched("\n".join(deck.unmatched))


def _clock_for(choices: Choices) -> Clock | None:
    if choices.clock is not None and choices.mode is not Mode.ALL:
        return choices.clock
    if choices.speed is None:
        return None
    return Clock(machine_ms(), scale=choices.speed, request_seconds=0)


def _same_account(
    before: Cassette | None, new: Iterable[Taken], bound: Mapping[str, str]
) -> dict[str, str]:
    """Where one key was left and one comes, whoever adds to a cassette goes on as who began it."""
    old = before.takens() if before else ()
    left = {without_scheme(each.request.header("Authorization")) for each in old} - bound.keys()
    come = {without_scheme(each.request.header("Authorization")) for each in new}
    come -= set(bound.values())
    if len(left - {""}) != 1 or len(come - {""}) != 1:
        return {}
    return dict(zip(come - {""}, left - {""}, strict=True))


def _bases(choices: Choices) -> tuple[str, ...]:
    """The addresses of the services, without what belongs to nobody else's eyes."""
    told = [choices.against] if isinstance(choices.against, str) else choices.against
    if not isinstance(told, (list, tuple)):
        return ()
    return tuple(_bare(base.rstrip("/")) for base in told)


def _bare(base: str) -> str:
    parts = urlsplit(base)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _later(taken: Taken, offset_ms: int) -> Taken:
    until_ms = max(taken.until_ms, taken.at_ms) + offset_ms
    return replace(taken, at_ms=taken.at_ms + offset_ms, until_ms=until_ms)


__all__ = ["Deck", "Mode", "NoCassette", "Unmatched", "put_together", "recording", "replaying"]
