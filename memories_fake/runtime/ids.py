"""Numbers that look, sort and decode like the service's own: snowflakes counted from 2021."""

from __future__ import annotations

from threading import Lock

from memories_fake.runtime.clock import Clock

EPOCH_MS = 1_609_459_200_000  # 2021-01-01T00:00:00Z, read off recorded ids and their times
MACHINES = ((10, 8), (11, 9))  # the (data centre, worker) pairs recorded, in turns
SEQUENCES = 4096


def snowflake(at_ms: int, machine: tuple[int, int] = MACHINES[0], sequence: int = 0) -> int:
    """Milliseconds since 2021 in the high bits, then 5 + 5 bits of machine, 12 of sequence."""
    centre, worker = machine
    return (at_ms - EPOCH_MS) << 22 | centre << 17 | worker << 12 | sequence


def minted_at_ms(number: int) -> int:
    """The moment that a snowflake was made."""
    return (number >> 22) + EPOCH_MS


class Snowflakes:
    """Mints rising, never repeated 18-digit numbers on a clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last_ms = 0
        self._sequence = 0
        self._lock = Lock()

    def mint(self) -> int:
        """The next number; it tells the present moment, or the one after if that is used up."""
        with self._lock:
            at_ms = max(self._clock.now_ms(), self._last_ms)
            self._sequence = self._sequence + 1 if at_ms == self._last_ms else 0
            if self._sequence == SEQUENCES:
                at_ms, self._sequence = at_ms + 1, 0
            self._last_ms = at_ms
            return snowflake(at_ms, MACHINES[at_ms % len(MACHINES)], self._sequence)

    def skip(self, number: int) -> None:
        """Mint nothing at or before this number's moment: a store may outlive its clock."""
        with self._lock:
            self._last_ms = max(self._last_ms, minted_at_ms(number) + 1)
            self._sequence = -1
