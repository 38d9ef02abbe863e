"""Clears out a hundred and fifty films with a single call."""

from __future__ import annotations

from zoo.service import Service

VICE = "too_many_at_once"
NUMBERS = [f"VI6100000000000{n:05}" for n in range(150)]


def bad(service: Service) -> None:
    service.post("delete_videos", NUMBERS)


def healed(service: Service) -> None:
    for start in range(0, len(NUMBERS), 100):
        service.post("delete_videos", NUMBERS[start : start + 100])
