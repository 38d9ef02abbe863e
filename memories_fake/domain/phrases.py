"""Finds the lines of speech that hold a phrase, letter for letter but for capitals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, select

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
    rows = library.connection.execute(_speaking(library, phrase))
    wanted = phrase.casefold()
    found = [
        Line(videos.as_video(row, library.now_ms), segment)
        for row in rows
        for segment in stories.segments_of(row.lines)
        if wanted in segment.text.casefold()
    ]
    first = (number - 1) * size
    return Page(tuple(found[first : first + size]), number, size, len(found))


def _speaking(library: Library, phrase: str) -> Select[tuple[object, ...]]:
    """The videos in whose speech the phrase stands somewhere, as far as SQL can tell."""
    told = tables.stories
    of_its_video = and_(
        told.c.account == tables.videos.c.account, told.c.video == tables.videos.c.number
    )
    return (
        select(tables.videos, told.c.lines)
        .join(told, of_its_video)
        .where(
            told.c.track == Track.AUDIO,
            stories.is_told(library.now_ms),
            videos.is_ready(library.now_ms),
            *videos.chosen(library, Wanted()),
            _may_hold(phrase),
        )
        .order_by(tables.videos.c.order_ms.desc(), tables.videos.c.number)
    )


def _may_hold(phrase: str) -> ColumnElement[bool]:
    # SQL knows capitals in ASCII only: of other phrases it can judge just the ASCII stretches.
    known = max(re.findall(r"[ -~]*", stories.as_stored(phrase)), key=len)
    return tables.stories.c.lines.icontains(known, autoescape=True)
