"""What a benchmark finds, and how things are timed: in turns, so that a busy machine is fair."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

OURS = "memories-fake"
FLOOR = "bare Flask"


@dataclass(frozen=True)
class Bound:
    """What must be reached: `found` at most, or at least, `wanted`; None where it is unknown."""

    told: str
    found: float | None
    wanted: float
    at_least: bool = False

    @property
    def reached(self) -> bool | None:
        if self.found is None:
            return None
        return self.found >= self.wanted if self.at_least else self.found <= self.wanted


@dataclass(frozen=True)
class Row:
    """One line of the table: medians by subject, and what must be reached."""

    name: str
    unit: str
    found: Mapping[str, float]
    bounds: Sequence[Bound]
    more_is_better: bool = False
    notes: Sequence[str] = ()

    @property
    def reached(self) -> bool:
        """Whether nothing that is known of it falls short."""
        return all(bound.reached is not False for bound in self.bounds)

    def ratio(self, other: str) -> float | None:
        return ratio(self.found, other)


@dataclass(frozen=True)
class Stage:
    """What a run may use: its sizes, the peers that are there, and a place for files."""

    is_quick: bool
    upload_mib: int
    folder: Path
    python_peers: Path | None = None  # the interpreter that has them
    node_peers: Path | None = None  # the folder of their commands
    missing: Sequence[str] = field(default_factory=tuple)

    def size(self, full: int, quick: int) -> int:
        return quick if self.is_quick else full


def ratio(found: Mapping[str, float], other: str, subject: str = OURS) -> float | None:
    """How many times another's figure that of a subject is, where both are known."""
    return found[subject] / found[other] if found.get(other) and subject in found else None


def _show(progress: str) -> None:
    """Say how far it is, to somebody who looks on."""
    if sys.stdout.isatty():
        print(f"\r{progress}", end="", flush=True)


def in_turns(
    subjects: Mapping[str, Callable[[], float]], *, rounds: int, told: str = ""
) -> dict[str, float]:
    """The median of what each gives, one after the other in each round."""
    found: dict[str, list[float]] = {name: [] for name in subjects}
    for number in range(rounds):
        for name, measure in subjects.items():
            _show(f"  {told} {number + 1}/{rounds}: {name:<40}")
            found[name].append(measure())
    _show(" " * 78 + "\r")
    return {name: median(values) for name, values in found.items()}


def seconds(done: Callable[[], object]) -> float:
    began = time.perf_counter()
    done()
    return time.perf_counter() - began


def per_call(done: Callable[[], object], *, calls: int) -> Callable[[], float]:
    """Something whose every measuring is the mean of so many calls, in microseconds."""

    def measured() -> float:
        return seconds(lambda: [done() for _ in range(calls)]) / calls * 1e6

    return measured


def per_call_after(
    before: Callable[[], object], done: Callable[[], object], *, calls: int
) -> Callable[[], float]:
    """The same, with something done before each call, whose time does not count."""

    def once() -> float:
        before()
        return seconds(done)

    return lambda: sum(once() for _ in range(calls)) / calls * 1e6
