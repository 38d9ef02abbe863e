"""Times in a JSON answer: seconds or clock times, as the sample in the prompt writes them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Protocol

from memories_fake.domain.answering.asking import Shape
from memories_fake.domain.answering.wording import clock

_TIMES = """
    time times timestamp timestamps start begin end from until second seconds timecode offset minute
    starttime endtime startsec endsec
"""
_NAMES = frozenset(_TIMES.split())
_ENDS = frozenset(["end", "until", "endtime", "endsec", "stop", "finish"])
_CLOCK = re.compile(r"(?i)(?:\b(?:hh|h|\d+):)?\b(?:mm?|\d+):(?:ss|\d\d)")
_RANGE = re.compile(r"(?i)(?:ss|\d\d)(\s*(?:-|–|—|to)\s*)(?:hh|mm|\d)")
_LONG = re.compile(r"(?i)(?:hh?|\d+):(?:mm|\d\d):(?:ss|\d\d)")
_STAMPS = frozenset(["timestamp", "timestamps", "timecode"])


class Stretch(Protocol):
    """Anything with a first and a last second."""

    @property
    def start_seconds(self) -> int: ...
    @property
    def end_seconds(self) -> int: ...


def is_time_name(words: Collection[str], sample: Shape) -> bool:
    """Whether a key means a time in the film."""
    if isinstance(sample, str) and _CLOCK.fullmatch(sample.strip()):
        return True
    return bool(_NAMES & set(words)) and not {"duration", "length"} & set(words)


def time_value(
    words: Collection[str], sample: Shape, stretch: Stretch, prompt: str
) -> int | float | str:
    """The start, or the end for a key that means it, in the form of the sample."""
    ends = bool(_ENDS & set(words))
    seconds = stretch.end_seconds if ends else stretch.start_seconds
    if isinstance(sample, float):
        return float(seconds)
    if isinstance(sample, int):
        return seconds
    if isinstance(sample, str) and (joined := _RANGE.search(sample)):
        ends_in = (stretch.start_seconds, stretch.end_seconds)
        return joined[1].join(_clock(each, sample) for each in ends_in)
    if isinstance(sample, str) and _CLOCK.search(sample):
        return _clock(seconds, sample)
    if isinstance(sample, str) and re.fullmatch(r"[\d.]+\s*s?", sample):
        return f"{seconds}s" if sample.endswith("s") else str(seconds)
    wants_clock = _STAMPS & set(words) or _CLOCK.search(prompt)
    return _clock(seconds, prompt) if wants_clock else seconds


def duration_value(seconds: int, sample: Shape) -> int | float | str:
    """A length of time in seconds, in the type of the sample."""
    if isinstance(sample, float):
        return float(seconds)
    return f"{seconds}s" if isinstance(sample, str) and sample else seconds


def _clock(seconds: int, sample: str) -> str:
    short = clock(seconds)
    return f"00:{short}" if _LONG.search(sample) and short.count(":") == 1 else short
