"""The plain values of a JSON answer: by the words of a key, in the type of its sample."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from memories_fake.domain.answering.asking.inquiry import Inquiry
from memories_fake.domain.answering.asking.wishes import Shape
from memories_fake.domain.answering.footage import Footage, Moment
from memories_fake.domain.answering.in_json.items import (
    LEAST,
    closeness,
    is_time,
    score_of,
    time_of,
)
from memories_fake.domain.answering.telling.drafts import plain_name
from memories_fake.domain.answering.telling.finding import is_person
from memories_fake.domain.answering.telling.parts import Part
from memories_fake.domain.answering.telling.summaries import film_title, summary_sentences
from memories_fake.domain.words import content_words, stem

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | float | bool | None"

_FOUND_WORDS = """
    is has have contains contain does found present detected match matches relevant exists visible
    result answer any in video appears occurs shown
"""
_COUNT_WORDS = "count total occurrences amount number num how many"
_FOUND = frozenset(_FOUND_WORDS.split())
_COUNTS = frozenset(_COUNT_WORDS.split())
_GREATEST = frozenset(["high", "strong", "critical", "major", "large", "positive"])
_OPTIONS = re.compile(r"\s*(?:\||/|\bor\b)\s*")
_LONGEST_OPTION = 24
_TEN = 10


@dataclass(frozen=True, slots=True)
class Scope:
    """What a value speaks of: a key and its sample, on one item or, with `item` None, on all."""

    inquiry: Inquiry
    footages: Sequence[Footage]
    items: Sequence[Part]
    item: Part | None = None
    words: Sequence[str] = ()
    sample: Shape = None

    def on(self, item: Part) -> Scope:
        """The same scope on one item."""
        return replace(self, item=item)

    @property
    def leading(self) -> Part:
        """The item itself, or the most telling one on the topic."""
        return self.item or max(self.items, key=lambda item: closeness(item, self.inquiry))

    @property
    def footage(self) -> Footage:
        """The film of the leading item."""
        return self.leading.footage

    @property
    def moments(self) -> list[Moment]:
        """The item's moment, or all moments of all films."""
        if self.item:
            return [self.item.moment]
        return [moment for footage in self.footages for moment in footage.moments]

    def asked_for(self, plain: Collection[str]) -> set[str]:
        """The stems of the key's words but for the plain ones; with none, the prompt's topic."""
        own = {stem(word) for word in self.words if word not in plain and content_words(word)}
        return own or set(self.inquiry.topic)


