"""Sends what it knows from elsewhere: a field that this service has never heard of."""

from __future__ import annotations

from zoo.service import Service

VICE = "unknown_fields"


def bad(service: Service) -> None:
    number = service.add_and_wait("harbour_boats")
    asked = {"video_nos": [number], "prompt": "How many boats?", "temperature": 0.2}
    service.post("chat", asked)


def healed(service: Service) -> None:
    number = service.add_and_wait("harbour_boats")
    service.post("chat", {"video_nos": [number], "prompt": "How many boats?"})
