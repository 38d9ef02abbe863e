"""Listing, deleting and downloading videos."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Call, FileBytes, serves
from memories_fake.api.v1 import shapes
from memories_fake.domain import deleting, videos


@serves("v1.list_videos", "legacy.list_videos")
def list_videos(call: Call) -> Any:
    wanted = videos.Wanted(
        name=call.get("video_name"),
        number=call.get("video_no"),
        numbers=call.get("video_nos"),
        status=shapes.meant_status(call.get("status")),
    )
    with call.library() as library:
        page = videos.page(library, wanted, number=call["page"], size=call["size"])
    return shapes.listed(page, call.dialect)


@serves("v1.delete_videos", "legacy.delete_videos")
def delete_videos(call: Call) -> Any:
    strict = call.dialect.repeated_delete == "refused"
    redact = call.dialect.deleted_in_sessions == "redacted"
    with call.library() as library:
        deleting.delete_videos(library, call["video_nos"], strict=strict, redact=redact)


@serves("v1.download")
def download(call: Call) -> Any:
    with call.library() as library:
        video = videos.ready(library, call["video_no"])
        path = videos.original(library, video.number)
    return FileBytes(path, f"{video.name}.mp4")
