"""Follow-ups: what a prompt means after what was said before it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from memories_fake.domain.answering.asking import Inquiry, inquire
from memories_fake.domain.answering.intents import Intent, Length
from memories_fake.domain.records import Turn

_ORDINALS = (
    r"first|1st",
    r"second|2nd",
    r"third|3rd",
    r"fourth|4th",
    r"fifth|5th",
    r"sixth|6th",
    r"seventh|7th",
    r"eighth|8th",
    r"ninth|9th",
    r"tenth|10th",
)
_THING = (
    r"one|ones|item|point|bullet|highlight|moment|chapter|scene|part|title|quote|line|idea|match"
    r"|clip|result|answer|post|creator|topic|video|film|section|entry"
)
_NUMBERED = re.compile(rf"(?i)(?:\bnumber|\bno\.|#|\b(?:{_THING}))\s*(\d{{1,2}})\b")
_LAST = re.compile(rf"(?i)\b(?:the )?(?:last|final) (?:{_THING})\b")
_WHY = re.compile(r"(?i)^\W*(?:but |and |so )?(?:why|how come|how do you know|what makes you)\b")
_MORE = re.compile(
    r"(?i)\b(?:tell me more|more details?|elaborate|go on|continue|expand|say more|explain)\b"
    r"|^more\b"
)
_POINTS_BACK = re.compile(
    r"(?i)\b(?:it|its|he|him|his|she|her|they|them|their|that|those|there|same|else|instead)\b"
)
_BULLET = re.compile(r"^(?:[-*•]|\d{1,2}[.)]|###)\s+\S")
_SHORT = 12
_STAND_ALONE = frozenset(
    [Intent.HIGHLIGHTS, Intent.CHAPTERS, Intent.SUMMARY, Intent.TITLES, Intent.COMPARE]
)


def understand(prompt: str, history: Sequence[Turn]) -> Inquiry:
    """The prompt understood in the light of the turns before it (without its own turn)."""
    said = [turn.content for turn in history if turn.role.lower() == "assistant"]
    alone = inquire(prompt)
    if not said or len(prompt.split()) > _SHORT:
        return alone
    earlier = _context([turn.content for turn in history if turn.role.lower() == "user"])
    picked = _picked(prompt, said[-1])
    if picked is None and _WHY.search(prompt) and not alone.topic:
        picked = said[-1]
    if picked is not None:
        return replace(
            _leaning(alone, earlier), intent=alone.intent, focus=picked, length=Length.FULL
        )
    return _continued(alone, earlier)


def bullets(content: str) -> list[str]:
    """The items of an answer: its list items with what is nested under them, or its JSON items."""
    try:
        parsed = json.loads(content)
    except ValueError:
        return _marked(content)
    items = parsed if isinstance(parsed, list) else _first_list(parsed)
    return [json.dumps(item, ensure_ascii=False) for item in items]


def _marked(content: str) -> list[str]:
    items: list[str] = []
    for line in content.splitlines():
        if _BULLET.match(line):
            items.append(line)
        elif items and line.startswith(" "):
            items[-1] += "\n" + line
    listed = [item for item in items if not item.startswith("###")]
    return listed or items


def _first_list(parsed: object) -> list[object]:
    if not isinstance(parsed, dict):
        return []
    return next((value for value in parsed.values() if isinstance(value, list)), [])


def _picked(prompt: str, said: str) -> str | None:
    """The item of the last answer that a prompt points to by its number, if there is one."""
    items = bullets(said)
    if not items:
        return None
    if _LAST.search(prompt):
        return items[-1]
    place = _place(prompt)
    return items[place - 1] if place and place <= len(items) else None


def _place(prompt: str) -> int | None:
    if found := _NUMBERED.search(prompt):
        return int(found[1])
    for place, names in enumerate(_ORDINALS, 1):
        if re.search(rf"(?i)\b(?:{names}) (?:{_THING})\b|\bthe (?:{names})\s*[?.!]*$", prompt):
            return place
    return None


def _context(asked: Sequence[str]) -> Inquiry | None:
    """What the conversation is about after these prompts, each understood after those before."""
    context: Inquiry | None = None
    for prompt in asked:
        alone = inquire(prompt)
        context = alone if len(prompt.split()) > _SHORT else _continued(alone, context)
    return context


def _continued(alone: Inquiry, earlier: Inquiry | None) -> Inquiry:
    """A prompt after an earlier one: by itself if it can stand so, else leaning on the other."""
    if _MORE.search(alone.prompt) and not alone.topic:
        return replace(_leaning(alone, earlier), length=Length.FULL)
    if alone.intent in _STAND_ALONE:
        return alone
    leans = not alone.topic or _POINTS_BACK.search(alone.prompt)
    return _leaning(alone, earlier) if leans else alone


def _leaning(alone: Inquiry, earlier: Inquiry | None) -> Inquiry:
    """A prompt that leans on an earlier one: its own words first, then the earlier topic."""
    if earlier is None:
        return alone
    pairs = dict(zip(alone.topic, alone.terms, strict=True))
    pairs = {**dict(zip(earlier.topic, earlier.terms, strict=True)), **pairs}
    takes_over = alone.intent is Intent.GENERAL and not alone.topic
    return replace(
        alone,
        prompt=f"{earlier.prompt} {alone.prompt}" if takes_over else alone.prompt,
        intent=earlier.intent if takes_over else alone.intent,
        topic=tuple(pairs),
        terms=tuple(pairs.values()),
        wanted=alone.wanted or (earlier.wanted if alone.length is Length.USUAL else None),
    )
