"""Titles made from a text's own words: the most telling phrase in it, in Title Case."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from memories_fake.domain.answering.parts_of_speech import (
    looks_plural,
    looks_verbal,
    stems_of,
)
from memories_fake.domain.answering.wording import cut, direct, sentences, tidy
from memories_fake.domain.words import content_words, terms

_LONGEST_TOKENS = 6
_LONGEST_WORDS = 4
_FALLBACK_CHARACTERS = 28
_SUBJECT_BONUS = 1.25
_LONE_WORD = 0.7
_LATER = 0.3
_BREAKS = re.compile(r"[,;:!?()\[\]{}“”\"…—–|/*#<>=]+|\.(?=\s|$)|(?<!\w)'|'(?!\w)")
_ARTICLES = frozenset(["a", "an"])
# Words that may stand inside a title, though they tell nothing themselves.
_LINKING = """
    of in on the a an and at to with for from by into over under near through his her their across
    behind along against beside onto around toward towards inside its between
"""
_LINKS = frozenset(_LINKING.split())
_NUMERALS = frozenset(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
_FILLER = """
    screen scene shot show shown display appear background video camera closeup close focus see
    seen view visible continue shift frame image footage clip film feature depict reveal begin
    start end look appearing suggest indicate seem side left right front one two three several
    various different thing way part bit okay yeah well oh like know going get got let really say
    said state speak speaking speaker narrator voice voiceover overlay next last moment still make
    made go come back time person someone up caption label handwritten word text read attention
    return bottom medium steady slow motion lens flare picture pan drift subject remain framing
    hand held spell sign plain cut follow hold stay keep take put full
"""


def title_of(text: str, weights: Mapping[str, float], *, taken: Collection[str] = ()) -> str:
    """A title of up to four telling words of the text, other than the taken ones; never empty."""
    ranked = sorted(_phrases(text, weights), key=lambda pair: -pair[0])
    titles = [title for _, title in ranked] or [_plain_title(text)]
    used = {title.casefold() for title in taken}
    free = (title for title in titles if title.casefold() not in used)
    return next(free, None) or _numbered(titles[0], used)


@cache
def filler() -> frozenset[str]:
    """Stems that captions are full of and that tell nothing about what is seen."""
    return frozenset(content_words(_FILLER))


def _phrases(text: str, weights: Mapping[str, float]) -> list[tuple[float, str]]:
    """Every phrase of the text that can be a title, with its worth, in the order of the text."""
    found: list[tuple[float, str]] = []
    for place, sentence in enumerate(sentences(text)):
        for part in _BREAKS.split(direct(sentence)):
            tokens = part.split()
            for start, end in _windows(tokens):
                bonus = _SUBJECT_BONUS if _opens_clause(tokens, start) else 1.0
                worth = _worth(tokens[start:end], weights) * bonus / (1 + _LATER * place)
                found.append((worth, _cased(tokens[start:end])))
    return found


def _opens_clause(tokens: Sequence[str], start: int) -> bool:
    return not any(stems_of(token) for token in tokens[:start])


def _windows(tokens: Sequence[str]) -> list[tuple[int, int]]:
    """The places in a clause from where a phrase may begin to where it may end."""
    return [
        (start, end)
        for start in range(len(tokens))
        for end in range(start + 1, min(start + _LONGEST_TOKENS, len(tokens)) + 1)
        if _may_begin(tokens, start)
        and _may_end(tokens, end)
        and _holds_together(tokens, start, end)
    ]


def _may_begin(tokens: Sequence[str], start: int) -> bool:
    """A phrase begins with a telling word, and not in the middle of a run of them."""
    before = tokens[start - 1] if start else ""
    if not _tells(tokens[start]) or looks_verbal(tokens[start]):
        return False
    return not stems_of(before) or (_may_act(before) and not _may_act(tokens[start]))


def _may_end(tokens: Sequence[str], end: int) -> bool:
    """A phrase ends with a telling word, before a small word, a verb or the end of the clause."""
    last, after = tokens[end - 1], tokens[end] if end < len(tokens) else ""
    if not _tells(last) or (looks_verbal(last) and not last.endswith("ed")):
        return False
    if after.lower() in _NUMERALS or after.isdigit():
        # What stands before a number is most often a verb: 'load three crates'.
        return False
    return not _tells(after) or _may_act(after)


def _holds_together(tokens: Sequence[str], start: int, end: int) -> bool:
    """Only links join the words, there are not too many, and nothing singular runs into a verb."""
    phrase = tokens[start:end]
    words = [token for token in phrase if stems_of(token)]
    loose = any(token.lower() not in _LINKS for token in phrase if not stems_of(token))
    if not _opens_clause(tokens, start) and any(looks_verbal(word) for word in words[1:]):
        return False
    if loose or len(words) > _LONGEST_WORDS or any(len(stems_of(w)) > 1 for w in words):
        return False
    singular = False
    for token in tokens[max(0, start - 1) : end]:
        linked = token.lower() in _LINKS
        singular = token.lower() in _ARTICLES or (singular and not linked)
        if singular and not linked and looks_plural(token):
            return False
    return True


def _may_act(token: str) -> bool:
    """Whether a word may be a verb: 'walks', 'jumped', 'running'; plural nouns look the same."""
    return looks_verbal(token) or looks_plural(token)


def _tells(token: str) -> bool:
    words = stems_of(token)
    return bool(words) and not set(words) & filler()


def _worth(phrase: Sequence[str], weights: Mapping[str, float]) -> float:
    stems = dict.fromkeys(stem for token in phrase for stem in stems_of(token))
    # Each further word adds less: two or three telling words read best.
    told = sum(weights.get(stem, 1.0) for stem in stems) / (1 + 0.3 * len(phrase))
    return told if len(stems) > 1 else told * _LONE_WORD


def _cased(phrase: Sequence[str]) -> str:
    words = [word.strip(".'’`_") for word in phrase]
    return " ".join(
        word.lower() if word.lower() in _LINKS and index else word[:1].upper() + word[1:]
        for index, word in enumerate(words)
    )


def _plain_title(text: str) -> str:
    """The first telling words of the text, where no phrase of it can be a title."""
    words = terms(text)[:_LONGEST_WORDS]
    if any(len(word) == 1 and not word.isascii() for word in words):
        return cut(tidy(text), limit=_FALLBACK_CHARACTERS).strip(" .,;:*#") or "Untitled Moment"
    return _cased(words) or "Untitled Moment"


def _numbered(title: str, used: Collection[str]) -> str:
    part = 2
    while f"{title} (part {part})".casefold() in used:
        part += 1
    return f"{title} (part {part})"
