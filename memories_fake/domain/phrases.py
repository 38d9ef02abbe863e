"""Finds the lines of speech that hold a phrase, letter for letter but for capitals."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from memories_fake.domain import stories, videos
from memories_fake.domain.library import Library, Page
from memories_fake.domain.records import Segment, Track, Video
from memories_fake.domain.videos import Wanted
from memories_fake.store import tables


@dataclass(frozen=True, slots=True)
class Line:
    """Something said in a video, and when, in whole seconds."""

    video: Video
    segment: Segment


def find(library: Library, phrase: str, *, number: int, size: int) -> Page[Line]:
    """One page of the lines that hold the phrase: newest videos first, each in its order.

    Only parsed videos are looked into, and a phrase that runs over two lines is not found.
    """
    lines = _lines(library, phrase)
    total = library.connection.execute(
        select(func.count()).select_from(lines.subquery())
    ).scalar_one()
    rows = library.connection.execute(
        lines.order_by(tables.videos.c.order_ms.desc(), tables.videos.c.number)
        .order_by(tables.segments.c.position)
        .limit(size)
        .offset((number - 1) * size)
    )
    found = tuple(
        Line(videos.as_video(row, library.now_ms), stories.as_segment(row)) for row in rows
    )
    return Page(found, number, size, total)


def _lines(library: Library, phrase: str) -> Select[tuple[object, ...]]:
    segments = tables.segments
    of_its_video = and_(
        segments.c.account == tables.videos.c.account, segments.c.video == tables.videos.c.number
    )
    return (
        select(
            tables.videos,
            segments.c.position,
            segments.c.start_seconds,
            segments.c.end_seconds,
            segments.c.text,
        )
        .join(segments, of_its_video)
        .where(
            segments.c.track == Track.AUDIO,
            stories.is_told(segments, library.now_ms),
            videos.is_ready(library.now_ms),
            *videos.chosen(library, Wanted()),
            _holds(phrase),
        )
    )


def _holds(phrase: str) -> ColumnElement[bool]:
    # SQLite takes capitals and small letters for equal in ASCII only.
    spellings = {phrase, phrase.lower(), phrase.upper(), phrase.capitalize()}
    asked = [phrase] if phrase.isascii() else sorted(spellings)
    return or_(*(tables.segments.c.text.icontains(each, autoescape=True) for each in asked))
