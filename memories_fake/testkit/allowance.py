"""What an account has left: its credits, and its calls in the present windows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from memories_contracts.terms import Rate
from memories_fake.runtime.accounts import Account
from memories_fake.services import Services


@dataclass(frozen=True, slots=True)
class Window:
    """How many calls are left of a rate, such as 5/1s, at this moment."""

    rate: str
    left: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """Credits (None: no end of them), and the windows of each group of calls that has a rate."""

    credits_given: float | None
    credits_left: float | None
    year: str | None
    windows: Mapping[str, Window] = field(default_factory=dict)


def allowance_of(services: Services, account: Account) -> Allowance:
    """What this account has left."""
    return Allowance(
        credits_given=services.credits.given,
        credits_left=services.credits.left(account.name),
        year=services.settings.limits,
        windows={
            group: _window(services, account, group, rate)
            for group, rate in sorted(_rates(services).items())
        },
    )


def _rates(services: Services) -> dict[str, Rate]:
    year = services.settings.limits
    rates = {each.limit_group: each.rate(year) for each in services.catalogue.values() if year}
    return {group: rate for group, rate in rates.items() if rate}


def _window(services: Services, account: Account, group: str, rate: Rate) -> Window:
    used = services.limits.used(
        account.name, group, now_ms=account.clock.now_ms(), per_ms=rate.per_seconds * 1000
    )
    return Window(str(rate), rate.most - used)
