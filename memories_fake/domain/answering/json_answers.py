"""Answers in JSON: the keys the prompt names, filled from the films, and nothing but JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from memories_fake.domain.answering.asking import Inquiry, Intent, Shape, Wish
from memories_fake.domain.answering.drafts import Draft
from memories_fake.domain.answering.footage import Footage
from memories_fake.domain.answering.json_fields import Scope, Value
from memories_fake.domain.answering.json_items import (
    Item,
    chapter_items,
    highlight_items,
    speech_items,
)
from memories_fake.domain.answering.json_times import is_time_name, time_value
from memories_fake.domain.answering.json_values import plain_value, tags, words_of
from memories_fake.runtime.chance import Chance

_TAG_WORDS = """
    tags hashtags keywords topics objects people themes entities labels categories words subjects
"""
_ITEM_WORDS = """
    highlights chapters moments scenes segments events clips items results steps sections timeline
    actions matches videos posts shots answers transcript transcripts transcription
"""
_TAG_NAMES = frozenset(_TAG_WORDS.split())
_ITEM_NAMES = frozenset(_ITEM_WORDS.split())
_LIST_NAMES = _TAG_NAMES | _ITEM_NAMES | {"quotes", "titles", "timestamps", "times", "captions"}
_TOLD_IN_PROSE = frozenset(["transcript", "transcription"])
_MANY = re.compile(r"(?i)\b(?:highlights|chapters|moments|scenes|events|clips|all|every|each)\b")
_FENCE = re.compile(
    r"(?i)```\s*json|\b(?:in|inside|as|within|use)\b[^.]{0,20}\bcode (?:block|fence)"
)
_NO_FENCE = re.compile(
    r"(?i)\b(?:no|not|without|don['’]t|never|avoid)\b[^.]{0,40}(?:code|fence|markdown|```)"
)
_ITEM: dict[str, Shape] = {"start": None, "end": None, "title": None, "description": None}
_WHOLE: dict[str, Shape] = {"title": None, "summary": None, "tags": [], "highlights": [_ITEM]}


def compose_json(inquiry: Inquiry, footages: Sequence[Footage], chance: Chance) -> Draft:
    """Valid JSON text, with a code fence only when the prompt asks for one."""
    shape = _settled(inquiry)
    filled = [footage for footage in footages if footage.moments]
    items = _items(inquiry, filled, shape, chance)
    scope = Scope(inquiry, filled, items, chance)
    text = json.dumps(
        _filled("", shape, scope) if items else _empty(shape), ensure_ascii=False, indent=2
    )
    if _FENCE.search(inquiry.prompt) and not _NO_FENCE.search(inquiry.prompt):
        text = f"```json\n{text}\n```"
    return Draft(text, tuple(item.moment for item in items))


def _settled(inquiry: Inquiry) -> Shape:
    """The shape to fill; listed keys that hold times are those of each item of an array."""
    wish = inquiry.wish or Wish(None)
    shape = wish.shape
    if not shape:
        many = {Intent.HIGHLIGHTS, Intent.CHAPTERS, Intent.WHEN, Intent.TRANSCRIPT}
        return [_ITEM] if shape == [] or inquiry.intent in many else _WHOLE
    listed = isinstance(shape, dict) and not wish.is_example and _is_item(shape)
    return [shape] if listed and _MANY.search(inquiry.prompt) else shape


def _is_item(shape: dict[str, Shape]) -> bool:
    timed = [name for name in shape if is_time_name(words_of(name), shape[name])]
    lists = [name for name in shape if isinstance(shape[name], list) or _is_many(name)]
    return bool(timed) and not lists


def _is_many(name: str) -> bool:
    last = words_of(name)[-1:]
    return bool(_LIST_NAMES & set(last)) and not _TOLD_IN_PROSE & set(last)


def _items(
    inquiry: Inquiry, footages: Sequence[Footage], shape: Shape, chance: Chance
) -> list[Item]:
    """The items that the shape is about: spoken lines, chapters, or else highlights."""
    asked = inquiry.intent
    names = " ".join(shape).lower() if isinstance(shape, dict) else ""
    if asked is Intent.TRANSCRIPT and (lines := speech_items(inquiry, footages)):
        return lines
    if "chapter" in names or "timeline" in names or asked is Intent.CHAPTERS:
        return chapter_items(inquiry, footages, chance)
    return highlight_items(inquiry, footages, chance)


def _filled(name: str, sample: Shape, scope: Scope) -> Value:
    if isinstance(sample, dict):
        inner = scope.on(scope.leading) if _is_item(sample) else scope
        return {key: _filled(key, each, inner) for key, each in sample.items()}
    if isinstance(sample, list) or (sample is None and _is_many(name)):
        return _listed(name, sample or [], scope)
    return plain_value(name, sample, scope)


def _listed(name: str, samples: Sequence[Shape], scope: Scope) -> Value:
    """A list for a key: words for tags, else something of each item."""
    element = samples[0] if samples else None
    noun = element if not name and isinstance(element, str) else name
    words = set(words_of(noun)[-1:])
    if words & _TAG_NAMES and not isinstance(element, dict):
        return tags(noun, scope)
    items = [scope.item] if scope.item else scope.items
    if isinstance(element, dict):
        return [_filled(name, element, scope.on(item)) for item in items]
    if is_time_name(words, element):
        return [time_value(words, element, item, scope.inquiry.prompt) for item in items]
    if words & _ITEM_NAMES and element in (None, noun):
        return [_filled(name, _ITEM, scope.on(item)) for item in items]
    sample = None if isinstance(element, list) or element == noun else element
    return [_filled(noun.removesuffix("s"), sample, scope.on(item)) for item in items]


def _empty(shape: Shape) -> Value:
    """The shape with nothing in it, for films of which nothing is known."""
    if isinstance(shape, dict):
        return {key: [] if _is_many(key) else _empty(each) for key, each in shape.items()}
    if isinstance(shape, list):
        return []
    return False if isinstance(shape, bool) else None
