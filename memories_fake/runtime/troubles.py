"""The faults that an account has to reckon with, and which of them a call meets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from threading import Lock
from typing import TYPE_CHECKING

from memories_fake.runtime.chance import Chance

if TYPE_CHECKING:
    from memories_fake.runtime.faults import Fault
    from memories_fake.runtime.laid import Laid, TroublesMark


class Scope(StrEnum):
    """Whose fault it is. What is nearer to the call goes before what is farther."""

    TEST = "test"
    ACCOUNT = "account"
    SERVER = "server"


OF_TESTS = (Scope.TEST, Scope.SERVER)


@dataclass(frozen=True, slots=True)
class Met:
    """A call as faults see it.

    `named` tells all that it names, to look for a video in; `streams` says that it is to be
    answered event by event.
    """

    operation: str
    named: Callable[[], Collection[str]]
    now_ms: int
    streams: bool


@dataclass
class Troubles:
    """The faults of one account, or of the whole server. The newest of the nearest scope wins."""

    chance: Chance
    _laid: tuple[Laid, ...] = ()
    _last_number: int = 0
    _lock: Lock = field(default_factory=Lock)

    def add(
        self, fault: Fault, *, now_ms: int, times: int | None = None, scope: Scope = Scope.ACCOUNT
    ) -> int:
        """Lay a fault down, and get the number to take it back by."""
        from memories_fake.runtime.laid import Laid

        if times is not None and times < 1:
            raise ValueError("times is 1 or more")
        with self._lock:
            self._last_number += 1
            laid = Laid(self._last_number, fault, scope, times, now_ms)
            nearest_first = sorted((laid, *self._laid), key=_nearness)
            self._laid = tuple(nearest_first)
            return self._last_number

    def meet(self, call: Met, struck: Fault | None = None) -> Fault | None:
        """The fault that strikes this call: one that has struck it already, or one of these.

        Every fault that fits counts the call, whichever strikes it.
        """
        if not self._laid:
            return struck
        with self._lock:
            after: list[Laid] = []
            for laid in self._laid:
                now = laid
                if _fits(laid, call):
                    now = replace(laid, met=laid.met + 1)
                    if struck is None and self._strikes(now):
                        struck, now = laid.fault, replace(now, fired=laid.fired + 1)
                after.append(now)
            self._laid = tuple(after)
            return struck

    def remove(self, number: int) -> bool:
        """Take one back; False where there is none of that number."""
        with self._lock:
            kept = tuple(laid for laid in self._laid if laid.number != number)
            removed, self._laid = len(kept) < len(self._laid), kept
            return removed

    def clear(self, scope: Scope | None = None) -> None:
        """Take back all of a scope, or all."""
        with self._lock:
            self._laid = tuple(each for each in self._laid if scope and each.scope is not scope)

    def __iter__(self) -> Iterator[Laid]:
        return iter(self._laid)

    def __len__(self) -> int:
        return len(self._laid)

    def mark(self) -> TroublesMark:
        """What is laid down now, to come back to."""
        from memories_fake.runtime.laid import TroublesMark

        with self._lock:
            return TroublesMark(self._laid, self._last_number)

    def rewind(self, mark: TroublesMark) -> None:
        """Have laid down again just what was; the same numbers come again, too."""
        with self._lock:
            self._laid, self._last_number = mark.laid, mark.last_number

    def _strikes(self, laid: Laid) -> bool:
        aim = laid.fault.aim
        if aim.nth is not None and laid.met != aim.nth:
            return False
        if aim.first is not None and laid.met > aim.first:
            return False
        if aim.chance is None:
            return True
        drawn = self.chance.below(1_000_000, "fault", laid.number, laid.met)
        return drawn < aim.chance * 1_000_000


def unfired(troubles: Iterable[Laid]) -> list[Laid]:
    """Those that no call ever met in full: a test that laid them down proves nothing by them."""
    return [each for each in troubles if not each.fired and each.scope in OF_TESTS]


def _nearness(laid: Laid) -> tuple[int, int]:
    return list(Scope).index(laid.scope), -laid.number


def _fits(laid: Laid, call: Met) -> bool:
    """Whether a fault is still there, and can do to this call what it does."""
    aim = laid.fault.aim
    if laid.times is not None and laid.fired >= laid.times:
        return False
    if laid.fault.is_of_streams and not call.streams:
        return False
    until = aim.for_seconds
    if until is not None and call.now_ms >= laid.since_ms + round(until * 1000):
        return False
    return aim.fits(call.operation, call.named())
