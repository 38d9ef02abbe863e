"""Numbers that look, sort and decode like the service's own: snowflakes counted from 2021."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from memories_fake.runtime.clock import Clock

EPOCH_MS = 1_609_459_200_000  # 2021-01-01T00:00:00Z, read off recorded ids and their times
MACHINES = ((10, 8), (11, 9))  # the (data centre, worker) pairs recorded, in turns
SEQUENCES = 4096
MOST_REMEMBERED = 10_000  # milliseconds


def snowflake(at_ms: int, machine: tuple[int, int] = MACHINES[0], sequence: int = 0) -> int:
    """Milliseconds since 2021 in the high bits, then 5 + 5 bits of machine, 12 of sequence."""
    centre, worker = machine
    return (at_ms - EPOCH_MS) << 22 | centre << 17 | worker << 12 | sequence


def minted_at_ms(number: int) -> int:
    """The moment that a snowflake was made."""
    return (number >> 22) + EPOCH_MS


class Sequences:
    """Which sequence number of a millisecond comes next; those who share it never meet."""

    def __init__(self, used: Mapping[int, int] | None = None) -> None:
        self._next = dict(used or {})
        self._lock = Lock()

    def take(self, not_before_ms: int) -> tuple[int, int]:
        """A millisecond, the given one unless that is used up, and a number that is free in it."""
        with self._lock:
            at_ms = not_before_ms
            while self._next.get(at_ms, 0) == SEQUENCES:
                at_ms += 1
            sequence = self._next.get(at_ms, 0)
            self._next[at_ms] = sequence + 1
            if len(self._next) > MOST_REMEMBERED:
                del self._next[next(iter(self._next))]
            return at_ms, sequence

    def used(self, at_ms: int) -> int:
        """How many numbers of a millisecond are taken."""
        return self._next.get(at_ms, 0)


@dataclass(frozen=True, slots=True)
class MintMark:
    """The last millisecond that a mint gave a number of, and how many it gave of it."""

    last_ms: int
    used: int

    def __post_init__(self) -> None:
        """Raises ValueError for more numbers than there are."""
        if not (self.last_ms >= 0 and 0 <= self.used <= SEQUENCES):
            raise ValueError(f"no mint gives {self.used} numbers at {self.last_ms}")


class Snowflakes:
    """Mints rising, never repeated 18-digit numbers on a clock."""

    def __init__(self, clock: Clock, sequences: Sequences | None = None) -> None:
        self._clock = clock
        self._sequences = sequences or Sequences()
        self._is_shared = sequences is not None
        self._last_ms = 0
        self._lock = Lock()

    def mint(self) -> int:
        """The next number; it tells the present moment, or the one after if that is used up."""
        with self._lock:
            at_ms, sequence = self._sequences.take(max(self._clock.now_ms(), self._last_ms))
            self._last_ms = at_ms
            return snowflake(at_ms, MACHINES[at_ms % len(MACHINES)], sequence)

    def skip(self, number: int) -> None:
        """Mint nothing at or before this number's moment: a store may outlive its clock."""
        with self._lock:
            self._last_ms = max(self._last_ms, minted_at_ms(number) + 1)

    def mark(self) -> MintMark:
        """Where this mint stands, to come back to."""
        with self._lock:
            return MintMark(self._last_ms, self._sequences.used(self._last_ms))

    def rewind(self, mark: MintMark) -> None:
        """Mint the same numbers again as after that mark; of a shared mint, fresh ones."""
        with self._lock:
            self._last_ms = mark.last_ms
            if not self._is_shared:
                self._sequences = Sequences({mark.last_ms: mark.used})
