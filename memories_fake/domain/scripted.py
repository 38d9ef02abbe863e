"""What scripts have the service say: answers to prompts, results of searches, content of films."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from memories_fake.domain.outcomes import names_one
from memories_fake.domain.records import Segment, Story, Track, Video
from memories_fake.domain.replies import Answer, Hit, Ref, RefItem, Thinking
from memories_fake.runtime.rules import RulesMark

if TYPE_CHECKING:
    from memories_fake.domain.library import Library
    from memories_fake.domain.scripts import Scripts
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

    def __post_init__(self) -> None:
        """Raises ValueError for a moment that ends before it begins."""
        object.__setattr__(self, "track", Track(self.track))
        end_seconds = self.start_seconds if self.end_seconds is None else self.end_seconds
        if not 0 <= self.start_seconds <= end_seconds:
            raise ValueError(f"no moment goes from {self.start_seconds} to {end_seconds}")


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

    def __post_init__(self) -> None:
        """Raises ValueError for a passage that ends before it begins, or tells nothing."""
        for passage in (*(self.shows or ()), *(self.says or ())):
            if not 0 <= passage.start_seconds <= passage.end_seconds:
                told = f"{passage.start_seconds} to {passage.end_seconds}"
                raise ValueError(f"no passage goes from {told}")
            if not passage.text.strip():
                raise ValueError(f"the passage from {passage.start_seconds} on tells nothing")

    def fits(self, names: Sequence[str]) -> bool:
        return names_one(self.name, names)


@dataclass(frozen=True, slots=True)
class ScriptsMark:
    """All scripts that are laid down at some point."""

    chats: RulesMark[ChatScript]
    searches: RulesMark[SearchScript]
    films: RulesMark[FilmScript]


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
    script = scripts.films.take(lambda each: each.fits((new.name, new.file)))
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
    from memories_fake.domain.public import own_or_public

    return own_or_public(library, numbers)


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
