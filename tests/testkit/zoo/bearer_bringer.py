"""Puts Bearer before the key, as it does everywhere else."""

from __future__ import annotations

from zoo.service import Service

VICE = "bearer"


def bad(service: Service) -> None:
    service.post("list_videos", {}, headers={"Authorization": f"Bearer {service.key}"})


def healed(service: Service) -> None:
    service.post("list_videos", {})
