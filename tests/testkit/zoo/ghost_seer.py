"""Deletes a film and then wants its summary."""

from __future__ import annotations

from zoo.service import Service

VICE = "used_after_deletion"


def bad(service: Service) -> None:
    number = service.add_and_wait("old_garden")
    service.post("delete_videos", [number])
    service.get("generate_summary", video_no=number, type="CHAPTER")


def healed(service: Service) -> None:
    number = service.add_and_wait("old_garden")
    service.get("generate_summary", video_no=number, type="CHAPTER")
    service.post("delete_videos", [number])
    service.post("list_videos", {"video_no": number})
