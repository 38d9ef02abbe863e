"""What searches find, in the words of the v1 line."""

from __future__ import annotations

from collections.abc import Sequence

from memories_fake.api.dialects import Dialect
from memories_fake.api.v1 import storage_shapes
from memories_fake.api.v1.shapes import Wire, paging
from memories_fake.domain.captions import Caption
from memories_fake.domain.library import Page
from memories_fake.domain.phrases import Line
from memories_fake.domain.records import Track, Video
from memories_fake.domain.replies import Hit


def moments(hits: Sequence[Hit], dialect: Dialect) -> list[Wire]:
    """Rows with times, scores, and, of what is said, the words."""
    return [
        {
            **_named(hit.video),
            "startTime": str(hit.segment.start_seconds),
            "endTime": str(hit.segment.end_seconds),
            **({"audio_ts": hit.segment.text} if hit.track is Track.AUDIO else {}),
            "score": hit.score,
            **_stored(hit, dialect),
        }
        for hit in hits
    ]


def videos_only(hits: Sequence[Hit]) -> list[Wire]:
    """Rows that name videos, where times are the text null."""
    return [{**_named(hit.video), "startTime": "null", "endTime": "null"} for hit in hits]


def captions(found: Sequence[Caption]) -> list[Wire]:
    """The rows of a search BY_CAPTION, which have words and numbers of their own."""
    return [
        {
            "video_no": each.hit.video.number,
            "text": each.hit.segment.text,
            "vector": list(each.vector),
            "user_id": each.owner,
            "start_time": float(each.hit.segment.start_seconds),
            "end_time": float(each.hit.segment.end_seconds),
            "score": each.hit.score,
        }
        for each in found
    ]


def phrases(page: Page[Line], dialect: Dialect) -> Wire:
    """A page of lines that hold a phrase."""
    rows = [
        {
            **_named(line.video),
            "startTime": str(line.segment.start_seconds),
            "audio_ts": line.segment.text,
            **storage_shapes.film(line.video, dialect),
        }
        for line in page.items
    ]
    return {"videos": rows, **paging(page)}


def _named(video: Video) -> Wire:
    return {"videoNo": video.number, "videoName": video.name}


def _stored(hit: Hit, dialect: Dialect) -> Wire:
    if hit.track is Track.AUDIO:
        return storage_shapes.film(hit.video, dialect)
    return storage_shapes.moment(hit.video, hit.segment.start_seconds, dialect)
