"""An account's callbacks in a test's hand: how they are sent, what became of them, and once more.

How the service itself deals with a receiver that fails is not known. By itself, the fake sends
each callback once; all else is as the test plans it.
"""

from __future__ import annotations

from typing import Any

from memories_fake.domain.courses import Plan, Planned
from memories_fake.domain.deliveries import Delivery
from memories_fake.domain.outcomes import NothingThere
from memories_fake.runtime.accounts import Account
from memories_fake.services import Services
from memories_fake.testkit.sink import WebhookSink
from memories_fake.wire import telling


class Webhooks:
    """The callbacks of the account behind one key."""

    def __init__(self, services: Services, key: str) -> None:
        self._services = services
        self._key = key

    def plan(self, **told: Any) -> Plan:
        """Have callbacks sent so that fall due from now on. The words are the fields of `Plan`.

        What is not told is as by itself, so `plan()` alone takes all back. A callback that is on
        its way already keeps to the plan that it began with. Returns the plan. Raises ValueError
        for words that are none or that make no sense.
        """
        words = {name: list(v) if isinstance(v, (tuple, range)) else v for name, v in told.items()}
        plan = Plan(**telling.read("control.webhooks_plan", words))
        self._planned.set(plan)
        return plan

    @property
    def planned(self) -> Plan:
        """The plan that is gone by."""
        return self._planned.plan

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """All callbacks, planned and done, by the moment they are due, with their attempts."""
        return self._services.outbox.listed(self._account)

    def redeliver(self, number: int | str) -> Delivery:
        """Send a callback again, once, whatever became of it. Returns it with the new attempt.

        Raises NothingThere, or Unchangeable for one that has not been due yet. Called by a
        receiver that is just being told, it is sent as soon as that one has answered.
        """
        self._services.outbox.redeliver(self._account, int(number))
        self._services.courier.deliver(self._account)
        for delivery in self.deliveries:
            if delivery.number == int(number):
                return delivery
        raise NothingThere(f"delivery {number} was dropped by whoever was told")

    def sink(self) -> WebhookSink:
        """A receiver for callbacks, whose waiting is this account's time."""
        return WebhookSink(self._services, self._key)

    @property
    def _account(self) -> Account:
        return self._services.accounts.of(self._key)

    @property
    def _planned(self) -> Planned:
        return self._services.steering(self._account).callbacks
