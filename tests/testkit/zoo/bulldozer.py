"""Is told to slow down, and pushes on."""

from __future__ import annotations

from memories_fake.testkit.account import SteeredAccount
from zoo.service import Service

VICE = "no_back_off"
ASKED = {"search_param": "a red boat", "search_type": "BY_CLIP"}


def stage(account: SteeredAccount) -> None:
    account.faults.add(operation="v1.search", code="0429", times=3)


def bad(service: Service) -> None:
    while service.post("search", ASKED)["code"] != "0000":
        pass


def healed(service: Service) -> None:
    pause_seconds = 1
    while service.post("search", ASKED)["code"] != "0000":
        service.sleep(pause_seconds)
        pause_seconds *= 2
