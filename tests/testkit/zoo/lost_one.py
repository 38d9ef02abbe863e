"""Guesses a path, and gets the method of another one wrong."""

from __future__ import annotations

from zoo.service import Service

VICE = "no_such_call"


def bad(service: Service) -> None:
    number = service.add("night_market")
    service.get("video_status", video_no=number)
    service.get("list_videos", video_no=number)


def healed(service: Service) -> None:
    number = service.add("night_market")
    service.get("get_metadata", video_no=number)
    service.post("list_videos", {"video_no": number})
