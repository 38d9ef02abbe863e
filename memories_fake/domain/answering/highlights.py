"""Highlights: the telling moments of a film, what happens in each, and why it matters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from memories_fake.domain.answering.asking import Inquiry, Length
from memories_fake.domain.answering.drafts import Draft, chosen, told
from memories_fake.domain.answering.footage import Footage, Moment
from memories_fake.domain.answering.titles import title_of
from memories_fake.domain.answering.wording import clock, ended, lasting, listed, quoted, span
from memories_fake.runtime.chance import Chance

_UNIQUE = 2
_RECURRING = 3


@dataclass(frozen=True, slots=True)
class Highlight:
    """One highlight: its moment, a title, and the reason for its choice."""

    moment: Moment
    title: str
    reason: str


def compose_highlights(inquiry: Inquiry, footage: Footage, chance: Chance) -> Draft:
    """Highlights as a list, each with its times and title, what happens and why it matters."""
    count = inquiry.at_most(brief=3, usual=5, full=8)
    found = highlights_of(inquiry, footage, count, chance)
    spell = _line if inquiry.length is Length.BRIEF else _item
    text = "\n".join(spell(highlight) for highlight in found)
    return Draft(text, tuple(highlight.moment for highlight in found))


def highlights_of(
    inquiry: Inquiry, footage: Footage, count: int, chance: Chance
) -> list[Highlight]:
    """Up to `count` highlights in order of time, with titles and reasons of their own."""
    found: list[Highlight] = []
    for moment in chosen(inquiry, footage, count):
        taken = [highlight.title for highlight in found]
        given = [highlight.reason for highlight in found]
        title = title_of(moment.text, footage.weights, taken=taken)
        found.append(Highlight(moment, title, reason_for(moment, footage, chance, given=given)))
    return found


def reason_for(
    moment: Moment, footage: Footage, chance: Chance, *, given: list[str] | None = None
) -> str:
    """Why a moment matters, from its place and its words; another kind of reason each time."""
    used = {_kind(reason) for reason in given or []}
    reasons = [reason for make in _REASONS if (reason := make(moment, footage))]
    fresh = [reason for reason in reasons if _kind(reason) not in used and reason not in used]
    if fresh:
        return fresh[0]
    return chance.pick(reasons, "reason", moment.start) if reasons else "It is part of the story."


def _item(highlight: Highlight) -> str:
    moment = highlight.moment
    return "\n".join(
        [
            f"- {span(moment.start, moment.end)} — {highlight.title}",
            f"  - What happens: {told(moment)}",
            f"  - Why it matters: {highlight.reason}",
        ]
    )


def _line(highlight: Highlight) -> str:
    moment = highlight.moment
    return f"- {span(moment.start, moment.end)} — {highlight.title}: {told(moment, limit=90)}"


def _kind(reason: str) -> str:
    return " ".join(reason.split()[:3])


def _opens(moment: Moment, footage: Footage) -> str:
    if moment.start != footage.film[0].start:
        return ""
    words = _recurring(moment, footage)
    return f"It opens the film with what returns later: {words}." if words else "It opens the film."


def _closes(moment: Moment, footage: Footage) -> str:
    if moment.end != max(other.end for other in footage.film):
        return ""
    words = _recurring(moment, footage)
    if not words:
        return "The film closes on it."
    return f"The film closes here and comes round to {words} once more."


def _recurring(moment: Moment, footage: Footage) -> str:
    motifs = sorted(_motifs(moment, footage), key=lambda motif: -len(motif[1]))
    return listed([word for word, _ in motifs[:_RECURRING]])


def _is_spoken_over(moment: Moment, footage: Footage) -> str:
    lines = [line for line in footage.said_during(moment) if line.text]
    if not lines:
        return ""
    return ended(f"What is said over it gives it weight: {quoted(lines[0].text, limit=90)}")


def _starts_a_motif(moment: Moment, footage: Footage) -> str:
    for word, others in _motifs(moment, footage):
        if all(other.start > moment.start for other in others):
            return f"This first sight of “{word}” pays off later, at {clock(others[0].start)}."
    return ""


def _returns_to_a_motif(moment: Moment, footage: Footage) -> str:
    for word, others in _motifs(moment, footage):
        if others[0].start < moment.start:
            return f"Here the film returns to “{word}”, known since {clock(others[0].start)}."
    return ""


def _is_unique(moment: Moment, footage: Footage) -> str:
    elsewhere = frozenset[str]().union(*(m.stems for m in footage.film if m is not moment))
    words = sorted(moment.stems - elsewhere, key=list(footage.spellings).index)
    nouns = [f"“{footage.spellings[word]}”" for word in words if footage.names_a_thing(word)]
    return f"Only here does the film come to {listed(nouns[:_UNIQUE])}." if nouns else ""


def _is_long(moment: Moment, footage: Footage) -> str:
    seconds = moment.end - moment.start
    longest = max(other.end - other.start for other in footage.film)
    if seconds < max(longest, 1):
        return ""
    return f"No other stretch runs longer: {lasting(seconds)} without a break."


def _leads_on(moment: Moment, footage: Footage) -> str:
    later = [m for m in footage.film if m.track is moment.track and m.start > moment.start]
    if not later:
        return ""
    title = title_of(later[0].text, footage.weights)
    return f"It leads over to “{title}”, at {clock(later[0].start)}."


def _motifs(moment: Moment, footage: Footage) -> list[tuple[str, list[Moment]]]:
    """The moment's words that other moments have too, rarest first, with those moments."""
    words = sorted(moment.stems, key=lambda stem: (-footage.weights[stem], stem))
    others = [m for m in footage.film if m is not moment and m.track is moment.track]
    shared = [
        (footage.spellings[word], [other for other in others if word in other.stems])
        for word in words
        if footage.names_a_thing(word)
    ]
    return [(word, found) for word, found in shared if found]


_REASONS: tuple[Callable[[Moment, Footage], str], ...] = (
    _opens,
    _closes,
    _is_spoken_over,
    _starts_a_motif,
    _returns_to_a_motif,
    _is_long,
    _is_unique,
    _leads_on,
)
