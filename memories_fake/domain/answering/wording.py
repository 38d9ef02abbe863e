"""Small pieces of written English: times, quotes, lists, the gist of a text, and its pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from memories_fake.domain.words import STOPWORDS

_MINUTE = 60
_HOUR = 3600
_SENTENCE_END = re.compile(
    r"(?<!\bMr\.)(?<!\bDr\.)(?<!\bMrs\.)(?<!\b[A-Z]\.)(?<=[.!?…])[\"”’)]*\s+|(?<=[。！？])"
)
_PICTURE = r"(?:screen|scene|video|image|frame|shot|view|camera|picture|footage|film|close-up)"
_PRESENTS = (
    r"(?:shows?|displays?|focus(?:es)? on|follows|pans (?:\w+ )?(?:to|over)|holds|stays on|cuts to"
    r"|drifts (?:\w+ )?(?:past|over|to)|moves (?:\w+ )?(?:on|to)|shifts to|opens (?:on|with)"
    r"|reveals|depicts|features|returns to|lingers on|zooms in on|tracks|captures)"
)
_ROUNDABOUT = re.compile(
    rf"(?i)^(?:[a-z ]{{2,25}}, )?(?:the|this|an?) (?:[a-z-]+ ){{0,2}}?{_PICTURE}"
    rf"(?: shot| view)?(?: now| then)?(?: continues to)? {_PRESENTS} "
)
_ENOUGH = 20
_MOST = 60
_WORD = re.compile(rf"\S{{1,{_MOST - 2}}}\s{{0,2}}|\s{{1,{_MOST}}}")
_NUMBERS = frozenset(["one", "two", "three", "four", "five", "six", "several", "another"])


def clock(seconds: int) -> str:
    """Seconds as MM:SS, or HH:MM:SS from an hour on."""
    hours, rest = divmod(seconds, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    return f"{hours:02}:{minutes:02}:{left:02}" if hours else f"{minutes:02}:{left:02}"


def span(start_seconds: int, end_seconds: int) -> str:
    """A stretch of time as two clock times joined by a dash."""
    return f"{clock(start_seconds)}–{clock(end_seconds)}"


def lasting(seconds: int) -> str:
    """A length of time in words, such as '1 minute 5 seconds'."""
    hours, rest = divmod(seconds, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    parts = [(hours, "hour"), (minutes, "minute"), (left, "second")]
    return " ".join(plural(count, unit) for count, unit in parts if count) or "no time at all"


def plural(count: int, noun: str) -> str:
    """A count with its noun in the right number."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def listed(words: Sequence[str], *, joiner: str = "and") -> str:
    """Words as a list in a sentence: 'a, b and c'."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joiner} {words[-1]}"


def tidy(text: str) -> str:
    """The text on one line, with single spaces."""
    return " ".join(text.split())


def cut(text: str, *, limit: int) -> str:
    """The text on one line and no longer than the limit, cut between words where it can be."""
    line = tidy(text)
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    whole = head.rsplit(" ", 1)[0] if " " in head else head
    return whole.rstrip(" ,;:–-") + "…"


def gist(text: str, *, limit: int = 180) -> str:
    """The first sentences of a text that fit the limit, ended with a mark; '' for an empty text."""
    line = tidy(text)
    told = ""
    for sentence in sentences(line):
        if told and len(told) + len(sentence) >= limit:
            break
        told = f"{told} {sentence}".strip()
    return ended(cut(told, limit=limit))


def sentences(text: str) -> list[str]:
    """The sentences of a text, each on one line, with their closing marks."""
    line = tidy(text)
    ends = [0, *(end.end() for end in _SENTENCE_END.finditer(line)), len(line)]
    found = (line[begin:end].strip() for begin, end in pairwise(ends))
    return [sentence for sentence in found if sentence]


def direct(sentence: str) -> str:
    """The sentence without an opening such as 'The camera pans to', which tells nothing."""
    said = _ROUNDABOUT.sub("", sentence)
    return said[:1].upper() + said[1:] if said else sentence


def ended(sentence: str) -> str:
    """The sentence with a full stop, unless it has a closing mark of its own."""
    closed = sentence.rstrip("\"”’')*_ ")
    if not sentence or closed.endswith((".", "!", "?", "…", "。", "！", "？")):
        return sentence
    return sentence.rstrip(",;:") + "."


def led_in(lead: str, sentence: str) -> str:
    """The sentence after a lead such as 'Later': with a comma where it can be lower-cased.

    A first word that may be a name keeps its capital, and a colon goes before it.
    """
    low = lower_first(sentence)
    return ended(f"{lead}, {low}" if low[:1].islower() else f"{lead}: {sentence}")


def lower_first(sentence: str) -> str:
    """The sentence with a small first letter, unless its first word may be a name."""
    first = re.split(r"[\s,’']", sentence, maxsplit=1)[0].lower()
    is_small = first != "i" and (first in STOPWORDS or first in _NUMBERS)
    return sentence[:1].lower() + sentence[1:] if is_small else sentence


def quoted(text: str, *, limit: int = 180) -> str:
    """The text in curly quotes, cut to the limit."""
    inner = cut(text, limit=limit).strip('"“”')
    return f"“{inner}”"


def pieces(content: str) -> Iterator[str]:
    """The content in chunks of some 20 to 60 characters, cut between words; joined, they are it."""
    piece = ""
    for word in _WORD.findall(content):
        if piece and (len(piece) >= _ENOUGH * 2 or len(piece) + len(word) > _MOST):
            yield piece
            piece = ""
        piece += word
        if len(piece) >= _ENOUGH and word.endswith("\n"):
            yield piece
            piece = ""
    if piece:
        yield piece
