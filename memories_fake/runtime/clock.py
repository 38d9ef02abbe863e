"""Time enters here and nowhere else: one clock per account, which runs or stands as it is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from threading import Lock

STANDING = 0.0
REAL = 1.0


def machine_ms() -> int:
    """The machine's own time, in epoch milliseconds."""
    return time.time_ns() // 1_000_000


def wait(seconds: float) -> None:
    """Let real time pass."""
    time.sleep(seconds)  # noqa: TID251 - the one place where waiting really waits


@dataclass(frozen=True, slots=True)
class ClockMark:
    """A moment in epoch milliseconds, and how time passes from it on."""

    now_ms: int
    scale: float
    request_seconds: float

    def __post_init__(self) -> None:
        """Raises ValueError for time that goes back, or has no end."""
        if not (0 <= self.scale < inf and 0 <= self.request_seconds < inf):
            raise ValueError("time does not go back: the scale and request_seconds are 0 or more")


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody to tell when time was moved, who may ask it to stop at a moment on the way."""

    tell: Callable[[], None]
    stop_ms: Callable[[], int | None]


class Clock:
    """The time of one account, in epoch milliseconds. It never goes back, but for a rewind.

    `scale` says how fast it runs: 1 is real time, 60 makes a minute of each second, and at 0 it
    stands still but for what is asked of it, so that runs are repeatable. While it stands, each
    request counts as `request_seconds` (one second by default: the service itself admits about
    one a second), so that a program that polls arrives without anybody waiting.
    """

    def __init__(
        self, start_ms: int, *, scale: float = STANDING, request_seconds: float = 1.0
    ) -> None:
        self.request_seconds = request_seconds
        self._scale = scale
        self._anchor_ms = start_ms
        self._anchor_ns = time.monotonic_ns()
        self._listeners: list[Listener] = []
        self._rewinds = 0
        self._lock = Lock()

    @property
    def scale(self) -> float:
        """How fast it runs beside real time; 0 when it stands."""
        return self._scale

    @property
    def mode(self) -> str:
        """manual, real or scaled."""
        return {STANDING: "manual", REAL: "real"}.get(self._scale, "scaled")

    def now_ms(self) -> int:
        """The present moment."""
        if self._scale == STANDING:
            return self._anchor_ms
        passed_ns = time.monotonic_ns() - self._anchor_ns
        return self._anchor_ms + int(passed_ns * self._scale) // 1_000_000

    def run(self, scale: float = REAL) -> None:
        """Go on from this moment at another speed. A negative or endless one raises ValueError."""
        if not 0 <= scale < inf:
            raise ValueError("time does not go back, nor is it endless: the scale is 0 or more")
        with self._lock:
            self._set(self.now_ms(), scale)
        self._tell()

    def stand(self, *, request_seconds: float | None = None) -> None:
        """Stand still from this moment on, but for what is asked of it."""
        if request_seconds is not None:
            if request_seconds < 0:
                raise ValueError("time does not go back: a request counts as 0 seconds or more")
            self.request_seconds = request_seconds
        self.run(STANDING)

    def freeze(self) -> None:
        """Stand quite still: not even a request takes time."""
        self.stand(request_seconds=0.0)

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        """Move time on, by way of each moment that something is due at.

        A negative step raises ValueError.
        """
        left_ms = round((seconds + 60 * minutes + 3600 * hours) * 1000)
        if left_ms < 0:
            raise ValueError("time does not go back")
        rewinds = self._rewinds
        self._tell()
        while left_ms and rewinds == self._rewinds:  # who is told may go back, and that ends it
            left_ms -= self._step(left_ms)
            self._tell()

    def mark(self) -> ClockMark:
        """The present moment and how time passes now, to come back to."""
        with self._lock:
            return ClockMark(self.now_ms(), self._scale, self.request_seconds)

    def rewind(self, mark: ClockMark) -> None:
        """Be at that moment again, and let time pass as it did then."""
        with self._lock:
            self._rewinds += 1
            self._set(mark.now_ms, mark.scale)
            self.request_seconds = mark.request_seconds

    def sleep(self, seconds: float) -> None:
        """Let that much of this clock's time pass: a standing one is moved, a running one waited
        for."""
        if self._scale == STANDING:
            self.advance(seconds=seconds)
        else:
            wait(seconds / self._scale)

    def request_came(self) -> None:
        """Told once per request, so that a clock that stands may count requests as time."""
        if self._scale == STANDING:
            self.advance(seconds=self.request_seconds)

    def listen(self, listener: Listener) -> None:
        """Tell it each time that somebody has moved the time, or changed its speed."""
        self._listeners.append(listener)

    def _step(self, most_ms: int) -> int:
        """Move on as far as that, or to the next stop that still lies ahead; how far it was."""
        stops_ms = [stop for each in self._listeners if (stop := each.stop_ms()) is not None]
        with self._lock:
            now_ms = self.now_ms()
            ahead_ms = [stop - now_ms for stop in stops_ms if stop > now_ms]
            step_ms = min([most_ms, *ahead_ms])
            self._set(now_ms + step_ms, self._scale)
        return step_ms

    def _set(self, at_ms: int, scale: float) -> None:
        self._anchor_ms, self._anchor_ns, self._scale = at_ms, time.monotonic_ns(), scale

    def _tell(self) -> None:
        for listener in self._listeners:
            listener.tell()
