"""A prompt understood by itself: its intent, what it is after, how much it wants, of what times."""

from __future__ import annotations

import re
from collections.abc import Iterable, KeysView, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

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
_COUNT = re.compile(r"\d{1,3}(?:st|nd|rd|th|s|secs?|m|mins?|h)?")
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
    going funniest memorable standout continue expand bit audio sound everything
"""
_CLOCK = r"(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)(?![\d:])(?!\s*[ap]\.?m)"
_AFTER = re.compile(rf"(?i)\b(?:after|since|from)\s+{_CLOCK}")
_BEFORE = re.compile(rf"(?i)\b(?:before|until|till|up to)\s+{_CLOCK}")
_TIME = re.compile(rf"(?<![\d:]){_CLOCK}")
_UNIT = r"(s|secs?|seconds?|m|mins?|minutes?)"
_AT = re.compile(rf"(?i)\bat\s+(?:{_UNIT}\s+)?(\d{{1,5}})\s*{_UNIT}?\b")
_REACH = re.compile(rf"(?i)\b(first|last|final)\s+(\d{{1,4}})?\s*{_UNIT}\b")
_CLOSING = re.compile(
    r"(?i)\b(?:at|in|near|towards?) the (?:very )?end(?:ing)?\b|\bhow (?:does|did)\b.*\bends?\b"
    r"|\bthe ending\b|\blast (?:scene|shot|moment)\b"
)
_OPENING = re.compile(
    r"(?i)\b(?:at|in|near) the (?:very )?(?:start|beginning|opening)\b|\bthe opening\b"
    r"|\bhow (?:does|did)\b.*\b(?:start|begin|open)s?\b|\bfirst (?:scene|shot|moment)\b"
)
_MINUTE = 60
_EDGE = 0.15


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

    @property
    def spoken(self) -> str:
        """The prompt without the JSON in it."""
        return without_json(self.prompt)

    def spelled(self, stems: Iterable[str]) -> list[str]:
        """Those of the stems that it is after, as the prompt spells them and in its order."""
        among = frozenset(stems)
        return [term for word, term in self.sought.items() if word in among]

    def at_most(self, *, brief: int, usual: int, full: int) -> int:
        """How many items to give: as many as were asked for, else by the length wanted."""
        by_length = {Length.BRIEF: brief, Length.USUAL: usual, Length.FULL: full}
        return self.wanted or by_length[self.length]


@lru_cache(maxsize=1_000)  # each turn of a session asks for those before it, too
def inquire(prompt: str) -> Inquiry:
    """Understand a prompt by itself, without what was said before it."""
    spoken = without_json(prompt)
    sought: dict[str, str] = {}
    for term in terms(_CREATOR.sub(" ", spoken)):
        word = stem(term)
        if word not in _asking() and not _COUNT.fullmatch(word):
            sought.setdefault(word, term)
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


def window_in(prompt: str, *, first: int, last: int) -> tuple[int, int] | None:
    """Which seconds a prompt speaks of, in a film from this first to this last; None for all."""
    near_an_end = _counted(prompt, first, last) or _edge(prompt, first, last)
    return _between(prompt, last) or _at(prompt) or near_an_end


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


@cache
def _asking() -> frozenset[str]:
    """Stems that belong to the asking and not to what is asked about."""
    return frozenset(map(stem, _ASKING.split()))


def _between(prompt: str, end: int) -> tuple[int, int] | None:
    times = [_seconds(match.groups()) for match in _TIME.finditer(prompt)]
    if not times:
        return None
    if len(times) == 1 and _AFTER.search(prompt):
        return times[0], max(times[0], end)
    if len(times) == 1 and _BEFORE.search(prompt):
        return 0, times[0]
    return min(times), max(times)


def _at(prompt: str) -> tuple[int, int] | None:
    found = _AT.search(prompt)
    unit = found and (found[1] or found[3])
    if not found or not unit:
        return None
    seconds = int(found[2]) * _length(unit)
    return seconds, seconds


def _counted(prompt: str, start: int, end: int) -> tuple[int, int] | None:
    found = _REACH.search(prompt)
    if not found:
        return None
    reach = int(found[2] or 1) * _length(found[3])
    return (start, start + reach) if found[1].lower() == "first" else (max(0, end - reach), end)


def _edge(prompt: str, start: int, end: int) -> tuple[int, int] | None:
    reach = int((end - start) * _EDGE)
    if _OPENING.search(prompt):
        return start, start + reach
    return (end - reach, end) if _CLOSING.search(prompt) else None


def _length(unit: str) -> int:
    return _MINUTE if unit.lower().startswith("m") else 1


def _seconds(groups: tuple[str | None, ...]) -> int:
    hours, minutes, seconds = (int(group or 0) for group in groups)
    return (hours * _MINUTE + minutes) * _MINUTE + seconds
