"""Answers that point at moments: what fits, when, how often, what is said; and a second look."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from memories_fake.domain.answering.asking.inquiry import Inquiry
from memories_fake.domain.answering.asking.intents import Intent
from memories_fake.domain.answering.footage import (
    Footage,
    Moment,
    by_time,
    distinct,
    words_in,
)
from memories_fake.domain.answering.telling.drafts import (
    Draft,
    bullet,
    in_words,
    named,
    scene,
    told,
)
from memories_fake.domain.answering.telling.parts import reason_for
from memories_fake.domain.answering.telling.summaries import subject_of
from memories_fake.domain.answering.wording import (
    clock,
    led_in,
    listed,
    plural,
    quoted,
    span,
)
from memories_fake.domain.words import content_words

_LINES = 40
_TIMES = 10
_NUMERALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PERSONS = "man woman boy girl child person figur crowd guy ladi"
_PEOPLE = frozenset(_PERSONS.split())
_WHO = re.compile(r"(?i)\b(?:who|people|persons?|anyone)\b")
_WHY = re.compile(r"(?i)\bwhy\b|\bhow come\b|\bhow do you know\b|\bwhat makes you\b")
_CLOCK = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])")
_GROUNDS = 5
_SAID = 3


def compose_found(inquiry: Inquiry, footage: Footage) -> Draft:
    """The moments that fit, with times and in number; or that none does, and what there is."""
    if people := people_in(inquiry, footage):
        inquiry = replace(inquiry, sought=people)
    if inquiry.intent is Intent.COUNT and not inquiry.topic:
        spoken = len(footage.speech)
        seen = plural(len(footage.moments) - spoken, "shot")
        text = f"{subject_of(footage)} It holds {seen} and {plural(spoken, 'spoken line')}."
        return Draft(text, footage.story[:1])
    found = distinct(footage.matching(inquiry.topic)) if inquiry.topic else []
    if not found:
        return _nothing_found(inquiry, footage)
    if inquiry.intent is Intent.GENERAL:
        return _best(inquiry, footage, found)
    head = _counted if inquiry.intent is Intent.COUNT else _timed
    shown = by_time(found[: inquiry.at_most(brief=1, usual=5, full=10)])
    return _listing(head(inquiry, footage, by_time(found)), shown)


def compose_transcript(inquiry: Inquiry, footage: Footage) -> Draft:
    """What is said, line by line with times: about the topic when there is one, else all of it."""
    name = named(footage.video)
    lines = [line for line in footage.speech if line.text]
    if not lines:
        return Draft(f"Nobody speaks in {name}. It has pictures only.")
    about = [line for line in lines if line.stems.intersection(inquiry.topic)]
    heard = about or lines
    shown = heard[: inquiry.at_most(brief=3, usual=_LINES, full=_LINES * 5)]
    said = [f"Heard in {name}:"]
    if inquiry.topic and not about:
        sought = in_words(inquiry.terms, joiner="or")
        said = [f"Nobody speaks of {sought} in {name}; what is said is this:"]
    said += [f"- {span(line.start, line.end)} — {quoted(line.text, limit=400)}" for line in shown]
    if len(shown) < len(heard):
        said.append(f"… and {plural(len(heard) - len(shown), 'more line')}.")
    return Draft("\n".join(said), tuple(shown))


def people_in(inquiry: Inquiry, footage: Footage) -> dict[str, str]:
    """The people of a film, to an inquiry after nobody in particular: stems with spellings."""
    if inquiry.topic or not _WHO.search(inquiry.prompt):
        return {}
    return {word: spelled for word, spelled in footage.spellings.items() if is_person(word)}


def is_person(stem: str) -> bool:
    """Whether a stem names a person, whoever that is."""
    return stem in _PEOPLE or stem.endswith("man")


def _best(inquiry: Inquiry, footage: Footage, found: Sequence[Moment]) -> Draft:
    """The best match first, then the others, then which words are in none of them."""
    best, others = found[0], by_time(found[1 : inquiry.at_most(brief=1, usual=5, full=8)])
    lead = "The best match"
    if not best.stems.intersection(inquiry.topic):
        lead = "Nothing says so in those words. What comes closest"
    where = f"{span(best.start, best.end)} in {named(footage.video)}"
    lines = [f"{lead} is at {where}: {told(best, limit=260)}"]
    if others:
        lines += ["", "It also comes up here:", *map(bullet, others)]
    missing = inquiry.spelled(inquiry.topic - words_in(found))
    if 0 < len(missing) < len(inquiry.topic):
        lines += ["", f"None of these moments mentions {in_words(missing, joiner='or')}."]
    return Draft("\n".join(lines), (best, *others))


def _timed(inquiry: Inquiry, footage: Footage, found: Sequence[Moment]) -> str:
    times = listed([clock(moment.start) for moment in found[:_TIMES]])
    what = _present(inquiry, found)
    return f"{what[:1].upper()}{what[1:]}: at {times} in {named(footage.video)}."


def _counted(inquiry: Inquiry, footage: Footage, found: Sequence[Moment]) -> str:
    """How many there are as the descriptions tell it, and in how many moments they occur."""
    where = f"out of {len(footage.moments)} in {named(footage.video)}"
    head = f"{plural(len(found), 'moment')} with {_present(inquiry, found)}, {where}."
    number, at = _largest_number(inquiry.topic, found)
    if at is None:
        return head
    spelled = _NUMERALS[number].capitalize() if number < len(_NUMERALS) else number
    return f"{spelled}, going by {span(at.start, at.end)}. In all there are {head}"


def _listing(head: str, shown: Sequence[Moment]) -> Draft:
    return Draft("\n".join([head, *map(bullet, shown)]), tuple(shown))


def _nothing_found(inquiry: Inquiry, footage: Footage) -> Draft:
    """What the film does hold, with a plain word first when something was looked for in vain."""
    head = f"This is what {named(footage.video)} shows:"
    if inquiry.topic:
        sought = in_words(inquiry.terms, joiner="or")
        head = f"Nothing in {named(footage.video)} speaks of {sought}. What it does hold:"
    return _listing(head, footage.spread(inquiry.at_most(brief=2, usual=4, full=8)))


def _present(inquiry: Inquiry, found: Sequence[Moment]) -> str:
    """The words asked about, as asked, that the found moments really hold."""
    held = inquiry.spelled(words_in(found))
    return in_words(held, joiner="and") if held else "what comes closest"


def _largest_number(topic: Collection[str], found: Sequence[Moment]) -> tuple[int, Moment | None]:
    """The largest number that stands shortly before a word of the topic, and where it does."""
    best: tuple[int, Moment | None] = (1, None)
    for moment in found:
        words = content_words(moment.text)
        for index, word in enumerate(words):
            before = [_value(each) for each in words[max(0, index - 2) : index]]
            if word in topic and max(before, default=0) > best[0]:
                best = (max(before), moment)
    return best


def _value(word: str) -> int:
    if word.isascii() and word.isdigit():
        return int(word)
    return _NUMERALS.index(word) if word in _NUMERALS else 0


def elaborate(inquiry: Inquiry, footages: Sequence[Footage]) -> Draft:
    """More about the item in focus, or, when the prompt asks why, what the answer rested on."""
    focus = inquiry.focus or ""
    close = [
        (_closeness(moment, focus, footage), moment, footage)
        for footage in footages
        for moment in footage.moments
    ]
    close.sort(key=lambda row: -row[0])
    if not close or not close[0][0]:
        return Draft("Nothing in the film leads back to that part of the earlier answer.")
    if not _WHY.search(inquiry.prompt):
        return _closer_look(*close[0][1:])
    least = close[0][0] / 2
    return _grounds({moment: film for near, moment, film in close[:_GROUNDS] if near >= least})


def _closeness(moment: Moment, focus: str, footage: Footage) -> float:
    """How likely an earlier text speaks of a moment: by its times first, then by its words."""
    times = _CLOCK.findall(focus)
    timed = 2.0 * (clock(moment.start) in times) + 0.5 * (clock(moment.end) in times[1:2])
    named_there = 0.5 * (footage.video.name in focus)
    words = moment.stems.intersection(content_words(focus))
    shared = len(words) / (len(moment.stems) or 1)
    return timed + shared + named_there * bool(words)


def _closer_look(moment: Moment, footage: Footage) -> Draft:
    """One moment at full length: what is seen and said in it, and what lies around it."""
    said = [line for line in footage.said_during(moment) if line.text][:_SAID]
    before = [other for other in footage.story if other.start < moment.start][-1:]
    after = [other for other in footage.story if other.start > moment.start][:1]
    around = by_time([*before, *said, *after])
    lines = [
        f"A closer look at {span(moment.start, moment.end)} of {named(footage.video)}:",
        "",
        f"- {told(moment, limit=1000)}",
        *(f"- {led_in(f'At {clock(other.start)}', scene(other))}" for other in around),
        # What is said has its own lines by now, so it is no news as a reason.
        f"- Why it counts: {reason_for(moment, footage, given=['What is said'])}",
    ]
    return Draft("\n".join(lines), (moment, *around))


def _grounds(films: dict[Moment, Footage]) -> Draft:
    """The moments that an earlier answer rested on, with the reason each carries weight."""
    shown = by_time(distinct(films))
    given: list[str] = []
    for moment in shown:
        given.append(reason_for(moment, films[moment], given=given))
    lines = [f"{bullet(moment)} {why}" for moment, why in zip(shown, given, strict=True)]
    return Draft("\n".join(["The answer rests on these moments:", *lines]), tuple(shown))
