"""The way callbacks take to their receiver, as a test has planned it: what goes wrong with which.

Nothing is known of how the service itself does this: by itself, each callback is sent once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from threading import Lock
from typing import Any

from memories_fake.runtime.chance import Chance

MOST_RETRIES = 100
LONGEST_SECONDS = 366 * 86_400.0
LONGEST_WAIT_SECONDS = 86_400.0
PARTS = 1_000_000

Share = float | Sequence[int]


@dataclass(frozen=True, slots=True)
class Course:
    """What one callback meets. `waits_ms` is how long to wait before each retry."""

    lost: bool = False
    late_ms: int = 0
    held_ms: int = 0
    again_ms: int | None = None
    waits_ms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How an account's callbacks are sent. Raises ValueError for what makes no sense.

    A receiver that fails (it answers outside 2xx, or cannot be reached) is tried again so many
    times as `retries` says: first after `backoff_seconds`, then `backoff_factor` times as long as
    before, at most a day.

    Of the callbacks some are `lost`, sent once more (`duplicated`, so long after the first time),
    `late` by so long, or `reordered`: held back until the account's next one has overtaken them,
    at most so long. Which, is a chance from 0 to 1, or a list: [1, 3] are the first and the third
    that fall due once this is planned.
    """

    retries: int = 0
    backoff_seconds: float = 10.0
    backoff_factor: float = 2.0
    duplicated: Share = 0.0
    duplicate_after_seconds: float = 0.0
    late: Share = 0.0
    late_seconds: float = 60.0
    reordered: Share = 0.0
    reorder_seconds: float = 60.0
    lost: Share = 0.0

    def __post_init__(self) -> None:
        for name in ("duplicated", "late", "reordered", "lost"):
            object.__setattr__(self, name, _share(name, getattr(self, name)))
        if not 0 <= self.retries <= MOST_RETRIES:
            raise ValueError(f"retries are 0 to {MOST_RETRIES}")
        for name in (each.name for each in fields(self) if each.name.endswith("_seconds")):
            if not 0 <= getattr(self, name) <= LONGEST_SECONDS:
                raise ValueError(f"{name} are 0 or more, and no more than a year")
        if not 1 <= self.backoff_factor <= PARTS:
            raise ValueError("backoff_factor is 1 or more: nobody tries faster and faster")

    def course(self, nth: int, chance: Chance) -> Course:
        """What the n-th callback meets that falls due under this plan."""

        def meets(name: str) -> bool:
            share: Share = getattr(self, name)
            if isinstance(share, (int, float)):
                return chance.below(PARTS, "webhook", name, nth) < round(share * PARTS)
            return nth in share

        return Course(
            lost=meets("lost"),
            late_ms=_ms(self.late_seconds) if meets("late") else 0,
            held_ms=_ms(self.reorder_seconds) if meets("reordered") else 0,
            again_ms=_ms(self.duplicate_after_seconds) if meets("duplicated") else None,
            waits_ms=tuple(map(self._wait_ms, range(self.retries))),
        )

    def _wait_ms(self, retries_before: int) -> int:
        seconds = self.backoff_seconds
        for _ in range(retries_before):
            seconds = min(seconds * self.backoff_factor, LONGEST_WAIT_SECONDS)
        return _ms(seconds)


@dataclass(frozen=True, slots=True)
class PlannedMark:
    """A plan, and how many callbacks have fallen due under it by some point."""

    plan: Plan
    decided: int


@dataclass
class Planned:
    """The plan that an account goes by, and how many callbacks have fallen due under it."""

    chance: Chance
    plan: Plan = field(default_factory=Plan)
    _decided: int = 0
    _lock: Lock = field(default_factory=Lock)

    def set(self, plan: Plan) -> None:
        """Go by this one from now on, and count anew."""
        with self._lock:
            self.plan, self._decided = plan, 0

    def next(self) -> Course:
        """What the callback meets that falls due now."""
        with self._lock:
            self._decided += 1
            return self.plan.course(self._decided, self.chance)

    def mark(self) -> PlannedMark:
        """The plan and its count as they are now, to come back to."""
        with self._lock:
            return PlannedMark(self.plan, self._decided)

    def rewind(self, mark: PlannedMark) -> None:
        """Go by that plan, and count on from there."""
        with self._lock:
            self.plan, self._decided = mark.plan, mark.decided


def _share(name: str, told: Any) -> Share:
    if isinstance(told, (list, tuple)):
        if not all(isinstance(nth, int) and nth >= 1 for nth in told):
            raise ValueError(f"{name} lists which callbacks: 1 is the first")
        return tuple(told)
    if not 0 <= told <= 1:
        raise ValueError(f"{name} is a chance from 0 to 1, or a list of which")
    return float(told)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
