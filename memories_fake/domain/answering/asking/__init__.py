"""Understanding a prompt: what it wants, about which words, of what times, in what form.

`understand` is the way in: what a prompt means after what was said before it, as an `Inquiry`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from memories_fake.domain.answering.asking.inquiry import Inquiry, inquire
from memories_fake.domain.answering.asking.intents import Intent, Length
from memories_fake.domain.replies import Turn

_PLACES = "first second third fourth fifth sixth seventh eighth ninth tenth"
_ORDINALS = _PLACES.split()
_THING = (
    r"(?:one|ones|item|point|bullet|highlight|moment|chapter|scene|part|title|quote|line|idea|match"
    r"|clip|result|answer|post|creator|topic|video|film|section|entry)"
)
_NTH = rf"(?:(\d{{1,2}})(?:st|nd|rd|th)|({'|'.join(_ORDINALS)}))"
_PLACE = re.compile(
    rf"(?i)(?:\bnumber|\bno\.|#|\b{_THING})\s*(\d{{1,2}})\b"
    rf"|\b{_NTH} {_THING}\b|\bthe {_NTH}\s*[?.!]*$"
)
_LAST = re.compile(rf"(?i)\b(?:the )?(?:last|final) {_THING}\b")
_WHY = re.compile(r"(?i)^\W*(?:but |and |so )?(?:why|how come|how do you know|what makes you)\b")
_MORE = re.compile(
    r"(?i)\b(?:tell me more|more details?|elaborate|go on|continue|expand|say more|explain)\b"
    r"|^more\b"
)
_POINTS_BACK = re.compile(
    r"(?i)\b(?:it|its|he|him|his|she|her|they|them|their|that|those|there|same|else|instead)\b"
)
_AFRESH = re.compile(r"(?i)\bwhat (?:happens|happened|is happening|goes on|is going on)\b")
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
    earlier: Inquiry | None = None
    for asked in (turn.content for turn in history if turn.role.lower() == "user"):
        is_short = len(asked.split()) <= _SHORT
        earlier = _continued(inquire(asked), earlier) if is_short else inquire(asked)
    picked = _picked(prompt, said[-1])
    if picked is None and _WHY.search(prompt) and not alone.topic:
        picked = said[-1]
    if picked is None:
        return _continued(alone, earlier)
    leaning = _leaning(alone, earlier)
    return replace(leaning, intent=alone.intent, wish=alone.wish, focus=picked, length=Length.FULL)


def _picked(prompt: str, said: str) -> str | None:
    """The item of the last answer that a prompt points to by its place, if there is one."""
    items = _items(said)
    if items and _LAST.search(prompt):
        return items[-1]
    if not (found := _PLACE.search(prompt)):
        return None
    word = next(filter(None, found.groups())).lower()
    place = int(word) if word.isdigit() else _ORDINALS.index(word) + 1
    return items[place - 1] if 0 < place <= len(items) else None


def _items(content: str) -> list[str]:
    """The items of an answer: its list items with what is nested under them, or its JSON items."""
    try:
        parsed = json.loads(content)
    except ValueError:
        return _marked(content)
    values = parsed.values() if isinstance(parsed, dict) else [parsed]
    items = next((value for value in values if isinstance(value, list)), [])
    return [json.dumps(item, ensure_ascii=False) for item in items]


def _marked(content: str) -> list[str]:
    items: list[str] = []
    for line in content.splitlines():
        if _BULLET.match(line):
            items.append(line)
        elif items and line.startswith(" "):
            items[-1] += "\n" + line
    return [item for item in items if not item.startswith("###")] or items


def _continued(alone: Inquiry, earlier: Inquiry | None) -> Inquiry:
    """A prompt after an earlier one: by itself if it can stand so, else leaning on the other."""
    if _MORE.search(alone.prompt) and not alone.topic:
        return replace(_leaning(alone, earlier), length=Length.FULL)
    if alone.intent in _STAND_ALONE or _AFRESH.search(alone.prompt):
        return alone
    leans = not alone.topic or _POINTS_BACK.search(alone.prompt)
    return _leaning(alone, earlier) if leans else alone


def _leaning(alone: Inquiry, earlier: Inquiry | None) -> Inquiry:
    """A prompt that leans on an earlier one: the earlier words, then its own."""
    if earlier is None:
        return alone
    leaning = replace(
        alone,
        sought={**earlier.sought, **alone.sought},
        wanted=alone.wanted or (earlier.wanted if alone.length is Length.USUAL else None),
    )
    if alone.topic or alone.intent is not Intent.GENERAL:
        return leaning
    return replace(
        leaning,
        prompt=f"{earlier.prompt} {alone.prompt}",
        intent=earlier.intent,
        wish=alone.wish or earlier.wish,
    )
