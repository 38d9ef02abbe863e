"""Answers that point at moments: what fits best, when it happens, how often, and what is said."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from memories_fake.domain.answering.asking import Inquiry
from memories_fake.domain.answering.drafts import (
    Draft,
    bullet,
    by_time,
    distinct,
    in_words,
    named,
    spread,
    told,
)
from memories_fake.domain.answering.footage import Footage, Moment
from memories_fake.domain.answering.wording import (
    clock,
    lasting,
    listed,
    plural,
    quoted,
    span,
)
from memories_fake.domain.records import Track
from memories_fake.domain.words import content_words
from memories_fake.runtime.chance import Chance

_LINES = 40
_NUMERALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PERSONS = "man woman boy girl child person figur crowd guy ladi"
_PEOPLE = frozenset(_PERSONS.split())
_UNITS = re.compile(r"(?i)\bhow many\b.*?\b(scenes?|shots?|segments?|moments?|lines?)\b")


def compose_general(inquiry: Inquiry, footage: Footage, chance: Chance) -> Draft:
    """The moments that fit best, quoted; or plainly that none does, and what there is instead."""
    inquiry = _peopled(inquiry, footage)
    found = _found(inquiry, footage)
    if not found:
        return _nothing_found(inquiry, footage)
    best, others = found[0], by_time(found[1 : inquiry.at_most(brief=1, usual=5, full=8)])
    lead = chance.pick(["The clearest answer", "The best match"], inquiry.prompt)
    if not best.stems.intersection(inquiry.topic):
        lead = "Nothing says so in those words. What comes closest"
    where = f"{span(best.start, best.end)} in {named(footage.video)}"
    lines = [f"{lead} is at {where}: {_sense(best)}{told(best, limit=260)}"]
    if others:
        more = ["Other moments that bear on it:", "It also comes up here:"]
        lines += ["", chance.pick(more, inquiry.prompt), *(bullet(moment) for moment in others)]
    lines += _missing(inquiry, found)
    return Draft("\n".join(lines), (best, *others))


def compose_when(inquiry: Inquiry, footage: Footage, _chance: Chance) -> Draft:
    """The times at which the thing asked about is seen or heard."""
    found = _found(inquiry, footage)
    if not found:
        return _nothing_found(inquiry, footage)
    shown = by_time(found[: inquiry.at_most(brief=1, usual=5, full=10)])
    times = listed([clock(moment.start) for moment in shown])
    what = _present(inquiry, shown)
    head = f"{what[:1].upper()}{what[1:]}: at {times} in {named(footage.video)}."
    return Draft("\n".join([head, *(bullet(moment) for moment in shown)]), tuple(shown))


def compose_count(inquiry: Inquiry, footage: Footage, _chance: Chance) -> Draft:
    """How many there are as the descriptions tell it, and in how many moments they occur."""
    if re.search(r"(?i)\bhow long\b", inquiry.prompt) and not inquiry.topic:
        return _length(footage)
    inquiry = _peopled(inquiry, footage)
    if unit := _UNITS.search(inquiry.prompt):
        return _units(unit[1], footage)
    found = by_time(_found(inquiry, footage))
    if not found:
        return _nothing_found(inquiry, footage)
    what = _present(inquiry, found)
    number, where = _largest_number(inquiry.topic, found)
    shown = found[: inquiry.at_most(brief=2, usual=5, full=12)]
    name = named(footage.video)
    head = f"{plural(len(found), 'moment')} with {what}, out of {len(footage.moments)} in {name}."
    if where:
        head = f"{number}, going by {span(where.start, where.end)}. In all there are {head}"
    return Draft("\n".join([head, *(bullet(moment, limit=120) for moment in shown)]), tuple(shown))


def compose_transcript(inquiry: Inquiry, footage: Footage, _chance: Chance) -> Draft:
    """What is said, line by line with times: about the topic when there is one, else all of it."""
    lines = [line for line in footage.speech if line.text]
    if not lines:
        return _unspoken(inquiry, footage)
    about = [line for line in lines if line.stems.intersection(inquiry.topic)]
    heard = about if inquiry.topic and about else lines
    wanted = heard[: inquiry.at_most(brief=3, usual=_LINES, full=_LINES * 5)]
    said = [f"- {span(line.start, line.end)} — {quoted(line.text, limit=400)}" for line in wanted]
    if inquiry.topic and not about:
        said.insert(
            0, f"Nobody speaks of {listed(inquiry.terms, joiner='or')}; what is said is this:"
        )
    if len(wanted) < len(heard):
        said.append(f"… and {plural(len(heard) - len(wanted), 'more line')}.")
    return Draft("\n".join(said), tuple(wanted))


def _peopled(inquiry: Inquiry, footage: Footage) -> Inquiry:
    """An inquiry after nobody in particular, turned into one after the people of the film."""
    if inquiry.topic or not re.search(r"(?i)\b(?:who|people|persons?|anyone)\b", inquiry.prompt):
        return inquiry
    known = [word for word in footage.spellings if word in _PEOPLE or word.endswith("man")]
    return replace(inquiry, sought={word: footage.spellings[word] for word in known})


def _found(inquiry: Inquiry, footage: Footage) -> list[Moment]:
    return distinct(footage.matching(inquiry.topic)) if inquiry.topic else []


def _nothing_found(inquiry: Inquiry, footage: Footage) -> Draft:
    """What the film does hold, with a plain word first when something was looked for in vain."""
    shown = spread(footage, footage.story, inquiry.at_most(brief=2, usual=4, full=8))
    head = f"This is what {named(footage.video)} shows:"
    if inquiry.topic:
        sought = in_words(inquiry.terms, joiner="or")
        head = f"Nothing in {named(footage.video)} speaks of {sought}. What it does hold:"
    return Draft("\n".join([head, *(bullet(moment) for moment in shown)]), tuple(shown))


def _unspoken(inquiry: Inquiry, footage: Footage) -> Draft:
    written = [moment for moment in footage.story if re.search(r"[\"“]\w", moment.text)]
    head = f"Nobody speaks in {named(footage.video)}."
    if not written:
        return Draft(f"{head} It has pictures only.")
    shown = distinct(written)[: inquiry.at_most(brief=2, usual=6, full=12)]
    lines = [f"{head} There are written words, though:", *(bullet(moment) for moment in shown)]
    return Draft("\n".join(lines), tuple(shown))


def _missing(inquiry: Inquiry, found: Sequence[Moment]) -> list[str]:
    present = frozenset[str]().union(*(moment.stems for moment in found))
    missing = inquiry.spelled(inquiry.topic - present)
    if not missing or len(missing) == len(inquiry.topic):
        return []
    return ["", f"None of these moments mentions {in_words(missing, joiner='or')}."]


def _present(inquiry: Inquiry, found: Sequence[Moment]) -> str:
    """The words asked about, as asked, that the found moments really hold."""
    present = frozenset[str]().union(*(moment.stems for moment in found))
    held = inquiry.spelled(present)
    return in_words(held, joiner="and") if held else "what comes closest"


def _sense(moment: Moment) -> str:
    return "one hears " if moment.track is Track.AUDIO else ""


def _largest_number(topic: Collection[str], found: Sequence[Moment]) -> tuple[str, Moment | None]:
    """The largest number that stands shortly before a word of the topic, and where it does."""
    best: tuple[int, Moment | None] = (1, None)
    for moment in found:
        words = content_words(moment.text)
        for index, word in enumerate(words):
            before = [_value(each) for each in words[max(0, index - 2) : index]]
            if word in topic and max(before, default=0) > best[0]:
                best = (max(before), moment)
    number, where = best
    return (_NUMERALS[number].capitalize() if number < len(_NUMERALS) else str(number)), where


def _value(word: str) -> int:
    if word.isascii() and word.isdigit():
        return int(word)
    return _NUMERALS.index(word) if word in _NUMERALS else 0


def _length(footage: Footage) -> Draft:
    length = lasting(footage.end - footage.start)
    times = span(footage.start, footage.end)
    return Draft(f"{named(footage.video)} runs for {length}, {times}.", footage.story[:1])


def _units(unit: str, footage: Footage) -> Draft:
    counted = footage.speech if unit.startswith("line") else footage.story
    noun = unit.rstrip("s").lower()
    reach = f"between {clock(footage.start)} and {clock(footage.end)} in {named(footage.video)}"
    text = f"{plural(len(counted), noun)} {reach}."
    return Draft(text, tuple(counted[:3]))
