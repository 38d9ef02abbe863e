"""Asks about a film the moment it is handed in."""

from __future__ import annotations

from zoo.service import Service

VICE = "used_before_parse"


def bad(service: Service) -> None:
    number = service.add("morning_swim")
    service.post("chat", {"video_nos": [number], "prompt": "Who swims?"})


def healed(service: Service) -> None:
    number = service.add_and_wait("morning_swim")
    service.post("chat", {"video_nos": [number], "prompt": "Who swims?"})
