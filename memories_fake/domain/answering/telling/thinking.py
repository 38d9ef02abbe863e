"""The steps that are shown before an answer: what was read for this prompt, and what was kept."""

from __future__ import annotations

from collections.abc import Sequence

from memories_fake.domain.answering.asking.inquiry import Inquiry
from memories_fake.domain.answering.footage import Footage, Moment
from memories_fake.domain.answering.telling.drafts import named
from memories_fake.domain.answering.wording import clock, ended, listed, plural, quoted, span
from memories_fake.domain.replies import Thinking

_LISTED = 3


def think(
    inquiry: Inquiry, footages: Sequence[Footage], used: Sequence[Moment]
) -> tuple[Thinking, Thinking]:
    """The two steps before an answer about chosen videos."""
    names = listed([named(footage.video) for footage in footages]) or "no video"
    told = [reading(inquiry), f"Chosen is {names}."]
    if themes := [f"“{word}”" for footage in footages[:_LISTED] for word in footage.themes(2)]:
        told.append(f"A first reading turns up {listed(themes)}.")
    fetching = Thinking("Based on selected videos, fetch detailed information", " ".join(told))
    return fetching, reranking(inquiry, footages, used)


def reading(inquiry: Inquiry) -> str:
    """How the prompt is understood, in two or three sentences."""
    form = ", as JSON and nothing else" if inquiry.wish else ""
    told = [
        f"The prompt is {quoted(inquiry.prompt, limit=140)}: it asks for {inquiry.intent}{form}."
    ]
    if inquiry.focus is not None:
        back = quoted(inquiry.focus, limit=90)
        told.append(ended(f"It points back to an earlier reply: {back}"))
    if inquiry.terms:
        return " ".join([*told, f"The words to look for are {listed(inquiry.terms[:8])}."])
    return " ".join([*told, "It names no particular thing, so everything may matter."])


def reranking(inquiry: Inquiry, footages: Sequence[Footage], used: Sequence[Moment]) -> Thinking:
    """How many moments fit, which is strongest and what the answer will hold."""
    moments = [moment for footage in footages for moment in footage.moments]
    fitting = sum(bool(inquiry.topic & moment.stems) for moment in moments)
    told = [f"{plural(len(moments), 'moment')} were weighed; {fitting or 'none'} on the topic."]
    if used:
        best = max(used, key=lambda moment: (len(inquiry.topic & moment.stems), moment.found))
        where = f"{span(best.start, best.end)} of {named(best.video)}"
        told.append(ended(f"First comes {where}: {quoted(best.text, limit=110)}"))
        starts = listed([clock(moment.start) for moment in used[:_LISTED]])
        rest = " among others" if len(used) > _LISTED else ""
        told.append(f"The answer rests on what is seen and said at {starts}{rest}.")
    else:
        told.append("None of them can carry the answer, and it has to say so.")
    told.append(f"What is wanted is {inquiry.length}.")
    return Thinking("Rerank detailed information", " ".join(told))
