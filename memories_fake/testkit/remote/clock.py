"""The clock of an account that is elsewhere."""

from __future__ import annotations

from typing import Any

from memories_fake.runtime.clock import STANDING, wait
from memories_fake.testkit.clock import PARSED, SteeredClock
from memories_fake.testkit.remote.line import Line


class RemoteClock(SteeredClock):
    """The words of `SteeredClock`. Each look is a call, and each call sees the present moment."""

    def __init__(self, line: Line) -> None:
        self._line = line

    @property
    def mode(self) -> str:
        return str(self._told["mode"])

    @property
    def scale(self) -> float:
        return float(self._told["scale"])

    @property
    def request_seconds(self) -> float:
        return float(self._told["request_seconds"])

    def now_ms(self) -> int:
        return int(self._told["now_ms"])

    def sleep(self, seconds: float) -> None:
        scale = self.scale
        if scale == STANDING:
            self.advance(seconds=seconds)
        else:
            wait(seconds / scale)

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        self._line.ask("clock_advance", seconds=seconds, minutes=minutes, hours=hours)

    def run(self, scale: float = 1.0) -> None:
        if scale == STANDING:
            self.stand()
        else:
            self._line.ask("clock_set", mode="scaled", scale=scale)

    def stand(self, *, request_seconds: float | None = None) -> None:
        self._line.ask("clock_set", mode="manual", request_seconds=request_seconds)

    def freeze(self) -> None:
        self._line.ask("clock_freeze")

    def advance_until(self, number: str, status: str = PARSED) -> None:
        self._line.ask("clock_advance_until", number=number, status=status)

    @property
    def _told(self) -> dict[str, Any]:
        told: dict[str, Any] = self._line.ask("clock")
        return told
