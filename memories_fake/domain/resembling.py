"""Finds the moments of videos that look like a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, select

from memories_fake.domain import stories, videos
from memories_fake.domain.library import Library
from memories_fake.domain.records import Track, Video
from memories_fake.domain.videos import Wanted
from memories_fake.domain.words import content_words
from memories_fake.runtime.looks import likeness_to
from memories_fake.store import tables

MOST_FOUND = 1000
ALIKE = 0.7  # different scenes stay below it
SHARE_OF_WORDS = 0.1


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A moment of a video that looks like a picture, in whole seconds; the score is 0 to 1."""

    video: Video
    start_seconds: int
    end_seconds: int
    score: float


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of one film, in seconds, and how well it fits a picture and a prompt: 0 to 1."""

    video: Video
    start_seconds: float
    end_seconds: float
    score: float


def similar(library: Library, look: bytes, *, at_least: float) -> tuple[Resemblance, ...]:
    """The moments most alike first, at most 1000. Only parsed videos are looked at."""
    likeness_of = likeness_to(look, at_least=at_least)
    rows = library.connection.execute(_seen(library, Wanted()))
    scored = [(likeness_of(row.look), row) for row in rows]
    found = [(score, row) for score, row in scored if score >= at_least]
    found.sort(key=lambda pair: (-pair[0], -pair[1].order_ms, pair[1].number, pair[1].second))
    return tuple(
        Resemblance(videos.as_video(row, library.now_ms), row.second, row.end_second, score)
        for score, row in found[:MOST_FOUND]
    )


def clips(library: Library, number: str, look: bytes, prompt: str) -> tuple[Clip, ...]:
    """Stretches of a video that look like a picture, the best first; the prompt weighs a tenth.

    Raises VideoNotFound or NotParsedYet.
    """
    video = videos.ready(library, number)
    likeness_of = likeness_to(look, at_least=ALIKE)
    rows = library.connection.execute(_seen(library, Wanted(number=number)))
    scored = [(likeness_of(row.look), row) for row in rows]
    found = [_clip(library, video, run, prompt) for run in _runs(scored)]
    return tuple(sorted(found, key=lambda clip: (-clip.score, clip.start_seconds)))


def _seen(library: Library, wanted: Wanted) -> Select[Any]:
    frames = tables.frames
    of_its_video = and_(
        frames.c.account == tables.videos.c.account, frames.c.video == tables.videos.c.number
    )
    return (
        select(tables.videos, frames.c.second, frames.c.end_second, frames.c.look)
        .join(frames, of_its_video)
        .where(videos.is_ready(library.now_ms), *videos.chosen(library, wanted))
        .order_by(frames.c.video, frames.c.second)
    )


Scored = tuple[float, Row[Any]]


def _runs(scored: Sequence[Scored]) -> Iterator[list[Scored]]:
    """Frames that follow each other and are all alike enough."""
    run: list[Scored] = []
    for score, row in scored:
        if score >= ALIKE:
            run.append((score, row))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _clip(library: Library, video: Video, run: Sequence[Scored], prompt: str) -> Clip:
    start, end = run[0][1].second, run[-1][1].end_second
    alike = max(score for score, _ in run)
    told = _told(library, video.number, start, end)
    asked = set(content_words(prompt))
    fitting = len(asked & told) / len(asked) if asked else 0.0
    score = (1 - SHARE_OF_WORDS) * alike + SHARE_OF_WORDS * fitting
    return Clip(video, float(start), float(end), score)


def _told(library: Library, number: str, start: int, end: int) -> set[str]:
    """The words for what is shown and said in a stretch."""
    told = [
        segment.text
        for track in Track
        for segment in stories.read(library, number, track)
        if segment.start_seconds < end and segment.end_seconds >= start
    ]
    return set(content_words(" ".join(told)))
