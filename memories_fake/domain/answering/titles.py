"""Names for what a text tells of: its noun phrases, and the most telling of them as a title.

Nobody parses here: endings and the small words around a word tell a noun well enough.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from memories_fake.domain.answering.wording import cut, direct, sentences
from memories_fake.domain.words import content_words

_LONGEST_WORDS = 4
_FALLBACK_CHARACTERS = 28
_SUBJECT_BONUS = 1.25
_LONE_WORD = 0.7
_LATER = 0.3
_BREAKS = re.compile(r"[,;:!?()\[\]{}“”\"…—–|/*#<>=]+|\.(?=\s|$)|(?<!\w)'|'(?!\w)")
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
_ARTICLE_WORDS = "a an the his her their its my your our"
_JOINING_WORDS = """
    of in on at to with for from by into over under near through across behind along against
    beside onto around toward towards between inside
"""
_COUNTING_WORDS = "two three four five six seven eight nine ten several some these those many"
# What captions are full of, and what tells nothing about what is seen.
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
_NOUNS = frozenset(_NOUN_WORDS.split())
_QUALITIES = frozenset(_QUALITY_WORDS.split())
_ARTICLES = frozenset(_ARTICLE_WORDS.split())
_POINTING = _ARTICLES | {"this", "that", "each", "every", "another"}
_JOINING = frozenset(_JOINING_WORDS.split())
_COUNTING = frozenset(_COUNTING_WORDS.split())
# What a noun phrase stands after, and what may stand between two of them in a title.
_LEADS = _POINTING | _JOINING | _COUNTING
_LINKS = _ARTICLES | _JOINING | {"and"}


def title_of(text: str, weights: Mapping[str, float], *, taken: Collection[str] = ()) -> str:
    """A title of up to four telling words of the text, other than the taken ones; never empty."""
    ranked = sorted(_titles(text, weights), key=lambda pair: -pair[0])
    titles = [title for _, title in ranked] or [_beginning_of(text)]
    parts = (f"{titles[0]} (part {number})" for number in range(2, len(taken) + 3))
    return next(title for title in (*titles, *parts) if title not in taken)


@lru_cache(maxsize=20_000)
def things_in(text: str) -> tuple[str, ...]:
    """The stems of words that stand where a noun stands: last after an article or preposition."""
    return tuple(
        stem
        for tokens in _clauses(text)
        for start, end in _noun_phrases(tokens)
        if start and tokens[start - 1].lower() in _LEADS
        for stem in _stems_of(tokens[end - 1])
    )


@lru_cache(maxsize=20_000)
def may_name(word: str) -> bool:
    """Whether a word may name a thing: not a verb, a number or a quality such as 'red'."""
    return not (_looks_verbal(word) or word.isdigit() or word.lower() in _QUALITIES)


@cache
def filler() -> frozenset[str]:
    """Stems that captions are full of and that tell nothing about what is seen."""
    return frozenset(content_words(_FILLER))


@lru_cache(maxsize=20_000)
def _stems_of(token: str) -> tuple[str, ...]:
    """The stems of one token; none for a small word."""
    return tuple(content_words(token))


def _titles(text: str, weights: Mapping[str, float]) -> Iterator[tuple[float, str]]:
    """Every phrase of the text that can be a title, with its worth, in the order of the text."""
    for place, sentence in enumerate(sentences(text)):
        for tokens in _clauses(direct(sentence)):
            subject = next((i for i, token in enumerate(tokens) if _stems_of(token)), 0)
            for start, end in _joined(tokens):
                bonus = _SUBJECT_BONUS if start <= subject else 1.0
                worth = _worth(tokens[start:end], weights) * bonus / (1 + _LATER * place)
                yield worth, _cased(tokens[start:end])


def _clauses(text: str) -> Iterator[list[str]]:
    return (part.split() for part in _BREAKS.split(text))


def _joined(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Noun phrases, alone and joined with those after them, that tell something at both ends."""
    phrases = _noun_phrases(tokens)
    for place, (start, _) in enumerate(phrases):
        until = start
        for further, (begin, end) in enumerate(phrases[place:]):
            # Only of the first phrase is it sure that it does what a word such as 'riding' says.
            gap = [token for token in tokens[until:begin] if not _is_number(token)]
            acts = place == 0 and further == 1 and all(token.endswith("ing") for token in gap)
            if not (acts or _LINKS.issuperset(token.lower() for token in gap)):
                break
            until = end
            words = [token for token in tokens[start:end] if _stems_of(token)]
            if len(words) > _LONGEST_WORDS:
                break
            if _tells(words[0]) and _tells(words[-1]):
                yield start, end


