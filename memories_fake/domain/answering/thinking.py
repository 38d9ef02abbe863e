"""The steps that are shown before an answer: what was read for this prompt, and what was kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from memories_fake.domain.answering.asking import Inquiry, Intent, Length
from memories_fake.domain.answering.drafts import named
from memories_fake.domain.answering.footage import Footage, Moment
from memories_fake.domain.answering.wording import (
    clock,
    cut,
    ended,
    lasting,
    listed,
    plural,
    quoted,
    span,
)
from memories_fake.domain.records import Thinking
from memories_fake.runtime.chance import Chance

FETCHING = "Based on selected videos, fetch detailed information"
RERANKING = "Rerank detailed information"
_READING: Mapping[Intent, str] = {
    Intent.COMPARE: "the films have to be set side by side",
    Intent.HIGHLIGHTS: "a few telling moments are wanted, each with its times",
    Intent.CHAPTERS: "the whole film has to be cut into parts without gaps",
    Intent.SUMMARY: "the gist matters more than any single moment",
    Intent.TITLES: "names have to be coined from the film's own words",
    Intent.YES_NO: "the reply must commit to yes or no and show its evidence",
    Intent.COUNT: "something has to be counted, so no occurrence may be missed",
    Intent.TRANSCRIPT: "the spoken words matter, so the sound comes before the picture",
    Intent.WHEN: "the times are the point, so each claim needs one",
    Intent.GENERAL: "this is an open question, best met with the moments that fit it",
}
_FOR_A_PROGRAM = "a program will read the reply, so it has to be JSON and nothing else"
_SHAPING: Mapping[Length, str] = {
    Length.BRIEF: "As a short reply is wanted, little more than the strongest moment goes in.",
    Length.USUAL: "A handful of moments will do; more would only blur the answer.",
    Length.FULL: "Since the asker wants it at length, weaker moments may stay as well.",
}
_LISTED = 3


def think(
    inquiry: Inquiry,
    footages: Sequence[Footage],
    used: Sequence[Moment],
    chance: Chance,
) -> tuple[Thinking, Thinking]:
    """The two steps before an answer about chosen videos."""
    return (
        Thinking(FETCHING, " ".join(_fetching(inquiry, footages, chance))),
        Thinking(RERANKING, " ".join(reranking(inquiry, footages, used))),
    )


def reading(inquiry: Inquiry) -> str:
    """How the prompt is understood, in one sentence."""
    why = _FOR_A_PROGRAM if inquiry.wish else _READING[inquiry.intent]
    return f"The prompt is {quoted(inquiry.prompt, limit=140)}: {why}."


def reranking(inquiry: Inquiry, footages: Sequence[Footage], used: Sequence[Moment]) -> list[str]:
    """Sentences on how many moments fit, which is strongest and what the answer will hold."""
    moments = [moment for footage in footages for moment in footage.moments]
    topic = set(inquiry.topic)
    fitting = [moment for moment in moments if topic & moment.stems]
    told = [_standing(inquiry, len(fitting), len(moments))]
    if used:
        best = max(used, key=lambda moment: (len(topic & moment.stems), moment.found))
        where = f"{span(best.start, best.end)} of {named(best.video)}"
        told.append(ended(f"Weighing them, {where} comes first: {quoted(best.text, limit=110)}"))
        told.append(f"The answer will rest on {plural(len(used), 'moment')}, {_times(used)}.")
    else:
        told.append("None of them can carry the answer, and it has to say so.")
        told.append("Inventing a moment would be worse than admitting the gap.")
    return [*told, _SHAPING[inquiry.length]]


def _fetching(inquiry: Inquiry, footages: Sequence[Footage], chance: Chance) -> list[str]:
    told = [reading(inquiry), _selection(footages)]
    if inquiry.focus is not None:
        told.append(ended(f"It points back to an earlier reply: {quoted(inquiry.focus, limit=90)}"))
    if inquiry.topic:
        told.append(f"The words to look for are {listed(inquiry.terms[:8])}.")
    else:
        told.append("It names no particular thing, so every part of the story is open.")
    themes = listed([f"“{word}”" for footage in footages[:_LISTED] for word in footage.themes(2)])
    if themes:
        lead = chance.pick(["A first reading turns up", "What stands out on reading is"], "themes")
        told.append(f"{lead} {themes}.")
    return told


def _selection(footages: Sequence[Footage]) -> str:
    if not footages:
        return "No video was chosen."
    told = [
        f"{named(footage.video)} ({lasting(footage.end - footage.start)}, {_tracks(footage)})"
        for footage in footages[:_LISTED]
    ]
    more = len(footages) - len(told)
    return f"Chosen are {listed(told)}{f' and {more} more' if more else ''}."


def _tracks(footage: Footage) -> str:
    spoken = len(footage.speech)
    seen = len(footage.moments) - spoken
    return f"{plural(seen, 'shot')} and {plural(spoken, 'spoken line') if spoken else 'no speech'}"


def _standing(inquiry: Inquiry, fitting: int, total: int) -> str:
    if not inquiry.topic:
        return f"With nothing named, all {total} moments compete by how much they tell."
    about = cut(listed(inquiry.terms[:4], joiner="or"), limit=80)
    return f"Of {plural(total, 'moment')}, {fitting or 'none'} hold a word of {about}."


def _times(used: Sequence[Moment]) -> str:
    starts = [clock(moment.start) for moment in used[:_LISTED]]
    rest = " among them" if len(used) > _LISTED else ""
    return f"with {listed(starts)}{rest}"
