"""A video in the words of each list and each description of the v1 line: text in 2025, numbers
in 2026.
"""

from __future__ import annotations

from typing import Any

from memories_fake.api.dialects import Dialect
from memories_fake.api.v1.shapes import Wire, paging, status_word, transcript
from memories_fake.domain import blobs
from memories_fake.domain.library import Page
from memories_fake.domain.records import Picture, Segment, Status, Video


def listed(page: Page[Video], dialect: Dialect) -> Wire:
    """A page of list_videos, as this dialect has it."""
    if dialect.list_items == "2026":
        return listed_2026(page, dialect)
    return {"videos": [_item_2025(video, dialect) for video in page.items], **paging(page)}


def listed_2026(page: Page[Video], dialect: Dialect) -> Wire:
    """A page of videos with numbers as numbers, and no key where there is nothing to tell."""
    items = [_item_2026(video, dialect) | _source(video) for video in page.items]
    return {"videos": items, **paging(page), "total_count": page.total}


def metadata(video: Video, dialect: Dialect) -> Wire:
    """All that is known of one video, in the words of 2026."""
    return _item_2026(video, dialect) | _picture(_seen(video))


def details(video: Video, dialect: Dialect) -> Wire:
    """One video in the words of 2025: numbers as text, null where there is none as yet."""
    picture = {name: str(value) for name, value in _picture(_seen(video)).items()}
    size = None if video.status is Status.WAITING else str(video.size_bytes)
    return {
        "duration": str(video.duration_seconds),
        "size": size,
        "status": status_word(video.status, dialect),
        "fps": picture.get("fps"),
        "width": picture.get("width"),
        "height": picture.get("height"),
        "video_no": video.number,
        "video_name": video.name,
        "create_time": str(video.created_at_ms),
        "video_url": video.source_url or "",  # readers take the length of it
        "resolution_label": picture.get("resolution_label"),
    }


def caption(video: Video, segments: tuple[Segment, ...]) -> Wire | None:
    """A transcript of what is shown, with the time and place of its video; null without one."""
    told = transcript(video.number, segments)
    if told is None:
        return None
    stored = _stored(video, "video_bucket", "video_blob")
    return {**told, "createTime": str(video.created_at_ms), **stored}


def _item_2025(video: Video, dialect: Dialect) -> Wire:
    size = _size(video, dialect)
    told = {"duration": str(video.duration_seconds)}
    if size is not None:
        told["size"] = str(size)
    return told | {
        "status": status_word(video.status, dialect),
        "cause": video.cause or "null",
        "video_no": video.number,
        "video_name": video.name,
        "create_time": str(video.created_at_ms),
    }


def _item_2026(video: Video, dialect: Dialect) -> Wire:
    known = {
        "size": _size(video, dialect),
        "cause": video.cause,
        **(_taking(video) if video.status is Status.READY else {}),
    }
    return {
        "video_no": video.number,
        "video_name": video.name,
        "duration": video.duration_seconds,
        "status": status_word(video.status, dialect),
        "create_time": video.created_at_ms,
        **{name: value for name, value in known.items() if value is not None},
        **_stored(video, "bucket", "blob"),
    }


def _size(video: Video, dialect: Dialect) -> int | None:
    """The bytes of a video where this dialect tells them, else None."""
    told = dialect.listed_size
    is_told = told == "all" or (told == "parsed" and video.status is not Status.WAITING)
    return video.size_bytes if is_told else None


def _taking(video: Video) -> dict[str, Any]:
    capture = video.capture
    return {
        "datetime_taken": capture.taken_at_ms,
        "camera_model": capture.camera_model,
        "latitude": capture.latitude,
        "longitude": capture.longitude,
        "tags": list(capture.tags) or None,
    }


def _source(video: Video) -> Wire:
    return {"video_url": video.source_url} if video.source_url else {}


def _stored(video: Video, bucket: str, blob: str) -> Wire:
    place = blobs.place(video)
    return dict(zip((bucket, blob), place, strict=True)) if place else {}


def _seen(video: Video) -> Picture | None:
    return video.picture if video.status is Status.READY else None


def _picture(picture: Picture | None) -> Wire:
    if picture is None:
        return {}
    return {
        "resolution_label": f"{min(picture.width, picture.height)}P",
        "fps": round(picture.frames_per_second),
        "width": picture.width,
        "height": picture.height,
    }
