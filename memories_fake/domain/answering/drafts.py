"""What a composer hands on: a text and the moments that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from memories_fake.domain.answering.asking import Inquiry
from memories_fake.domain.answering.footage import Footage, Moment
from memories_fake.domain.answering.wording import (
    cut,
    direct,
    ended,
    gist,
    listed,
    lower_first,
    quoted,
    span,
)
from memories_fake.domain.records import Track, Video
from memories_fake.runtime.chance import Chance

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Draft:
    """A part of an answer, in markdown, with the moments it rests on, the strongest first."""

    text: str
    moments: tuple[Moment, ...] = ()


FilmComposer: TypeAlias = Callable[[Inquiry, Footage, Chance], Draft]
Composer: TypeAlias = Callable[[Inquiry, Sequence[Footage], Chance], Draft]


def named(video: Video) -> str:
    """A video's name in bold, on one line."""
    plain = cut(video.name.replace("*", ""), limit=_LONGEST_NAME)
    return f"**{plain or video.number}**"


def told(moment: Moment, *, limit: int = 180) -> str:
    """A moment in one line: what is seen, or the words that are said, in quotes."""
    if not moment.text:
        return "(nothing is described here)"
    if moment.track is Track.AUDIO:
        return ended(quoted(moment.text, limit=limit))
    return gist(direct(moment.text), limit=limit)


def scene(moment: Moment, *, limit: int = 180) -> str:
    """A moment as a sentence that can follow a lead: 'one sees …', 'one hears …'."""
    if moment.track is Track.AUDIO:
        return f"one hears {told(moment, limit=limit)}"
    plain = told(moment, limit=limit)
    # What a camera was said to show has lost its verb, and gets another.
    return f"one sees {lower_first(plain)}" if direct(moment.text) != moment.text else plain


def bullet(moment: Moment, *, limit: int = 180) -> str:
    """A moment as a list item: its times, and what is seen or said."""
    sense = "one hears " if moment.track is Track.AUDIO else ""
    return f"- {span(moment.start, moment.end)} — {sense}{told(moment, limit=limit)}"


def in_words(asked: Sequence[str], *, joiner: str) -> str:
    """The words that were asked for as a list; scripts without spaces cannot be listed so."""
    if not asked or any(len(word) == 1 and not word.isascii() for word in asked):
        return "what is asked for"
    return listed(asked, joiner=joiner)


def distinct(moments: Iterable[Moment]) -> list[Moment]:
    """The moments, each wording only once, at its first place."""
    return list({moment.text.casefold(): moment for moment in reversed(list(moments))}.values())[
        ::-1
    ]


def by_time(moments: Iterable[Moment]) -> list[Moment]:
    """The moments from the earliest to the latest."""
    return sorted(moments, key=lambda moment: (moment.start, moment.track is Track.AUDIO))


def spread(footage: Footage, moments: Sequence[Moment], count: int) -> list[Moment]:
    """The weightiest moment of each of `count` equal stretches, in order of time."""
    parts = stretches(distinct(by_time(moments)), count)
    return [max(part, key=footage.weight) for part in parts]


def stretches(moments: Sequence[Moment], count: int) -> list[Sequence[Moment]]:
    """The moments in up to `count` parts of about equal size, none of them empty."""
    count = min(count, len(moments))
    edges = [len(moments) * part // count for part in range(count + 1)] if count else []
    return [moments[start:end] for start, end in pairwise(edges)]


def chosen(inquiry: Inquiry, footage: Footage, count: int) -> list[Moment]:
    """The moments to show: those on the topic when there are any, else some of the whole film."""
    on_topic = footage.matching(inquiry.topic, shared=0.4) if inquiry.topic else ()
    if on_topic:
        return by_time(distinct(on_topic)[:count])
    return spread(footage, footage.story, count)
