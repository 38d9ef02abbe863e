"""What a test has the service say: answers to prompts, results of searches, content of films."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from sqlalchemy import select

from memories_fake.domain.records import (
    Answer,
    Hit,
    Ref,
    RefItem,
    Segment,
    Story,
    Thinking,
    Track,
    Video,
)
from memories_fake.runtime.rules import Rules
from memories_fake.store import tables

if TYPE_CHECKING:
    from memories_fake.domain.library import Library
    from memories_fake.domain.videos import NewVideo


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A moment of a video that a script speaks of; seconds, whole. Without text: a key frame."""

    video: str
    start_seconds: int = 0
    end_seconds: int | None = None
    text: str = ""
    track: Track = Track.VISUAL
    score: float = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatScript:
    """What is answered to prompts in which `when`, a regular expression, finds something."""

    say: str
    when: str = ""
    refs: tuple[Cited, ...] = ()
    thinkings: tuple[Thinking, ...] = ()

    def __post_init__(self) -> None:
        _check(self.when)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchScript:
    """What is found by searches in whose words `when`, a regular expression, finds something."""

    hits: tuple[Cited, ...]
    when: str = ""

    def __post_init__(self) -> None:
        _check(self.when)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmScript:
    """What films of a name show and say; None leaves that track as it would be.

    In the name, which is that of a file or of a video, `*` and `?` stand for any letters.
    """

    name: str
    shows: tuple[Segment, ...] | None = None
    says: tuple[Segment, ...] | None = None
    duration_seconds: int | None = None

    def fits(self, name: str) -> bool:
        wanted = self.name.lower()
        stem = wanted.rpartition(".")[0] or wanted
        return fnmatchcase(name.lower(), wanted) or fnmatchcase(name.lower(), stem)


@dataclass(frozen=True, slots=True)
class Scripts:
    """All scripts of an account, by what they are for."""

    chats: Rules[ChatScript] = field(default_factory=Rules)
    searches: Rules[SearchScript] = field(default_factory=Rules)
    films: Rules[FilmScript] = field(default_factory=Rules)


def scripted_answer(library: Library, prompt: str) -> Answer | None:
    """What a script has to say to this prompt, or None where there is none for it."""
    script = library.scripts.chats.take(lambda each: _finds(each.when, prompt))
    if script is None:
        return None
    videos = _videos(library, [cited.video for cited in script.refs])
    refs = [
        Ref(videos[cited.video], (_item(cited),)) for cited in script.refs if cited.video in videos
    ]
    return Answer(script.say, script.thinkings, _gathered(refs))


def scripted_hits(library: Library, text: str) -> tuple[Hit, ...] | None:
    """What a script has found for these words, or None where there is none for them."""
    script = library.scripts.searches.take(lambda each: _finds(each.when, text))
    if script is None:
        return None
    videos = _videos(library, [cited.video for cited in script.hits])
    return tuple(
        Hit(videos[cited.video], cited.track, _segment(cited), cited.score)
        for cited in script.hits
        if cited.video in videos
    )


def scripted_film(new: NewVideo, scripts: Scripts) -> NewVideo:
    """A video that comes in, showing and saying what was laid down for its name, if anything."""
    script = scripts.films.take(lambda each: each.fits(new.name))
    if script is None:
        return new
    story = Story(
        new.story.visual if script.shows is None else script.shows,
        new.story.audio if script.says is None else script.says,
    )
    latest = max((s.end_seconds for s in (*story.visual, *story.audio)), default=0)
    duration_seconds = script.duration_seconds or max(new.duration_seconds, latest)
    return replace(new, story=story, duration_seconds=duration_seconds)


def _check(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from error


def _finds(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def _videos(library: Library, numbers: Sequence[str]) -> dict[str, Video]:
    """The cited videos that are there, the caller's own or public ones."""
    from memories_fake.domain.videos import as_video

    rows = library.connection.execute(
        select(tables.videos).where(
            tables.videos.c.account.in_((library.account, "public")),
            tables.videos.c.number.in_(numbers),
        )
    )
    return {row.number: as_video(row, library.now_ms) for row in rows}


def _item(cited: Cited) -> RefItem:
    kind = str(cited.track) if cited.text else "keyframe"
    return RefItem(kind, cited.start_seconds, cited.end_seconds, cited.text or None)


def _segment(cited: Cited) -> Segment:
    end = cited.start_seconds if cited.end_seconds is None else cited.end_seconds
    return Segment(0, cited.start_seconds, end, cited.text)


def _gathered(refs: Sequence[Ref]) -> tuple[Ref, ...]:
    """One ref for each video, with all of its moments."""
    by_number: dict[str, Ref] = {}
    for ref in refs:
        before = by_number.get(ref.video.number)
        items = (*before.items, *ref.items) if before else ref.items
        by_number[ref.video.number] = Ref(ref.video, items)
    return tuple(by_number.values())
