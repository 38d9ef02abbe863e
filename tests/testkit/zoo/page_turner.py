"""Reads the transcript over and over until it is there, in place of looking at the status."""

from __future__ import annotations

from zoo.service import Service

VICE = "used_before_parse"


def bad(service: Service) -> None:
    number = service.add("morning_swim")
    while service.get("get_video_transcription", video_no=number)["data"] is None:
        service.sleep(5)


def healed(service: Service) -> None:
    number = service.add_and_wait("morning_swim")
    service.get("get_video_transcription", video_no=number)
