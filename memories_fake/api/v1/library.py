"""Listing, deleting and downloading videos."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Call, FileBytes, serves
from memories_fake.api.v1 import shapes, video_shapes
from memories_fake.domain import blobs, folders, videos
from memories_fake.domain.refusals import VideoNotFound


@serves("v1.list_videos", "legacy.list_videos")
def list_videos(call: Call) -> Any:
    wanted = videos.Wanted(
        name=call.get("video_name"),
        number=_number_asked_for(call),
        numbers=call.get("video_nos"),
        status=shapes.meant_status(call.get("status")),
        label=call.get("tag"),
        folder=call.get("folder_id"),
        camera_model=call.get("camera_model"),
        taken_since_ms=call.get("datetime_taken"),
        near=shapes.near(call.get("latitude"), call.get("longitude")),
    )
    with call.library() as library:
        scope = folders.scope(library, wanted.folder, named="unique_id" in call.parameters)
        page = videos.page(scope, wanted, number=call["page"], size=call["size"])
    return video_shapes.listed(page, call.dialect)


@serves("v1.delete_videos", "legacy.delete_videos")
def delete_videos(call: Call) -> Any:
    from memories_fake.domain import deleting  # it knows all that goes with a video

    strict = call.dialect.repeated_delete == "refused"
    redact = call.dialect.deleted_in_sessions == "redacted"
    with call.library() as library:
        deleting.delete_videos(library, call["video_nos"], strict=strict, redact=redact)


@serves("v1.download")
def download(call: Call) -> Any:
    with call.library() as library:
        video = videos.ready(library, call["video_no"])
        if call.dialect.download_private == "refused":
            raise VideoNotFound(video.number)
        path = videos.original(library, video.number)
    call.usage.gigabytes = path.stat().st_size / 1e9
    return FileBytes(path, f"{video.name}.mp4")


@serves("v1.download_by_blob")
def download_by_blob(call: Call) -> Any:
    with call.library() as library:
        stored = blobs.find(library, call.get("bucket"), call.get("blob"))
    call.usage.gigabytes = stored.path.stat().st_size / 1e9
    return FileBytes(stored.path, f"{stored.video.number}.mp4")


def _number_asked_for(call: Call) -> str | None:
    ignored = call.dialect.number_filter == "ignored" and "unique_id" in call.parameters
    return None if ignored else call.get("video_no")