def words_of(name: str) -> list[str]:
    """The lower-case words of a key: 'startTime' and 'start_time' alike."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return [word for word in re.split(r"[\W_]+", apart.lower()) if word]


def value_of(name: str, sample: Shape, scope: Scope) -> Value:
    """One plain value for a key, by the first rule that fits, in the type of its sample."""
    scope = replace(scope, words=words_of(name), sample=sample)
    if is_time(scope.words, sample):
        return time_of(scope.words, sample, scope.leading, scope.inquiry.prompt)
    return next(_like(sample, read(scope)) for fits, read in _RULES if fits(scope))


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


def _options(scope: Scope) -> list[str]:
    """The choices in a sample such as 'low|medium|high'; none when it is no such list."""
    parts = [part.strip() for part in _OPTIONS.split(str(scope.sample or ""))]
    short = all(part and len(part) <= _LONGEST_OPTION for part in parts)
    return parts if len(parts) > 1 and short else []


def _best_option(scope: Scope) -> Value:
    """Yes or no by whether it holds; else the option that occurs most; else one by the score."""
    options = _options(scope)
    plain = {option.lower(): option for option in options}
    if {"yes", "no"} <= set(plain):
        return plain["yes" if _holds(replace(scope, words=())) else "no"]
    stems = [stem for moment in scope.moments for stem in moment.stems]
    counts = [sum(stems.count(word) for word in content_words(option)) for option in options]
    if max(counts):
        return options[counts.index(max(counts))]
    rising = options[::-1] if options[0].lower() in _GREATEST else options
    return rising[int(len(options) * (_score(scope) - LEAST) / (1 - LEAST))]


def _score(scope: Scope) -> float:
    return score_of(scope.leading, scope.inquiry)


def asks_whether(words: Sequence[str]) -> bool:
    """Whether a key of these words asks for yes or no, as 'has_people' does."""
    return not {"is", "has", "contains"}.isdisjoint(words[:1])


def _is_yes_or_no(scope: Scope) -> bool:
    return isinstance(scope.sample, bool) or (scope.sample is None and asks_whether(scope.words))


def _holds(scope: Scope) -> Value:
    sought = scope.asked_for(_FOUND)
    if sought == {"person"}:
        return any(is_person(stem) for moment in scope.moments for stem in moment.stems)
    return any(sought <= moment.stems for moment in scope.moments)


def _counted(scope: Scope) -> Value:
    """How many moments hold what is counted."""
    topic = scope.asked_for(_COUNTS)
    return sum(bool(topic & moment.stems) or not topic for moment in scope.moments)


def _length(scope: Scope) -> Value:
    whole = scope.footage.end - scope.footage.start
    seconds = scope.item.end_seconds - scope.item.start_seconds if scope.item else whole
    return f"{seconds}s" if isinstance(scope.sample, str) and scope.sample else seconds


def _numbers_items(scope: Scope) -> bool:
    is_number = type(scope.sample) is int and scope.item is not None
    return is_number and _named("step number no id")(scope)


def _place(scope: Scope) -> Value:
    return list(scope.items).index(scope.leading) + 1


def _title(scope: Scope) -> Value:
    video = scope.footage.video
    if scope.item and not video.post:
        return scope.item.title
    return plain_name(video) if video.post else film_title(scope.footage)


def _speech(scope: Scope) -> Value:
    lines: Sequence[Moment] = scope.footage.speech
    if scope.item:
        moment = scope.item.moment
        lines = [moment] if moment in lines else scope.footage.said_during(moment)
    return " ".join(line.text for line in lines)


def _text(scope: Scope) -> Value:
    """What happens in the item, or a summary of all the films."""
    if scope.item:
        return scope.item.text
    sentences = [" ".join(summary_sentences(footage)) for footage in scope.footages]
    return " ".join(sentences).replace("*", "")


def _unnamed(scope: Scope) -> Value:
    """A value for a key that means nothing to us: by its sample's type, and by its own words."""
    if isinstance(scope.sample, int | float):
        return _counted(scope)
    sought = {stem(word) for word in scope.words}
    fitting = [moment for moment in scope.moments if sought & moment.stems]
    return fitting[0].text if fitting else _text(scope)


def _named(names: str) -> Callable[[Scope], bool]:
    """Fits a key that has one of these words."""
    return lambda scope: not set(names.split()).isdisjoint(scope.words)


def _post(fact: str) -> Callable[[Scope], Value]:
    """What is known of the post, or None where there is no post."""
    return lambda scope: getattr(scope.footage.video.post, fact, None)


_TELLING = """
    description summary caption text what content detail details answer overview explanation
    evidence event action
"""
# Earlier rules win: 'video_no' is an id, 'video_title' a title, 'video_name' a name.
_RULES: tuple[tuple[Callable[[Scope], object], Callable[[Scope], Value]], ...] = (
    (_is_yes_or_no, _holds),
    (_options, _best_option),
    (_numbers_items, _place),
    (_named("index rank order position"), _place),
    (_named("duration length runtime"), _length),
    (_named("no id"), lambda scope: scope.footage.video.number),
    (_named(_COUNT_WORDS), _counted),
    (_named("score confidence probability relevance rating importance similarity"), _score),
    (_named("creator author username handle"), _post("creator")),
    (_named("platform"), _post("platform")),
    (_named("url link"), _post("url")),
    (_named("views view"), _post("views")),
    (_named("likes like"), _post("likes")),
    (_named("shares share"), _post("shares")),
    (_named("comments comment"), _post("comments")),
    (_named("title headline label topic heading theme subject category genre"), _title),
    (_named("reason why rationale significance"), lambda scope: scope.leading.reason),
    (_named("transcript transcription speech quote dialogue said spoken"), _speech),
    (_named(_TELLING), _text),
    (_named("video filename file film"), lambda scope: scope.footage.video.name),
    (_named("name"), _title),
    (_named("language lang"), lambda _scope: "en"),
    (_named("track type source modality"), lambda scope: str(scope.leading.moment.track)),
    (lambda _scope: True, _unnamed),
)
