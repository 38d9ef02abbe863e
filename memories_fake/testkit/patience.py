"""Waiting for callbacks: by moving a clock that stands, and in real time by one that runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Condition
from typing import Any, Protocol

from memories_fake.domain.attempts import Attempt
from memories_fake.domain.deliveries import Delivery
from memories_fake.runtime.accounts import Account
from memories_fake.runtime.clock import wait
from memories_fake.services import Services

STANDING_SECONDS = 86_400.0
REAL_SECONDS = 10.0

IsSo = Callable[[], bool]


class Passing(Protocol):
    """The clock of an account, here or elsewhere."""

    @property
    def scale(self) -> float: ...

    def now_ms(self) -> int: ...

    def advance(self, *, seconds: float = 0) -> None: ...

    def sleep(self, seconds: float) -> None: ...


class NotTold(AssertionError):
    """The callbacks that were waited for have not come."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Waits by the time of one account; without `services`, in real time."""

    services: Services | None
    key: str

    def sleep(self, seconds: float) -> None:
        """Let that much of the account's time pass."""
        if self.services is None:
            wait(seconds)
        else:
            self._clock.sleep(seconds)

    def until(self, is_so: IsSo, news: Condition, within_seconds: float | None) -> bool:
        """Wait until it is so, and all that has led there is noted; or tell that it never is."""
        if self._scale:
            seconds = REAL_SECONDS if within_seconds is None else within_seconds / self._scale
            with news:
                came = news.wait_for(is_so, seconds)
        else:
            seconds = STANDING_SECONDS if within_seconds is None else within_seconds
            came = self._moving_on(is_so, self._clock.now_ms() + round(seconds * 1000))
        self._settle()
        return came

    def pass_by(self, news: Condition, seconds: float) -> None:
        """Let so much time pass, whatever comes."""
        if self._scale:
            with news:
                news.wait_for(lambda: False, seconds / self._scale)
        else:
            self._clock.advance(seconds=seconds)

    def planned(self) -> list[str]:
        """All callbacks of the account, a line for each."""
        if self.services is None:
            return []
        now_ms = self._account.clock.now_ms()
        return [line_of(each, now_ms) for each in self.services.outbox.listed(self._account)]

    def _moving_on(self, is_so: IsSo, until_ms: int) -> bool:
        """Move a standing clock from one thing that is due to the next, until it is so."""
        while not is_so():
            if not self._goes_on(until_ms):
                return is_so()
        return True

    def _goes_on(self, until_ms: int) -> bool:
        assert self.services is not None
        account, courier = self._account, self.services.courier
        if courier.is_busy(account):
            return courier.wait_until_free(account, REAL_SECONDS)
        due_ms = courier.due_ms(account)
        if due_ms is None or due_ms > until_ms:
            return False
        account.clock.advance(seconds=max(0, due_ms - account.clock.now_ms()) / 1000)
        return True

    def _settle(self) -> None:
        """Wait until what has been sent is noted."""
        if self.services:
            self.services.courier.wait_until_free(self._account, REAL_SECONDS)

    @property
    def _scale(self) -> float:
        return self._clock.scale if self.services else 1.0

    @property
    def _clock(self) -> Passing:
        return self._account.clock

    @property
    def _account(self) -> Account:
        assert self.services is not None
        return self.services.accounts.of(self.key)


def missing(
    count: int, fields: Mapping[str, Any], bodies: Sequence[Any], planned: Sequence[str]
) -> str:
    """What is told where callbacks have not come: what has, and how all others stand."""
    wanted = ", ".join(f"{name}={value!r}" for name, value in fields.items()) or "any field"
    came = [f"  {body}" for body in bodies] or ["  nothing"]
    lines = [f"waited for {count} with {wanted}; what came:", *came, "what is known of others:"]
    return "\n".join([*lines, *(planned or ["  nothing"])])


def line_of(delivery: Delivery, now_ms: int) -> str:
    """How a callback stands, for somebody who has waited for it."""
    tried = ", ".join(_tried(each, now_ms) for each in delivery.attempts)
    ahead = tried or f"due in {(delivery.due_at_ms - now_ms) / 1000:g} s"
    return f"  {delivery.state}: {delivery.body} to {delivery.url} ({ahead})"


def _tried(attempt: Attempt, now_ms: int) -> str:
    if attempt.at_ms is None:
        return f"{attempt.reason} in {(attempt.due_at_ms - now_ms) / 1000:g} s"
    return f"{attempt.reason}: {attempt.status or attempt.error or 'no answer'}"
