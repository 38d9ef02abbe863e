"""Waits for PARSE and for nothing else, though the film has failed."""

from __future__ import annotations

from memories_fake.testkit.account import SteeredAccount
from zoo.service import Service

VICE = "waited_in_vain"


def stage(account: SteeredAccount) -> None:
    account.outcomes.next(ends="FAIL", after_seconds=8)


def bad(service: Service) -> None:
    number = service.add("broken_reel")
    for _ in range(12):
        if service.status(number) == "PARSE":
            break
        service.sleep(5)


def healed(service: Service) -> None:
    number = service.add("broken_reel")
    while service.status(number) not in {"PARSE", "FAIL", "FAILED"}:
        service.sleep(5)
