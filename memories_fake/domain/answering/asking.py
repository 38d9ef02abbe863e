"""A prompt understood: its intent, the words it is after, and how much of an answer it wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from memories_fake.domain.answering.intents import Intent, Length, intent_of, length_of
from memories_fake.domain.answering.shapes import without_json
from memories_fake.domain.words import stem, terms

_MOST = 20
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = rf"(\d{{1,2}}|{'|'.join(_NUMBERS)})"
_THINGS = (
    r"(?:highlights?|moments?|chapters?|bullets?|points?|sentences?|titles?|hash-?tags?|tags?|parts?"
    r"|keywords?|ideas?|items?|clips?|scenes?|quotes?|lines?|posts?|videos?|examples?|captions?"
    r"|sections?|topics?|creators?|entries)"
)
_TOP = re.compile(
    rf"(?i)\b(?:top|first|best|exactly|only)\s+{_NUMBER}\b(?!\s*(?:s\b|sec|min)|\s*[:.]\d)"
)
_TIMES = re.compile(
    r"(?i)\b\d{1,2}(?::\d{2}){1,2}\b|\b\d+\s*-?(?:s|secs?|seconds?|mins?|minutes?)\b|\bsecond \d+"
)
_NAMES = re.compile(r"(?<!\w)@[\w.]+")
_LOOKING = "video film clip movie footage recording show see hear"
_ASKING = """
    work works working should video clip film movie footage recording recorded highlight moment
    timestamp timecode time find give tell show list describe description summary summarize
    summarise summarization overview recap chapter json key keys return write create generate make
    please question answer happen appear see seen hear heard mention say said talk transcript
    transcribe transcription quote title hashtag tag sentence bullet point short shorter brief
    briefly detail detailed main important interesting best top exact exactly minute count number
    compare comparison difference different common want need know explain provide help get let
    look object array field format string valid output markdown response respond following include
    based content caption suggest idea divide split break timeline yes check confirm detect spot
    notice example part scene section thing like use using good great okay ok hi hello thanks
    thank one first longer concise full entire whole elaborate spoken word dialogue subtitle often
    long post creator trend trending popular viral begin beginning start end ending story segment
    event exciting notable really actually place kind sort type way analyze analyse extract
    identify second third fourth last previous earlier two three four five six seven eight nine
    ten seconds text only anything line read people person anyone topic theme subject keyword
    going funniest memorable standout continue expand bit
"""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A prompt understood. `topic` holds the stems it is after, `terms` their spellings.

    `focus` is the piece of an earlier answer that the prompt points back to, if it does.
    """

    prompt: str
    intent: Intent
    length: Length
    topic: tuple[str, ...]
    terms: tuple[str, ...]
    wanted: int | None = None
    focus: str | None = None

    def at_most(self, *, brief: int, usual: int, full: int) -> int:
        """How many items to give: as many as were asked for, else by the length wanted."""
        by_length = {Length.BRIEF: brief, Length.USUAL: usual, Length.FULL: full}
        return self.wanted or by_length[self.length]


def inquire(prompt: str) -> Inquiry:
    """Understand a prompt by itself, without what was said before it."""
    intent = intent_of(prompt)
    spoken = without_json(prompt) if intent is Intent.JSON else prompt
    sought: dict[str, str] = {}
    for term in terms(_NAMES.sub(" ", _TIMES.sub(" ", _without_counts(spoken)))):
        sought.setdefault(stem(term), term)
    kept = {word: term for word, term in sought.items() if word not in _asking()}
    return Inquiry(
        prompt=prompt,
        intent=intent,
        length=length_of(spoken),
        topic=tuple(kept),
        terms=tuple(kept.values()),
        wanted=wanted_of(_THINGS, spoken) or _top(spoken),
    )


def wanted_of(things: str, prompt: str) -> int | None:
    """How many of some things a prompt asks for; `things` is a pattern of their names."""
    found = re.search(rf"(?i)\b{_NUMBER}\s+(?:[a-z-]+\s+){{0,2}}?{things}\b", prompt)
    return _number(found[1]) if found else None


def bare_topic(prompt: str) -> tuple[str, ...]:
    """The stems of a prompt with only the words for films and for looking left out."""
    looking = frozenset(map(stem, _LOOKING.split()))
    return tuple(dict.fromkeys(stem(term) for term in terms(prompt) if stem(term) not in looking))


def _top(prompt: str) -> int | None:
    found = _TOP.search(prompt)
    return _number(found[1]) if found else None


def _number(word: str) -> int | None:
    number = int(word) if word.isdigit() else _NUMBERS.index(word.lower()) + 1
    return min(number, _MOST) or None


def _without_counts(prompt: str) -> str:
    return re.sub(rf"(?i)\b\d{{1,2}}(?=\s+(?:[a-z-]+\s+){{0,2}}?{_THINGS}\b)", " ", prompt)


@cache
def _asking() -> frozenset[str]:
    """Stems that belong to the asking and not to what is asked about."""
    return frozenset(map(stem, _ASKING.split()))
