"""A rough sense of which words name things, from their endings and from what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from memories_fake.domain.words import content_words

_NOUN_WORDS = """
    morning evening building ceiling painting wedding clothing railing family fly lily belly jelly
    assembly
"""
_QUALITY_WORDS = """
    red blue green white black yellow brown golden wooden metal metallic small large big little old
    young new bright dark long short wide high low silver grey gray orange pink purple several empty
    full open fresh hot cold warm soft hard modern elderly whole own plain good better best
    beautiful happy sad few great tall wild heavy bare narrow steep shallow thin thick flat round
    fast slow quiet loud far near busy crowded deep rough smooth sharp final first last next
"""
_POINTING_WORDS = "a an the his her their its my your our this that each every another"
_JOINING_WORDS = """
    of in on at with from by into over under near through across behind along against beside onto
    around toward towards between inside two three four five six seven eight nine ten several some
    these those many
"""
_NOUNS = frozenset(_NOUN_WORDS.split())
_QUALITIES = frozenset(_QUALITY_WORDS.split())
_POINTING = frozenset(_POINTING_WORDS.split())
_JOINING = frozenset(_JOINING_WORDS.split())
_CLAUSES = re.compile(r"[,;:!?()\[\]{}“”\"…—–|/*#<>=]+|\.(?=\s|$)")


def looks_verbal(word: str) -> bool:
    """Whether a word ends like a verb or an adverb: 'running', 'jumped', 'slowly'."""
    plain = word.lower()
    ending = next((end for end in ("ing", "ed", "ly") if plain.endswith(end)), None)
    if ending is None or plain in _NOUNS:
        return False
    # The stemmer takes the ending off a verb; where it stays, it belongs to a noun.
    return not "".join(stems_of(plain)).endswith(ending)


def looks_plural(word: str) -> bool:
    """Whether a word ends in an s of its own: a plural, or a verb such as 'walks'."""
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def is_quality(word: str) -> bool:
    """Whether a word tells how a thing is, and not what it is: 'red', 'small', 'wooden'."""
    return word.lower() in _QUALITIES


def things_in(text: str) -> Iterator[str]:
    """The stems of words that stand where a noun stands: last after an article or preposition."""
    for clause in _CLAUSES.split(text):
        tokens = clause.split()
        for place, token in enumerate(tokens):
            if token.lower() in _POINTING | _JOINING:
                points = token.lower() in _POINTING
                yield from _noun_after(tokens[place + 1 :], may_be_plural=not points)


@lru_cache(maxsize=20_000)
def stems_of(token: str) -> tuple[str, ...]:
    """The stems of one token; none for a small word."""
    return tuple(content_words(token))


def _noun_after(tokens: Sequence[str], *, may_be_plural: bool) -> tuple[str, ...]:
    """The stems of the last word of the phrase that these tokens begin with."""
    last: str | None = None
    for token in tokens:
        if not stems_of(token) or looks_verbal(token):
            break
        if looks_plural(token) and last and not may_be_plural and not is_quality(last):
            break
        last = token
        if looks_plural(token):
            break
    return stems_of(last) if last and not is_quality(last) else ()
