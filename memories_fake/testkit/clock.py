"""The clock of an account, which can also be moved to the end of something."""

from __future__ import annotations

from memories_fake.domain import endings
from memories_fake.domain.outcomes import Unchangeable
from memories_fake.runtime.accounts import Account
from memories_fake.services import DEFAULT_NAMESPACE, Services

PARSED = "PARSE"
FAILED = ("FAIL", "FAILED")


class SteeredClock:
    """Time in a test's hand. It is the clock of the account itself: all that it has obeys it."""

    def __init__(self, services: Services, account: Account) -> None:
        self._services = services
        self._account = account
        self._clock = account.clock

    @property
    def mode(self) -> str:
        """manual, real or scaled."""
        return self._clock.mode

    @property
    def scale(self) -> float:
        """How fast it runs beside real time; 0 when it stands."""
        return self._clock.scale

    @property
    def request_seconds(self) -> float:
        """How long a request counts while it stands."""
        return self._clock.request_seconds

    def now_ms(self) -> int:
        """The present moment, in epoch milliseconds."""
        return self._clock.now_ms()

    def sleep(self, seconds: float) -> None:
        """What a client may be given to sleep by: a standing clock is moved instead."""
        self._clock.sleep(seconds)

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        """Move time on. A negative step raises ValueError."""
        self._clock.advance(seconds=seconds, minutes=minutes, hours=hours)

    def run(self, scale: float = 1.0) -> None:
        """Run from here on, at this many times the speed of real time."""
        self._clock.run(scale)

    def stand(self, *, request_seconds: float | None = None) -> None:
        """Stand still, but for what is asked; each request may still count as some time."""
        self._clock.stand(request_seconds=request_seconds)

    def freeze(self) -> None:
        """Stand quite still: not even a request takes time."""
        self._clock.freeze()

    def advance_until(self, number: str, status: str = PARSED) -> None:
        """Move time on until this video, image or task is at its end, and no further.

        Raises NothingThere for an unknown number, and Unchangeable where its end is another than
        `status`, or never comes.
        """
        with self._services.library(self._account, DEFAULT_NAMESPACE) as library:
            end = endings.end_of(library, number)
        if end.fails != (status.upper() in FAILED):
            comes = "fails" if end.fails else "comes to PARSE"
            raise Unchangeable(f"{end.name} {comes}: it does not come to {status}")
        self._clock.advance(seconds=max(0, end.at_ms - self._clock.now_ms()) / 1000)
