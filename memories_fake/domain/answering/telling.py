"""Summaries in prose, and what several films have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from memories_fake.domain.answering.asking import Inquiry, Length
from memories_fake.domain.answering.drafts import (
    Draft,
    chosen,
    distinct,
    named,
    scene,
    spread,
    told,
)
from memories_fake.domain.answering.footage import Footage, Moment
from memories_fake.domain.answering.titles import title_of
from memories_fake.domain.answering.wording import (
    clock,
    ended,
    gist,
    lasting,
    led_in,
    listed,
    plural,
    quoted,
    sentences,
)
from memories_fake.runtime.chance import Chance

_THEMES = 4
_STAGES = 3
_SHARED = 6
_FEWEST = 3
_LATE = 0.75
_LONGEST = 180


def compose_summary(inquiry: Inquiry, footage: Footage, chance: Chance) -> Draft:
    """A summary of some sentences, or as many bullets as were asked for, with times."""
    if not footage.moments:
        return Draft(" ".join(summary_sentences(footage, chance)))
    if "bullet" in inquiry.prompt.lower():
        return _in_bullets(inquiry, footage)
    most = inquiry.at_most(brief=1, usual=5, full=2 * _STAGES + 2)
    stages = _STAGES if inquiry.length is not Length.FULL else 2 * _STAGES
    told = summary_sentences(footage, chance, stages=stages)
    told = told[:most] if most > 1 else [_in_one_sentence(footage)]
    return Draft(" ".join(told), tuple(spread(footage, footage.story, stages)))


def summary_sentences(footage: Footage, chance: Chance, *, stages: int = 3) -> list[str]:
    """The subject, as many stages of the film, and a line said in it: usually 3 to 5 sentences."""
    if not footage.moments:
        name = named(footage.video)
        return [f"{name} holds no pictures.", "Nothing is said in it.", "So no more can be told."]
    shown = spread(footage, footage.story, stages)
    told = [_subject(footage, chance)]
    told += [_staged(shown, number, footage) for number in range(len(shown))]
    told += _heard(footage, {moment.text for moment in shown})
    return told if len(told) >= _FEWEST else [*told, _extent(footage)]


def compare(inquiry: Inquiry, footages: Sequence[Footage], chance: Chance) -> Draft:
    """What the films share, what each has alone, and how long each runs."""
    filled = [footage for footage in footages if footage.moments]
    if len(filled) <= 1:
        drafts = [compose_summary(inquiry, footage, chance) for footage in footages]
        text = "There is only one film here to look at, so nothing can be set against it. "
        return Draft(text + " ".join(draft.text for draft in drafts), drafts[0].moments)
    lines = [_in_common(filled), "", "What sets them apart:"]
    moments: list[Moment] = []
    for footage in filled:
        shown = chosen(inquiry, footage, 2)
        moments += shown
        lines.append(_alone(footage, filled, shown))
    return Draft("\n".join(lines), tuple(moments))


def _in_bullets(inquiry: Inquiry, footage: Footage) -> Draft:
    shown = chosen(inquiry, footage, inquiry.at_most(brief=3, usual=5, full=8))
    lines = [f"- {gist(moment.text, limit=140)} ({clock(moment.start)})" for moment in shown]
    return Draft("\n".join(lines), tuple(shown))


def _subject(footage: Footage, chance: Chance) -> str:
    runs = f"{named(footage.video)} runs for {lasting(footage.end - footage.start)}"
    if not footage.is_whole:
        reach = f"from {clock(footage.start)} to {clock(footage.end)}"
        runs = f"This part of {named(footage.video)} goes {reach}"
    themes = listed(footage.themes(_THEMES))
    if not themes:
        return f"{runs}."
    verb = chance.pick(
        ["it is built around", "its recurring subjects are", "it keeps returning to"],
        footage.video.number,
    )
    return f"{runs}; {verb} {themes}."


def _in_one_sentence(footage: Footage) -> str:
    titles: list[str] = []
    for moment in (footage.story[0], footage.story[-1]):
        titles.append(title_of(moment.text, footage.weights, taken=titles))
    themes = listed(footage.themes(_THEMES - 1))
    rest = f", with {themes} throughout" if themes else ""
    length = lasting(footage.end - footage.start)
    return f"In {length}, {named(footage.video)} leads from “{titles[0]}” to “{titles[1]}”{rest}."


def _staged(stages: Sequence[Moment], number: int, footage: Footage) -> str:
    """One stage of the film as a sentence that says where in the film it stands."""
    moment = stages[number]
    first = replace(moment, segment=replace(moment.segment, text=_first_sentence(moment)))
    body = scene(first, limit=_LONGEST)
    if number == 0 and footage.is_whole and moment.start == footage.start:
        return f"It opens like this: {told(first, limit=_LONGEST)}"
    if number == 0:
        return led_in("At first", body)
    if number < len(stages) - 1:
        return led_in(("Then", "After that", "Next")[(number - 1) % 3], body)
    reached = (moment.start - footage.start) / max(1, footage.end - footage.start)
    return led_in("In the end" if reached >= _LATE else "Later", body)


def _first_sentence(moment: Moment) -> str:
    return next(iter(sentences(moment.text)), "")


def _heard(footage: Footage, shown: set[str]) -> list[str]:
    lines = [line for line in distinct(footage.speech) if line.text and line.text not in shown]
    if not lines:
        return []
    weightiest = max(lines, key=footage.weight)
    return [ended(f"Among what is said, one line stands out: {quoted(weightiest.text, limit=140)}")]


def _extent(footage: Footage) -> str:
    spoken = len(footage.speech)
    seen = len(footage.moments) - spoken
    return f"In all it holds {plural(seen, 'described shot')} and {plural(spoken, 'spoken line')}."


def _in_common(footages: Sequence[Footage]) -> str:
    shared = set(footages[0].weights)
    for footage in footages[1:]:
        shared &= set(footage.weights)
    first = footages[0]
    words = [first.spellings[word] for word in first.theme_stems() if word in shared]
    if not words:
        return "The films have no telling word in common."
    return f"In common: {listed(words[:_SHARED])}."


def _alone(footage: Footage, all_of_them: Sequence[Footage], shown: Sequence[Moment]) -> str:
    elsewhere: set[str] = set()
    for other in all_of_them:
        if other is not footage:
            elsewhere |= set(other.weights)
    own = [word for word in footage.theme_stems() if word not in elsewhere][:_THEMES]
    words = f" Only here: {listed([footage.spellings[word] for word in own])}." if own else ""
    told_there = (led_in(f"At {clock(m.start)}", scene(m, limit=120)) for m in shown)
    head = f"- {named(footage.video)}, {lasting(footage.end - footage.start)}.{words}"
    return " ".join([head, *told_there])
