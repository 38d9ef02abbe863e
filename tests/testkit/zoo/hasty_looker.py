"""Cannot wait: looks five times a second whether the film is ready."""

from __future__ import annotations

from memories_fake.testkit.account import SteeredAccount
from zoo.service import Service

VICE = "polled_too_fast"


def stage(account: SteeredAccount) -> None:
    account.outcomes.next(after_seconds=15)


def bad(service: Service) -> None:
    number = service.add("tram_ride")
    while service.status(number) == "UNPARSE":
        service.sleep(0.2)


def healed(service: Service) -> None:
    number = service.add("tram_ride")
    while service.status(number) == "UNPARSE":
        service.sleep(5)
