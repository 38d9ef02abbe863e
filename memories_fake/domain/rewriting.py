"""Telling anew what a film shows: another transcript, which takes its time to come."""

from __future__ import annotations

from sqlalchemy import select

from memories_fake.domain import stories, videos
from memories_fake.domain.imagining import imagine
from memories_fake.domain.library import Library
from memories_fake.domain.records import Story, Track, Video
from memories_fake.domain.stories import Tale
from memories_fake.runtime.chance import Chance
from memories_fake.runtime.media import Film
from memories_fake.store import tables


def rewrite(library: Library, number: str, prompt: str, *, takes_seconds: float) -> Video:
    """Have a parsed video's visual transcript replaced, steered by a prompt, once that time is up.

    Until then the old one is read and searched; of several on their way the last one stays.
    Raises VideoNotFound or NotParsedYet.
    """
    video = videos.ready(library, number)
    seen = stories.read(library, number, Track.VISUAL)
    seconds = seen[-1].end_seconds if seen else video.duration_seconds
    film = Film(duration_seconds=seconds, has_sound=False)
    imagined = imagine(video.name, film, _chance(library, number), prompt=prompt)
    tale = Tale(number, video.name, Story(visual=imagined.visual))
    from_ms = library.now_ms + round(takes_seconds * 1000)
    stories.replace(library, tale, Track.VISUAL, from_ms=from_ms)
    return video


def _chance(library: Library, number: str) -> Chance:
    """That of its first story where it is known: it is the same film, looked at otherwise."""
    column = tables.videos.c
    seed = library.connection.execute(
        select(column.seed).where(column.account == library.account, column.number == number)
    ).scalar()
    return Chance(seed) if seed else library.chance.derived("rewritten", number)
