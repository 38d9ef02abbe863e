"""Keeps all films under a unique_id, and searches without it, where there is none."""

from __future__ import annotations

from zoo.service import Service

VICE = "other_namespace"
ASKED = {"search_param": "candles", "search_type": "BY_CLIP"}


def bad(service: Service) -> None:
    service.add_and_wait("birthday", unique_id="anna")
    service.post("search", ASKED)


def healed(service: Service) -> None:
    service.add_and_wait("birthday", unique_id="anna")
    service.post("search", {**ASKED, "unique_id": "anna"})
    service.post("search", {**ASKED, "unique_id": "bert"})
    service.get("folders/videos", folder_id=-1)