def _noun_phrases(tokens: Sequence[str]) -> list[tuple[int, int]]:
    """From where to where the noun phrases of a clause reach, without their articles."""
    starts = [place for place in range(len(tokens)) if not place or _may_begin(tokens, place)]
    return [(start, end) for start in starts if (end := _phrase_end(tokens, start)) > start]


def _may_begin(tokens: Sequence[str], place: int) -> bool:
    """Whether a phrase may begin here: after a small word, a number or what may be a verb."""
    before = tokens[place - 1]
    acts = _may_act(before) and not _may_act(tokens[place])
    return acts or not _stems_of(before) or before.lower() in _COUNTING


def _phrase_end(tokens: Sequence[str], start: int) -> int:
    """Where the noun phrase ends that begins here; here itself where none does."""
    pointed = start > 0 and tokens[start - 1].lower() in _POINTING
    end = start
    while end < len(tokens) and _goes_on(tokens, start, end, is_singular=pointed):
        end += 1
        if _looks_plural(tokens[end - 1]):
            break
    if end < len(tokens) and _is_number(tokens[end]):
        end -= 1  # what stands before a number is most often a verb: 'load three crates'
    while end > start and not may_name(tokens[end - 1]):
        end -= 1
    return end


def _goes_on(tokens: Sequence[str], start: int, place: int, *, is_singular: bool) -> bool:
    """Whether a noun phrase with this start takes the word at this place in as well."""
    token, opens = tokens[place], place == start
    if len(_stems_of(token)) != 1 or (_is_number(token) and place):
        return False
    if _looks_verbal(token):
        return is_singular and opens
    # After 'the boat' an s marks a verb, after 'the wooden' a plural.
    return opens or not (is_singular and _looks_plural(token) and may_name(tokens[place - 1]))


def _looks_verbal(word: str) -> bool:
    """Whether a word ends like a verb or an adverb: 'running', 'jumped', 'slowly'."""
    plain = word.lower()
    ending = next((end for end in ("ing", "ed", "ly") if plain.endswith(end)), None)
    if ending is None or plain in _NOUNS:
        return False
    # The stemmer takes the ending off a verb; where it stays, it belongs to a noun.
    return not "".join(_stems_of(plain)).endswith(ending)


def _looks_plural(word: str) -> bool:
    """Whether a word ends in an s of its own: a plural, or a verb such as 'walks'."""
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _may_act(word: str) -> bool:
    """Whether a word may be a verb; plural nouns look the same."""
    return _looks_verbal(word) or _looks_plural(word)


def _is_number(token: str) -> bool:
    return token.isdigit() or token.lower() in _COUNTING


def _tells(token: str) -> bool:
    return not filler().issuperset(_stems_of(token))


def _worth(phrase: Sequence[str], weights: Mapping[str, float]) -> float:
    stems = dict.fromkeys(stem for token in phrase for stem in _stems_of(token))
    # Each further word adds less: two or three telling words read best.
    told = sum(weights.get(stem, 1.0) for stem in stems) / (1 + 0.3 * len(phrase))
    return told if len(stems) > 1 else told * _LONE_WORD


def _cased(phrase: Sequence[str]) -> str:
    words = [word.strip(".'’`_") for word in phrase]
    return " ".join(
        word.lower() if word.lower() in _LINKS and index else word[:1].upper() + word[1:]
        for index, word in enumerate(words)
    )


def _beginning_of(text: str) -> str:
    """What the text begins with, where no phrase of it can be a title."""
    return cut(text, limit=_FALLBACK_CHARACTERS).strip(" .,;:*#") or "Untitled Moment"
