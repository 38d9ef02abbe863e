"""Where the files of videos lie in the service's storage, by bucket and blob."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from memories_fake.domain import videos
from memories_fake.domain.library import Library
from memories_fake.domain.records import Status, Video
from memories_fake.domain.refusals import (
    BlobNameMissing,
    BlobNotFound,
    NotParsedYet,
    VideoNotFound,
)
from memories_fake.runtime.chance import Chance

BUCKET = "mavi-resource"
SUFFIX = ".mp4"
KEY_FRAMES = "mavi-keyframe"
PUBLIC_BUCKET = "mavi-public-video"
PUBLIC_KEY_FRAMES = "mavi-public-keyframe"


@dataclass(frozen=True, slots=True)
class Stored:
    """A video whose file can be fetched, and where it lies on this machine."""

    video: Video
    path: Path


def place(video: Video) -> tuple[str, str] | None:
    """Bucket and blob of a video's file, or None where there is none to fetch."""
    if video.status is Status.READY and video.downloadable:
        return BUCKET, f"{video.number}{SUFFIX}"
    return None


def public_place(video: Video) -> tuple[str, str]:
    """Bucket and blob of a post's film. The fake has none: nothing can be fetched there."""
    return PUBLIC_BUCKET, f"{_uuid('film', video.number)}{SUFFIX}"


def frame_place(video: Video, second: int) -> tuple[str, str]:
    """Bucket and blob of a key frame. The fake keeps none: nothing can be fetched there."""
    bucket = PUBLIC_KEY_FRAMES if video.post else KEY_FRAMES
    return bucket, f"{_uuid('frames', video.number)}/keyframe-{second:06}.jpg"


def find(library: Library, bucket: str | None, blob: str | None) -> Stored:
    """What the account has stored there. Raises BlobNameMissing or BlobNotFound."""
    if not bucket:
        raise BlobNameMissing("Bucket")
    if not blob:
        raise BlobNameMissing("Blob")
    if bucket != BUCKET or not blob.endswith(SUFFIX):
        raise BlobNotFound
    account = library.everywhere()
    try:
        video = videos.ready(account, blob.removesuffix(SUFFIX))
        return Stored(video, videos.original(account, video.number))
    except (VideoNotFound, NotParsedYet) as error:
        raise BlobNotFound from error


def _uuid(*labels: str) -> UUID:
    return UUID(Chance("blobs").hex(32, *labels), version=4)
