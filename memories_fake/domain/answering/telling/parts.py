"""A film in parts: its telling moments with the reason for each, and chapters without gaps."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from memories_fake.domain.answering.asking.inquiry import Inquiry
from memories_fake.domain.answering.asking.intents import Length
from memories_fake.domain.answering.footage import (
    Footage,
    Moment,
    distinct,
    stretches,
    words_in,
)
from memories_fake.domain.answering.telling.drafts import Draft, named, scene, told
from memories_fake.domain.answering.titles import title_of
from memories_fake.domain.answering.wording import clock, ended, led_in, listed, quoted, span

_UNIQUE = 2
_FEWEST, _MOST = 3, 8


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a film: its leading moment, a title, what happens, and why that matters."""

    footage: Footage
    moment: Moment
    start_seconds: int
    end_seconds: int
    title: str
    text: str
    reason: str


def compose_highlights(inquiry: Inquiry, footage: Footage) -> Draft:
    """Highlights as a list, each with its times and title, what happens and why it matters."""
    found = highlights_of(inquiry, footage, inquiry.at_most(brief=3, usual=5, full=8))
    lines = [f"Highlights of {named(footage.video)}:", ""]
    for part in found:
        head = f"- {span(part.start_seconds, part.end_seconds)} — {part.title}"
        if inquiry.length is Length.BRIEF:
            lines.append(f"{head}: {told(part.moment, limit=90)}")
        else:
            lines += [head, f"  - What happens: {part.text}"]
            lines.append(f"  - Why it matters: {part.reason}")
    return Draft("\n".join(lines), tuple(part.moment for part in found))


def compose_chapters(inquiry: Inquiry, footage: Footage) -> Draft:
    """Chapters as a numbered list with times, a title and a short description each."""
    count = inquiry.at_most(brief=3, usual=0, full=_MOST)
    chapters = chapters_of(footage, count=count or None)
    lines = [
        f"{number}. {span(part.start_seconds, part.end_seconds)} — {part.title}\n   {part.text}"
        for number, part in enumerate(chapters, 1)
    ]
    head = f"{named(footage.video)} in chapters:"
    return Draft("\n".join([head, "", *lines]), tuple(part.moment for part in chapters))


def highlights_of(inquiry: Inquiry, footage: Footage, count: int) -> list[Part]:
    """Up to `count` highlights in order of time, with titles and reasons of their own."""
    found: list[Part] = []
    for moment in footage.chosen(inquiry.topic, count):
        text = told(moment, limit=240)
        found.append(_part(footage, moment, (moment.start, moment.end), text, found))
    return found


def chapters_of(footage: Footage, *, count: int | None = None) -> list[Part]:
    """Contiguous chapters over the whole film; about the square root of its moments in number."""
    story = footage.story
    usual = max(_FEWEST, min(_MOST, round(math.sqrt(len(story)))))
    found: list[Part] = []
    cut = stretches(story, count or usual)
    starts = [footage.start, *(moments[0].start for moments in cut[1:]), footage.end]
    for moments, start, end in zip(cut, starts, starts[1:], strict=False):
        lead = max(moments, key=footage.weight)
        found.append(_part(footage, lead, (start, end), _course(lead, moments, footage), found))
    return found


def spoken_lines(footage: Footage) -> list[Part]:
    """What is said, line by line."""
    why = "It is said in so many words."
    return [
        Part(footage, m, m.start, m.end, title_of(m.text, footage.weights), m.text, why)
        for m in footage.speech
    ]


def reason_for(moment: Moment, footage: Footage, *, given: Sequence[str] = ()) -> str:
    """Why a moment matters, from its place and its words; another kind of reason each time."""
    used = {_kind(reason) for reason in given}
    reasons = list(_reasons(moment, footage))
    fresh = [reason for reason in reasons if _kind(reason) not in used]
    return next(iter(fresh or reasons), "It is part of the story.")


def _part(
    footage: Footage, lead: Moment, times: tuple[int, int], text: str, before: Sequence[Part]
) -> Part:
    """A part with a title and a reason that those before it do not have."""
    title = title_of(lead.text, footage.weights, taken=[part.title for part in before])
    reason = reason_for(lead, footage, given=[part.reason for part in before])
    return Part(footage, lead, *times, title, text, reason)


def _course(lead: Moment, moments: Sequence[Moment], footage: Footage) -> str:
    """The leading moment, then where the chapter ends up or what is said in it."""
    opening = told(lead, limit=160)
    others = [moment for moment in distinct(moments) if moment.text != lead.text]
    if others:
        turn = "By its end" if others[-1].start > lead.start else "Before that"
        return f"{opening} {led_in(turn, scene(others[-1], limit=120))}"
    said = [line.text for line in footage.said_during(lead) if line.text != lead.text]
    return f"{opening} {ended(f'One hears {quoted(said[0], limit=90)}')}" if said else opening


def _kind(reason: str) -> str:
    """Each kind of reason begins in words of its own."""
    return " ".join(reason.split()[:3])


def _reasons(moment: Moment, footage: Footage) -> Iterator[str]:
    """What makes a moment matter: what is said, what recurs, what is new, what comes next."""
    if said := next((line.text for line in footage.said_during(moment) if line.text), ""):
        yield ended(f"What is said over it gives it weight: {quoted(said, limit=90)}")
    words = sorted(moment.stems, key=lambda stem: (-footage.weights[stem], stem))
    things = [(footage.spellings[word], word) for word in words if footage.names_a_thing(word)]
    others = words_in(m for m in footage.film if m is not moment)
    if own := [f"“{thing}”" for thing, word in things if word not in others]:
        yield f"Only here does the film come to {listed(own[:_UNIQUE])}."
    if moment.end == footage.end:
        yield "The film closes on it."
    track = [m for m in footage.film if m.track is moment.track and m is not moment]
    elsewhere = [(thing, [m.start for m in track if word in m.stems]) for thing, word in things]
    recurring = [(thing, starts[0]) for thing, starts in elsewhere if starts]
    for thing, at in [pair for pair in recurring if pair[1] > moment.start][:1]:
        yield f"This first sight of “{thing}” pays off later, at {clock(at)}."
    for thing, at in [pair for pair in recurring if pair[1] < moment.start][:1]:
        yield f"Here the film returns to “{thing}”, known since {clock(at)}."
    for after in [m for m in track if m.start > moment.start][:1]:
        title = title_of(after.text, footage.weights)
        yield f"It leads over to “{title}”, at {clock(after.start)}."
