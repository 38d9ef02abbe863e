"""Has a dozen creators imported in one breath, where one a minute is documented."""

from __future__ import annotations

from zoo.service import Service

VICE = "called_too_often"
CREATORS = [f"https://www.tiktok.com/@baker_{n}" for n in range(12)]


def bad(service: Service) -> None:
    for creator in CREATORS:
        service.post("scraper", {"username": creator, "scraper_cnt": 1})


def healed(service: Service) -> None:
    for creator in CREATORS:
        service.post("scraper", {"username": creator, "scraper_cnt": 1})
        service.sleep(60)
