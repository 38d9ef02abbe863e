"""Keeps a film under one unique_id, and asks about it under none."""

from __future__ import annotations

from zoo.service import Service

VICE = "other_namespace"


def bad(service: Service) -> None:
    number = service.add_and_wait("birthday", unique_id="anna")
    service.post("chat", {"video_nos": [number], "prompt": "Who blows out the candles?"})


def healed(service: Service) -> None:
    number = service.add_and_wait("birthday", unique_id="anna")
    prompt = "Who blows out the candles?"
    service.post("chat", {"video_nos": [number], "prompt": prompt, "unique_id": "anna"})
