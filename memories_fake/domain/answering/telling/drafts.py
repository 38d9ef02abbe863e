"""What a composer hands on: a text and the moments it rests on; and how moments are worded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from memories_fake.domain.answering.footage import Moment, by_time
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
from memories_fake.domain.replies import Ref, RefItem

_LONGEST_NAME = 60
_CITED = 4


@dataclass(frozen=True, slots=True)
class Draft:
    """A part of an answer, in markdown, with the moments it rests on, the strongest first."""

    text: str
    moments: tuple[Moment, ...] = ()


def refs_to(moments: Iterable[Moment]) -> tuple[Ref, ...]:
    """One reference for each video, with a keyframe and up to four of its moments."""
    by_video: dict[str, list[Moment]] = {}
    for moment in dict.fromkeys(moments):
        by_video.setdefault(moment.video.number, []).append(moment)
    return tuple(Ref(used[0].video, _items(used)) for used in by_video.values())


def _items(used: Sequence[Moment]) -> tuple[RefItem, ...]:
    shown = by_time(used[:_CITED])
    pictured = next((moment for moment in shown if moment.track is Track.VISUAL), shown[0])
    stretches = (RefItem(str(m.track), m.start, m.end, m.text) for m in shown)
    return RefItem("keyframe", pictured.start), *stretches


def named(video: Video) -> str:
    """A video's name in bold, on one line."""
    return f"**{_on_one_line(video.name) or video.number}**"


def plain_name(video: Video) -> str:
    """A video's name without hashtags, on one line; its number where nothing is left."""
    return _on_one_line(re.sub(r"#\w+", "", video.name)) or video.number


def _on_one_line(name: str) -> str:
    return cut(name.replace("*", ""), limit=_LONGEST_NAME)


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
    return f"- {span(moment.start, moment.end)} — {told(moment, limit=limit)}"


def in_words(asked: Sequence[str], *, joiner: str) -> str:
    """The words that were asked for as a list; scripts without spaces cannot be listed so."""
    if not asked or any(len(word) == 1 and not word.isascii() for word in asked):
        return "what is asked for"
    return listed(asked, joiner=joiner)
