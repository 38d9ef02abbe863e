"""What an account has left: its credits, and its calls in the present windows."""

from __future__ import annotations

from typing import Any

from memories_contracts.terms import Rate
from memories_fake.api.serving import serves
from memories_fake.control.serving import Steer
from memories_fake.runtime.accounts import Account
from memories_fake.services import Services


@serves("control.account")
def account(steer: Steer) -> Any:
    services = steer.services
    asker = services.accounts.of(steer.account.key)
    return {
        "credits": {
            "given": services.credits.given,
            "left": services.credits.left(asker.name),
        },
        "limits": {
            "year": services.settings.limits,
            "groups": {
                group: _window(services, asker, group, rate)
                for group, rate in sorted(_rates(services).items())
            },
        },
    }


def _rates(services: Services) -> dict[str, Rate]:
    year = services.settings.limits
    rates = {each.limit_group: each.rate(year) for each in services.catalogue.values() if year}
    return {group: rate for group, rate in rates.items() if rate}


def _window(services: Services, asker: Account, group: str, rate: Rate) -> dict[str, Any]:
    used = services.limits.used(
        asker.name, group, now_ms=asker.clock.now_ms(), per_ms=rate.per_seconds * 1000
    )
    return {"rate": str(rate), "left": rate.most - used}
