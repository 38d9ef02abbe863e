"""A prompt understood by itself: its intent, the words it is after, and how much it wants."""

from __future__ import annotations

import re
from collections.abc import Iterable, KeysView, Mapping
from dataclasses import dataclass
from functools import cache

from memories_fake.domain.answering.asking.intents import Intent, Length, intent_of, length_of
from memories_fake.domain.answering.asking.wishes import Wish, wish_in, without_json
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
# A count, a place in a list or a time, such as 3, 2nd, 30s: it says how much, not what about.
_COUNT = re.compile(r"\d{1,3}[a-z]{0,4}")
_CREATOR = re.compile(r"(?<![\w@])@(?:[\w.]+\w|\w)")
_HASHTAG = re.compile(r"(?<![\w#])#[^\W\d]\w*")
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
    """A prompt understood. `sought` holds what it is after: stems, and how the prompt spells them.

    `wish` is the JSON that it wants, if it wants any, and `focus` the piece of an earlier answer
    that it points back to, if it does.
    """

    prompt: str
    intent: Intent
    length: Length
    sought: Mapping[str, str]
    wanted: int | None = None
    wish: Wish | None = None
    focus: str | None = None

    @property
    def topic(self) -> KeysView[str]:
        """The stems that it is after."""
        return self.sought.keys()

    @property
    def terms(self) -> list[str]:
        """The same as the prompt spells them."""
        return list(self.sought.values())

    def spelled(self, stems: Iterable[str]) -> list[str]:
        """Those of the stems that it is after, as the prompt spells them and in its order."""
        among = frozenset(stems)
        return [term for word, term in self.sought.items() if word in among]

    def at_most(self, *, brief: int, usual: int, full: int) -> int:
        """How many items to give: as many as were asked for, else by the length wanted."""
        by_length = {Length.BRIEF: brief, Length.USUAL: usual, Length.FULL: full}
        return self.wanted or by_length[self.length]


def inquire(prompt: str) -> Inquiry:
    """Understand a prompt by itself, without what was said before it."""
    spoken = without_json(prompt)
    sought: dict[str, str] = {}
    for term in terms(_CREATOR.sub(" ", spoken)):
        if not _is_of_the_asking(stem(term)):
            sought.setdefault(stem(term), term)
    return Inquiry(
        prompt=prompt,
        intent=intent_of(spoken),
        length=length_of(spoken),
        sought=sought,
        wanted=wanted_of(_THINGS, spoken) or _number(_TOP.search(spoken)),
        wish=wish_in(prompt),
    )


def wanted_of(things: str, prompt: str) -> int | None:
    """How many of some things a prompt asks for; `things` is a pattern of their names."""
    counted = rf"(?i)\b{_NUMBER}\s+(?:[a-z-]+\s+){{0,2}}?{things}\b"
    return _number(re.search(counted, prompt))


def bare_topic(prompt: str) -> list[str]:
    """The stems of a prompt with only the words for films and for looking left out."""
    looking = frozenset(map(stem, _LOOKING.split()))
    return [word for word in map(stem, terms(prompt)) if word not in looking]


def creators_in(prompt: str) -> frozenset[str]:
    """The creators that are named, in lower case, each with its @; an e-mail address names none."""
    return frozenset(sign.lower() for sign in _CREATOR.findall(prompt))


def hashtags_in(prompt: str) -> frozenset[str]:
    """The hashtags that are named, in lower case, each with its #; `#1` is none."""
    return frozenset(sign.lower() for sign in _HASHTAG.findall(prompt))


def _number(found: re.Match[str] | None) -> int | None:
    if not found:
        return None
    word = found[1].lower()
    number = int(word) if word.isdigit() else _NUMBERS.index(word) + 1
    return min(number, _MOST) or None


def _is_of_the_asking(word: str) -> bool:
    return word in _asking() or bool(_COUNT.fullmatch(word))


@cache
def _asking() -> frozenset[str]:
    """Stems that belong to the asking and not to what is asked about."""
    return frozenset(map(stem, _ASKING.split()))
