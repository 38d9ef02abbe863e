"""The callbacks of an account that is elsewhere, and a receiver here for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import Any

from memories_fake.domain.attempts import Attempt
from memories_fake.domain.courses import Plan
from memories_fake.domain.deliveries import Delivery, State
from memories_fake.runtime.clock import wait
from memories_fake.testkit.clock import SteeredClock
from memories_fake.testkit.patience import REAL_SECONDS, Passing, Patience, line_of
from memories_fake.testkit.plain import of_plain
from memories_fake.testkit.remote.clock import RemoteClock
from memories_fake.testkit.remote.line import Line
from memories_fake.testkit.sink import WebhookSink
from memories_fake.testkit.webhooks import Webhooks

MOMENT_SECONDS = 0.01


class RemoteWebhooks(Webhooks):
    """The words of `Webhooks`."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def plan(self, **told: Any) -> Plan:
        words = {name: list(v) if isinstance(v, (tuple, range)) else v for name, v in told.items()}
        return Plan(**self._line.ask("webhooks_plan", **words)["plan"])

    @property
    def planned(self) -> Plan:
        return Plan(**self._line.ask("webhooks")["plan"])

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        return tuple(map(_delivery, self._line.ask("deliveries")["deliveries"]))

    def redeliver(self, number: int | str) -> Delivery:
        return _delivery(self._line.ask("deliveries_redeliver", number=str(number))["delivery"])

    def sink(self) -> WebhookSink:
        """A receiver on a port of this machine, whose waiting is the account's time."""
        return RemoteSink(patience=RemotePatience(RemoteClock(self._line), self))


@dataclass(frozen=True)
class RemotePatience(Patience):
    """Waits by the time of an account that is elsewhere."""

    services: None = field(default=None, init=False)
    key: str = field(default="", init=False)
    clock: SteeredClock
    webhooks: Webhooks

    def sleep(self, seconds: float) -> None:
        self.clock.sleep(seconds)

    def planned(self) -> list[str]:
        now_ms = self.clock.now_ms()
        return [line_of(each, now_ms) for each in self.webhooks.deliveries]

    def _goes_on(self, until_ms: int) -> bool:
        due_ms = min(map(_next_ms, self.webhooks.deliveries), default=inf)
        if due_ms > until_ms:
            return False
        self.clock.advance(seconds=max(0, due_ms - self.clock.now_ms()) / 1000)
        return True

    def _settle(self) -> None:
        for _ in range(round(REAL_SECONDS / MOMENT_SECONDS)):
            if State.UNKNOWN not in {each.state for each in self.webhooks.deliveries}:
                return
            wait(MOMENT_SECONDS)

    @property
    def _scale(self) -> float:
        return self.clock.scale

    @property
    def _clock(self) -> Passing:
        return self.clock


class RemoteSink(WebhookSink):
    """Receives on a port: the fake is in another process."""

    @property
    def url(self) -> str:
        return self.listen()


def _delivery(told: dict[str, Any]) -> Delivery:
    return Delivery(
        number=int(told["number"]),
        url=told["url"],
        body=told["body"],
        due_at_ms=told["due_at_ms"],
        about=told["about"],
        is_lost=told["state"] == State.LOST,
        attempts=of_plain(tuple[Attempt, ...], told["attempts"]),
    )


def _next_ms(delivery: Delivery) -> float:
    """When there is next something to send of it."""
    if not delivery.attempts:
        return inf if delivery.is_lost else delivery.due_at_ms
    return min((each.due_at_ms for each in delivery.attempts if each.at_ms is None), default=inf)
