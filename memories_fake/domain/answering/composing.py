"""From an understood prompt to an answer's text: which composer answers which intent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from memories_fake.domain.answering.asking import Inquiry, Intent, window_in
from memories_fake.domain.answering.chapters import compose_chapters
from memories_fake.domain.answering.deciding import decide
from memories_fake.domain.answering.drafts import Composer, Draft, FilmComposer, in_words, named
from memories_fake.domain.answering.finding import (
    compose_count,
    compose_general,
    compose_transcript,
    compose_when,
)
from memories_fake.domain.answering.footage import Footage
from memories_fake.domain.answering.highlights import compose_highlights
from memories_fake.domain.answering.json_answers import compose_json
from memories_fake.domain.answering.naming import compose_names
from memories_fake.domain.answering.recalling import elaborate
from memories_fake.domain.answering.telling import compare, compose_summary
from memories_fake.domain.answering.wording import clock, listed
from memories_fake.runtime.chance import Chance

_FILM_COMPOSERS: Mapping[Intent, FilmComposer] = {
    Intent.HIGHLIGHTS: compose_highlights,
    Intent.CHAPTERS: compose_chapters,
    Intent.SUMMARY: compose_summary,
    Intent.TITLES: compose_names,
    Intent.COUNT: compose_count,
    Intent.TRANSCRIPT: compose_transcript,
    Intent.WHEN: compose_when,
    Intent.GENERAL: compose_general,
}
_OPENINGS: Mapping[Intent, tuple[str, ...]] = {
    Intent.HIGHLIGHTS: (
        "Here are the highlights of {names}{about}, with times and the reason for each.",
        "These moments of {names}{about} are the ones to watch.",
    ),
    Intent.CHAPTERS: (
        "{names} falls into these chapters:",
        "A table of contents for {names}:",
    ),
    Intent.TITLES: ("For {names}:", "Drawn from what {names} shows and says:"),
    Intent.TRANSCRIPT: ("Heard in {names}{about}:",),
}


def compose(inquiry: Inquiry, footages: Sequence[Footage], chance: Chance) -> Draft:
    """The text that answers the inquiry from these films, with the moments used."""
    if not footages:
        return Draft(
            "No video was chosen for this question, so there is nothing to answer it from."
        )
    if inquiry.wish:
        return compose_json(inquiry, footages, chance)
    if inquiry.focus is not None:
        return elaborate(inquiry, footages, chance)
    near = [_narrowed(footage, inquiry.prompt) for footage in footages]
    if not any(footage.moments for footage in near) and any(f.moments for f in footages):
        return Draft(_out_of_reach(footages))
    whole: Mapping[Intent, Composer] = {Intent.YES_NO: decide, Intent.COMPARE: compare}
    if inquiry.intent in whole:
        return whole[inquiry.intent](inquiry, near, chance)
    return _film_by_film(_FILM_COMPOSERS[inquiry.intent], inquiry, near, chance)


def _narrowed(footage: Footage, prompt: str) -> Footage:
    """The footage within the times that the prompt names; all of it when it names none."""
    window = window_in(prompt, start_seconds=footage.start, end_seconds=footage.end)
    return footage.within(*window) if window else footage


def _film_by_film(
    composer: Callable[[Inquiry, Footage, Chance], Draft],
    inquiry: Inquiry,
    footages: Sequence[Footage],
    chance: Chance,
) -> Draft:
    drafts = [
        Draft(f"Nothing here speaks of {in_words(inquiry.terms, joiner='or')}.")
        if _is_passed_over(inquiry, footage, footages)
        else _draft(composer, inquiry, footage, chance)
        for footage in footages
    ]
    moments = tuple(moment for draft in drafts for moment in draft.moments)
    opening = _opening(inquiry, footages, chance)
    if len(drafts) == 1:
        return Draft("\n\n".join(filter(None, [opening, drafts[0].text])), moments)
    pairs = zip(footages, drafts, strict=True)
    sections = [f"### {named(footage.video)}\n{draft.text}" for footage, draft in pairs]
    return Draft("\n\n".join(filter(None, [opening, *sections])), moments)


def _draft(composer: FilmComposer, inquiry: Inquiry, footage: Footage, chance: Chance) -> Draft:
    if footage.moments:
        return composer(inquiry, footage, chance.derived(footage.video.number))
    return Draft(f"Nothing is known of what {named(footage.video)} shows or says here.")


def _opening(inquiry: Inquiry, footages: Sequence[Footage], chance: Chance) -> str:
    choices = _OPENINGS.get(inquiry.intent)
    if choices is None:
        return ""
    names = listed([named(footage.video) for footage in footages])
    sought = in_words(inquiry.terms, joiner="and")
    about = f" about {sought}" if _is_on_topic(inquiry, footages) else ""
    opening = chance.pick(choices, "opening", inquiry.prompt).format(names=names, about=about)
    return opening.replace(" falls into", " fall into") if len(footages) > 1 else opening


def _is_on_topic(inquiry: Inquiry, footages: Sequence[Footage]) -> bool:
    topic = set(inquiry.topic)
    return any(topic & moment.stems for footage in footages for moment in footage.moments)


def _is_passed_over(inquiry: Inquiry, footage: Footage, footages: Sequence[Footage]) -> bool:
    """Whether other films speak of what was asked, and this one does not."""
    asks_for_moments = inquiry.intent in {Intent.GENERAL, Intent.WHEN, Intent.COUNT}
    return (
        asks_for_moments and _is_on_topic(inquiry, footages) and not footage.matching(inquiry.topic)
    )


def _out_of_reach(footages: Sequence[Footage]) -> str:
    told = [
        f"{named(footage.video)} covers {clock(footage.start)} to {clock(footage.end)}"
        for footage in footages
        if footage.moments
    ]
    return f"Nothing is known of the time you name: {listed(told)}."
