"""The items of a JSON answer: highlights, chapters or spoken lines, with scores and times."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence

from memories_fake.domain.answering.asking.inquiry import Inquiry
from memories_fake.domain.answering.asking.intents import Intent
from memories_fake.domain.answering.asking.wishes import Shape
from memories_fake.domain.answering.footage import Footage
from memories_fake.domain.answering.telling.parts import (
    Part,
    chapters_of,
    highlights_of,
    spoken_lines,
)
from memories_fake.domain.answering.wording import clock

_SPOKEN = frozenset(["quotes", "dialogue", "transcript", "transcripts", "transcription", "lines"])
_CHAPTERS = frozenset(["chapters", "timeline"])
LEAST, _MOST = 0.3, 0.99
_WORDS = """
    time times timestamp timestamps start begin end from until second seconds timecode offset minute
    starttime endtime startsec endsec t
"""
_TIMES = frozenset(_WORDS.split())
_ENDS = frozenset(["end", "until", "endtime", "endsec"])
_STAMPS = frozenset(["timestamp", "timestamps", "timecode"])
_CLOCK = re.compile(r"(?i)(?:\b(?:hh|h|\d+):)?\b(?:mm?|\d+):(?:ss|\d\d)")
_RANGE = re.compile(r"(?i)(?:ss|\d\d)(\s*(?:-|–|—|to)\s*)(?:hh|mm|\d)")
_LONG = re.compile(r"(?i)(?:hh?|\d+):(?:mm|\d\d):(?:ss|\d\d)")
_SECONDS = re.compile(r"[\d.]+\s*(s?)")


def items_for(inquiry: Inquiry, footages: Sequence[Footage], lists: Collection[str]) -> list[Part]:
    """The items that an answer with lists of these names is about, in the order of the films."""
    is_spoken = inquiry.intent is Intent.TRANSCRIPT or not _SPOKEN.isdisjoint(lists)
    if is_spoken and (lines := [line for film in footages for line in spoken_lines(film)]):
        return lines
    if inquiry.intent is Intent.CHAPTERS or not _CHAPTERS.isdisjoint(lists):
        return [part for film in footages for part in chapters_of(film, count=inquiry.wanted)]
    count = inquiry.at_most(brief=3, usual=5, full=20)
    each = math.ceil(count / max(1, len(footages)))
    found = [part for film in footages for part in highlights_of(inquiry, film, each)]
    return found[: inquiry.wanted]


def closeness(item: Part, inquiry: Inquiry) -> tuple[int, float]:
    """How well an item fits: by the words of the topic that it holds, then by its weight."""
    return len(inquiry.topic & item.moment.stems), item.footage.weight(item.moment)


def score_of(item: Part, inquiry: Inquiry) -> float:
    """From 0.3 to 0.99: half for standing out in its film, half for its share of the topic."""
    footage, moment = item.footage, item.moment
    heaviest = max(footage.weight(other) for other in footage.moments) or 1.0
    standing = footage.weight(moment) / heaviest
    topic = inquiry.topic
    share = len(topic & moment.stems) / len(topic) if topic else standing
    return round(min(_MOST, LEAST + 0.35 * standing + 0.34 * share), 2)


def is_time(words: Collection[str], sample: Shape) -> bool:
    """Whether a key of these words means a time in the film."""
    if isinstance(sample, str) and _CLOCK.fullmatch(sample.strip()):
        return True
    names_another = isinstance(sample, bool) or not {"duration", "length"}.isdisjoint(words)
    return not names_another and not _TIMES.isdisjoint(words)


def time_of(words: Collection[str], sample: Shape, item: Part, prompt: str) -> int | float | str:
    """The start, or the end for a key that means it, in the form of the sample."""
    seconds = item.start_seconds if _ENDS.isdisjoint(words) else item.end_seconds
    if isinstance(sample, float):
        return float(seconds)
    if not isinstance(sample, str):
        wants_clock = sample is None and (not _STAMPS.isdisjoint(words) or _CLOCK.search(prompt))
        return _clock(seconds, prompt) if wants_clock else seconds
    if joined := _RANGE.search(sample):
        ends_in = (item.start_seconds, item.end_seconds)
        return joined[1].join(_clock(each, sample) for each in ends_in)
    if plain := _SECONDS.fullmatch(sample):
        return f"{seconds}{plain[1]}"
    return seconds if "second" in sample.lower() else _clock(seconds, sample)


def _clock(seconds: int, sample: str) -> str:
    short = clock(seconds)
    return f"00:{short}" if _LONG.search(sample) and short.count(":") == 1 else short
