"""After a refused upload it asks about a number that it made up itself."""

from __future__ import annotations

from memories_fake.testkit.account import SteeredAccount
from zoo.service import Service

VICE = "went_on_after_refusal"
FILM = {"url": "https://films.example/market_day.mp4"}


def stage(account: SteeredAccount) -> None:
    account.faults.add(operation="v1.upload_url", code="0001", times=1)


def bad(service: Service) -> None:
    service.post("upload_url", data=FILM)
    service.sleep(60)
    service.get("generate_summary", video_no="VI600000000000000001", type="TOPIC")


def healed(service: Service) -> None:
    told = service.post("upload_url", data=FILM)
    while not told["success"]:
        service.sleep(2)
        told = service.post("upload_url", data=FILM)
    service.sleep(60)
    service.get("generate_summary", video_no=told["data"]["videoNo"], type="TOPIC")
