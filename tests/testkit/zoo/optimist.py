"""Never looks at the code, so it asks about a film that was not taken in."""

from __future__ import annotations

from memories_fake.testkit.account import SteeredAccount
from zoo.service import Service

VICE = "went_on_after_refusal"
FILM = {"url": "https://films.example/market_day.mp4"}


def stage(account: SteeredAccount) -> None:
    account.faults.add(operation="v1.upload_url", code="0402", times=1)


def bad(service: Service) -> None:
    told = service.post("upload_url", data=FILM)
    number = (told["data"] or {}).get("videoNo")
    service.sleep(60)
    service.post("chat", {"video_nos": [f"{number}"], "prompt": "What is on sale?"})


def healed(service: Service) -> None:
    told = service.post("upload_url", data=FILM)
    if told["code"] != "0000":
        return
    service.sleep(60)
    service.post("chat", {"video_nos": [told["data"]["videoNo"]], "prompt": "What is on sale?"})
