"""Where films and key frames lie in the service's storage, in the words of 2026."""

from __future__ import annotations

from memories_fake.api.dialects import Dialect
from memories_fake.api.v1.shapes import Wire
from memories_fake.domain import blobs
from memories_fake.domain.records import Video


def film(video: Video, dialect: Dialect) -> Wire:
    """The place of a film; nothing where it was not kept, or in a dialect without such fields."""
    if dialect.storage_fields == "absent":
        return {}
    place = blobs.public_place(video) if video.post else blobs.place(video)
    return _placed("video", place) if place else {}


def moment(video: Video, second: int, dialect: Dialect) -> Wire:
    """The same with the place of the key frame of a second."""
    if dialect.storage_fields == "absent":
        return {}
    return {**film(video, dialect), **_placed("keyframe", blobs.frame_place(video, second))}


def _placed(what: str, place: tuple[str, str]) -> Wire:
    bucket, blob = place
    return {f"{what}_bucket": bucket, f"{what}_blob": blob}
