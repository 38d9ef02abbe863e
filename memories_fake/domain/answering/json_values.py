"""The plain values of a JSON answer: by the words of a key, in the type of its sample."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from memories_fake.domain.answering.asking import Shape
from memories_fake.domain.answering.footage import Footage
from memories_fake.domain.answering.json_fields import Scope, Value, field_for, text_of
from memories_fake.domain.answering.json_times import duration_value, is_time_name, time_value
from memories_fake.domain.answering.naming import hashtags_of
from memories_fake.domain.words import content_words, stem

_TAGS = 6
_TEN = 10
_OPTIONS = re.compile(r"\s*(?:\||/|\bor\b)\s*")
_LONGEST_OPTION = 24
_LENGTHS = frozenset(["duration", "length", "runtime"])
_COUNTS = frozenset(["count", "total", "occurrences", "amount", "number", "num", "how", "many"])
_FOUND_WORDS = """
    is has have contains contain does found present detected match matches relevant exists visible
    result answer any in video appears occurs shown
"""
_FOUND = frozenset(_FOUND_WORDS.split())
_WEIGHTY = frozenset(["important", "key", "significant", "highlight", "notable", "main"])


def words_of(name: str) -> list[str]:
    """The lower-case words of a key: 'startTime' and 'start_time' alike."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return [word for word in re.split(r"[\W_]+", apart.lower()) if word]


def plain_value(name: str, sample: Shape, scope: Scope) -> Value:
    """One plain value for a key, of the type of its sample."""
    words = words_of(name)
    asks_if = sample is None and words[:1] in (["is"], ["has"], ["contains"])
    if asks_if or isinstance(sample, bool):
        return _holds(words, scope)
    if isinstance(sample, str) and (options := _options(sample)):
        return _best_option(options, scope)
    if is_time_name(words, sample):
        return time_value(words, sample, scope.leading, scope.inquiry.prompt)
    if _LENGTHS & set(words):
        return duration_value(_length(scope), sample)
    if _COUNTS & set(words):
        return _like(sample, _counted(words, scope))
    read = field_for(words)
    return _like(sample, read(scope)) if read else _unnamed(words, sample, scope)


def tags(name: str, scope: Scope) -> list[Value]:
    """Words for what is shown, as hashtags when the key says so."""
    marked = hashtags_of(_in_focus(scope), scope.inquiry.wanted or _TAGS)
    return [tag if "hash" in name.lower() else tag.lstrip("#") for tag in marked]


def _in_focus(scope: Scope) -> Footage:
    """The film of the scope, or only the moment of its item."""
    if scope.item is None:
        return scope.footage
    return replace(scope.footage, moments=(scope.item.moment,))


def _length(scope: Scope) -> int:
    if scope.item:
        return scope.item.end_seconds - scope.item.start_seconds
    return scope.footage.end - scope.footage.start


def _counted(words: Sequence[str], scope: Scope) -> int:
    """How many moments hold the key's own words; with none, those on the prompt's topic."""
    own = {stem(word) for word in words if word not in _COUNTS and content_words(word)}
    topic = own or set(scope.inquiry.topic)
    return sum(bool(topic & moment.stems) or not topic for moment in scope.moments)


def _unnamed(words: Sequence[str], sample: Shape, scope: Scope) -> Value:
    """A value for a key that means nothing to us: by its sample's type, and by its own words."""
    if isinstance(sample, int | float):
        return _like(sample, _counted(words, scope))
    sought = {stem(word) for word in words}
    fitting = [moment for moment in scope.moments if sought & moment.stems]
    return fitting[0].text if fitting else text_of(scope)


def _holds(words: Sequence[str], scope: Scope) -> bool:
    """Whether the key's own words occur; with none, whether the prompt's topic does."""
    if _WEIGHTY & set(words):
        return scope.leading.score >= median(item.score for item in scope.items)
    own = {stem(word) for word in words if word not in _FOUND and content_words(word)}
    sought = own or set(scope.inquiry.topic)
    return any(sought <= moment.stems for moment in scope.moments)


def _options(sample: str) -> list[str]:
    """The choices in a sample such as 'low|medium|high'; none when it is no such list."""
    parts = [part.strip() for part in _OPTIONS.split(sample)]
    short = all(part and len(part) <= _LONGEST_OPTION for part in parts)
    return parts if len(parts) > 1 and short else []


def _best_option(options: Sequence[str], scope: Scope) -> str:
    """The option whose words occur most; yes and no by the search; else one by the score."""
    plain = {option.lower(): option for option in options}
    if {"yes", "no"} <= set(plain):
        return plain["yes" if _holds([], scope) else "no"]
    stems = [stem for moment in scope.moments for stem in moment.stems]
    counts = [sum(stems.count(word) for word in content_words(option)) for option in options]
    if max(counts):
        return options[counts.index(max(counts))]
    return options[min(int(scope.leading.score * len(options)), len(options) - 1)]


def _like(sample: Shape, value: Value) -> Value:
    """The value in the type of the sample, where it can be put so."""
    if isinstance(sample, str) and isinstance(value, int | float):
        return str(value)
    if isinstance(sample, float) and isinstance(value, int):
        return float(value)
    if isinstance(sample, int) and isinstance(value, float):
        # A whole number as sample means a scale: 8 stands for 0 to 10, 85 for 0 to 100.
        return round(value * (1 if sample <= 1 else _TEN if sample <= _TEN else _TEN**2))
    return value
