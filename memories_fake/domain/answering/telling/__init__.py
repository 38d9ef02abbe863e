"""Telling about footage in words: which composer answers which intent, film by film or over all.

`compose` is the way in. A composer makes a `Draft`: a text, and the moments that it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from memories_fake.domain.answering.asking.inquiry import Inquiry
from memories_fake.domain.answering.asking.intents import Intent
from memories_fake.domain.answering.footage import Footage
from memories_fake.domain.answering.telling.drafts import Draft, in_words, named
from memories_fake.domain.answering.telling.finding import (
    compose_found,
    compose_transcript,
    elaborate,
)
from memories_fake.domain.answering.telling.judging import compare, decide
from memories_fake.domain.answering.telling.parts import compose_chapters, compose_highlights
from memories_fake.domain.answering.telling.summaries import compose_names, compose_summary
from memories_fake.domain.answering.wording import clock, listed

_OVER_ALL: Mapping[Intent, Callable[[Inquiry, Sequence[Footage]], Draft]] = {
    Intent.COMPARE: compare,
    Intent.YES_NO: decide,
}
_FILM_BY_FILM: Mapping[Intent, Callable[[Inquiry, Footage], Draft]] = {
    Intent.HIGHLIGHTS: compose_highlights,
    Intent.CHAPTERS: compose_chapters,
    Intent.SUMMARY: compose_summary,
    Intent.TITLES: compose_names,
    Intent.TRANSCRIPT: compose_transcript,
    Intent.COUNT: compose_found,
    Intent.WHEN: compose_found,
    Intent.GENERAL: compose_found,
}


def compose(inquiry: Inquiry, footages: Sequence[Footage]) -> Draft:
    """The text that answers the inquiry from these films, with the moments used."""
    if not footages:
        return Draft("No video was chosen for this question, so there is nothing to answer from.")
    if inquiry.focus is not None:
        return elaborate(inquiry, footages)
    if any(film.film for film in footages) and not any(film.moments for film in footages):
        return Draft(f"Nothing is known of the time you name: {_reaches(footages)}.")
    if inquiry.intent in _OVER_ALL:
        return _OVER_ALL[inquiry.intent](inquiry, footages)
    drafts = [_about(inquiry, footage, footages) for footage in footages]
    moments = tuple(moment for draft in drafts for moment in draft.moments)
    return Draft("\n\n".join(draft.text for draft in drafts), moments)


def _about(inquiry: Inquiry, footage: Footage, footages: Sequence[Footage]) -> Draft:
    """What there is to say of one of the films; little, where only others speak of the topic."""
    name, composer = named(footage.video), _FILM_BY_FILM[inquiry.intent]
    if not footage.moments:
        return Draft(f"Nothing is known of what {name} shows or says here.")
    others_speak = any(film.matching(inquiry.topic) for film in footages)
    if composer is compose_found and others_speak and not footage.matching(inquiry.topic):
        return Draft(f"Nothing in {name} speaks of {in_words(inquiry.terms, joiner='or')}.")
    return composer(inquiry, footage)


def _reaches(footages: Sequence[Footage]) -> str:
    films = [replace(footage, moments=footage.film) for footage in footages if footage.film]
    reach = (f"{named(f.video)} covers {clock(f.start)} to {clock(f.end)}" for f in films)
    return listed(list(reach))
