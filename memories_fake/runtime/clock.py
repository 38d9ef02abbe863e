"""Time enters here and nowhere else: the machine's clock, or one that a test moves."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Protocol


class Clock(Protocol):
    """What everything that depends on time is given. Times are epoch milliseconds."""

    def now_ms(self) -> int:
        """The present moment."""

    def sleep(self, seconds: float) -> None:
        """Let that much time pass."""

    def request_came(self) -> None:
        """Told once per request, so that a clock may count requests as time."""


class RealClock:
    """The machine's own time."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)  # noqa: TID251 - the one place where waiting really waits

    def request_came(self) -> None:
        """Real time passes by itself."""


class VirtualClock:
    """Time that stands still but for what is asked of it, so that runs are repeatable.

    Each request counts as `request_seconds` (one second by default: the service itself admits
    about one a second), so that a program that polls arrives without anybody waiting.
    """

    def __init__(self, start_ms: int, *, request_seconds: float = 1.0) -> None:
        self._now_ms = start_ms
        self._request_seconds = request_seconds
        self._listeners: list[Callable[[], None]] = []
        self._lock = Lock()

    def listen(self, listener: Callable[[], None]) -> None:
        """Have this called each time that time has moved on, by whoever moved it."""
        self._listeners.append(listener)

    def now_ms(self) -> int:
        return self._now_ms

    def sleep(self, seconds: float) -> None:
        self.advance(seconds=seconds)

    def request_came(self) -> None:
        self.advance(seconds=self._request_seconds)

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        """Move time on. It never goes back: a negative step raises ValueError."""
        step_ms = round((seconds + 60 * minutes + 3600 * hours) * 1000)
        if step_ms < 0:
            raise ValueError("time does not go back")
        with self._lock:
            self._now_ms += step_ms
        for listener in self._listeners:
            listener()
