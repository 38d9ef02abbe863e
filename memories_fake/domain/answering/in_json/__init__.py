"""Answers in JSON, and nothing but JSON: the keys that the prompt names, filled from the films.

`fill` is the way in. It settles the shape, finds the items that it speaks of, and fills it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from memories_fake.domain.answering.asking.inquiry import Inquiry
from memories_fake.domain.answering.asking.intents import Intent
from memories_fake.domain.answering.asking.wishes import Shape, Wish
from memories_fake.domain.answering.footage import Footage
from memories_fake.domain.answering.in_json.items import is_time, items_for, time_of
from memories_fake.domain.answering.in_json.values import (
    Scope,
    Value,
    asks_whether,
    value_of,
    words_of,
)
from memories_fake.domain.answering.telling.drafts import Draft
from memories_fake.domain.answering.telling.summaries import hashtags_of

_TAG_WORDS = """
    tags hashtags keywords topics objects people themes entities labels categories words subjects
"""
_ITEM_WORDS = """
    highlights chapters moments scenes segments events clips items results steps sections timeline
    actions matches videos posts shots answers transcripts
"""
_TAG_NAMES = frozenset(_TAG_WORDS.split())
_ITEM_NAMES = frozenset(_ITEM_WORDS.split())
_LIST_NAMES = _TAG_NAMES | _ITEM_NAMES | {"quotes", "titles", "timestamps", "times", "captions"}
_MANY = re.compile(r"(?i)\b(?:highlights|chapters|moments|scenes|events|clips|all|every|each)\b")
_FENCE = re.compile(
    r"(?i)```\s*json|\b(?:in|inside|as|within|use)\b[^.]{0,20}\bcode (?:block|fence)"
)
_NO_FENCE = re.compile(
    r"(?i)\b(?:no|not|without|don['’]t|never|avoid)\b[^.]{0,40}(?:code|fence|markdown|```)"
)
_TAGS = 6
_ITEM: dict[str, Shape] = {"start": None, "end": None, "title": None, "description": None}
_WHOLE: dict[str, Shape] = {"title": None, "summary": None, "tags": [], "highlights": [_ITEM]}
_SEVERAL = frozenset([Intent.HIGHLIGHTS, Intent.CHAPTERS, Intent.WHEN, Intent.TRANSCRIPT])


def fill(inquiry: Inquiry, footages: Sequence[Footage]) -> Draft:
    """Valid JSON text, with a code fence only when the prompt asks for one."""
    shape = _settled(inquiry)
    filled = [footage for footage in footages if footage.moments]
    items = items_for(inquiry, filled, _lists_in(shape))
    found = _filled("", shape, Scope(inquiry, filled, items)) if items else _empty(shape)
    text = json.dumps(found, ensure_ascii=False, indent=2)
    if _FENCE.search(inquiry.prompt) and not _NO_FENCE.search(inquiry.prompt):
        text = f"```json\n{text}\n```"
    return Draft(text, tuple(item.moment for item in items))


def _settled(inquiry: Inquiry) -> Shape:
    """The shape to fill; listed keys that hold times are those of each item of an array."""
    wish = inquiry.wish or Wish(None)
    shape = wish.shape
    if not shape:
        return [_ITEM] if shape == [] or inquiry.intent in _SEVERAL else _WHOLE
    is_item = isinstance(shape, dict) and not wish.is_example and _is_item(shape)
    return [shape] if is_item and _MANY.search(inquiry.prompt) else shape


def _is_item(shape: dict[str, Shape]) -> bool:
    return not _lists_in(shape) and any(is_time(words_of(n), each) for n, each in shape.items())


def _lists_in(shape: Shape) -> list[str]:
    """What the lists of an object are called, by the last words of their names."""
    if not isinstance(shape, dict):
        return []
    lists = [name for name, each in shape.items() if isinstance(each, list) or _is_many(name)]
    return [words_of(name)[-1] for name in lists if words_of(name)]


def _is_many(name: str) -> bool:
    words = words_of(name)
    return not _LIST_NAMES.isdisjoint(words[-1:]) and not asks_whether(words)


def _filled(name: str, sample: Shape, scope: Scope) -> Value:
    if isinstance(sample, dict):
        inner = scope.on(scope.leading) if _is_item(sample) else scope
        return {key: _filled(key, each, inner) for key, each in sample.items()}
    if isinstance(sample, list) or (sample is None and _is_many(name)):
        return _listed(name, sample or [], scope)
    return value_of(name, sample, scope)


def _listed(name: str, samples: Sequence[Shape], scope: Scope) -> Value:
    """A list for a key: words for tags, else something of each item."""
    element = samples[0] if samples else None
    noun = element if not name and isinstance(element, str) else name
    words = set(words_of(noun)[-1:])
    if words & _TAG_NAMES and not isinstance(element, dict):
        return _tags(noun, scope)
    items = [scope.item] if scope.item else scope.items
    if isinstance(element, dict):
        return [_filled(name, element, scope.on(item)) for item in items]
    if is_time(words, element):
        inquiry, prompt = scope.inquiry, scope.inquiry.prompt
        if inquiry.intent is Intent.YES_NO:
            items = [item for item in items if inquiry.topic & item.moment.stems]
        return [time_of(words, element, item, prompt) for item in items]
    if words & _ITEM_NAMES and element in (None, noun):
        return [_filled(name, _ITEM, scope.on(item)) for item in items]
    sample = None if isinstance(element, list) or element == noun else element
    return [_filled(noun.removesuffix("s"), sample, scope.on(item)) for item in items]


def _tags(name: str, scope: Scope) -> list[Value]:
    """Words for what is shown, as hashtags when the key says so."""
    footage = scope.footage
    if scope.item:
        footage = replace(footage, moments=(scope.item.moment,))
    marked = hashtags_of(footage, scope.inquiry.wanted or _TAGS)
    return [tag if "hash" in name.lower() else tag.lstrip("#") for tag in marked]


def _empty(shape: Shape) -> Value:
    """The shape with nothing in it, for films of which nothing is known."""
    if isinstance(shape, dict):
        return {key: [] if _is_many(key) else _empty(each) for key, each in shape.items()}
    if isinstance(shape, list):
        return []
    return False if isinstance(shape, bool) else None
