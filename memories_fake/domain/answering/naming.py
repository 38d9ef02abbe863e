"""Hashtags, titles, captions and keywords made from the words of a film."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import fsum

from memories_fake.domain.answering.asking import Inquiry, Length, wanted_of
from memories_fake.domain.answering.drafts import Draft, by_time, chosen, told
from memories_fake.domain.answering.footage import Footage, Moment
from memories_fake.domain.answering.titles import title_of
from memories_fake.domain.answering.wording import clock, ended, listed
from memories_fake.runtime.chance import Chance

_TITLE_THEMES = 12
_TITLE_MOMENTS = 6
_HASHTAGS = r"hash-?tags?"
_KEYWORDS = r"(?:keywords?|tags)"
_CAPTIONS = r"captions?"
_TITLES = r"(?:titles?|headlines?|tag ?lines?|names?)"


def compose_names(inquiry: Inquiry, footage: Footage, _chance: Chance) -> Draft:
    """Whichever of titles, captions, hashtags and keywords the prompt names."""
    shown = chosen(inquiry, footage, _count(_TITLES, inquiry) or _count(_CAPTIONS, inquiry) or 3)
    parts = []
    if _count(_TITLES, inquiry):
        titles = titles_of(footage, shown)
        parts.append("\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1)))
    if count := _count(_CAPTIONS, inquiry):
        lines = [f"- {told(moment, limit=110)} ({clock(moment.start)})" for moment in shown]
        parts.append("\n".join(lines[:count]))
    if count := _count(_HASHTAGS, inquiry):
        parts.append(" ".join(hashtags_of(footage, count)))
    elif count := _count(_KEYWORDS, inquiry):
        parts.append(listed(footage.themes(count)))
    times = listed([clock(moment.start) for moment in by_time(shown)])
    parts.append(f"Behind this: what is seen and said at {times}.")
    return Draft("\n\n".join(filter(None, parts)), tuple(shown))


def _count(things: str, inquiry: Inquiry) -> int:
    """How many of these things to give; 0 when the prompt does not name them."""
    if not re.search(rf"(?i)\b{things}\b", inquiry.prompt):
        return 0
    by_length = {Length.BRIEF: 2, Length.USUAL: 5, Length.FULL: 8}
    alone = bool(re.search(rf"(?i)\ba {things}\b", inquiry.prompt))
    return wanted_of(things, inquiry.prompt) or (1 if alone else by_length[inquiry.length])


def titles_of(footage: Footage, moments: Sequence[Moment]) -> list[str]:
    """Titles for the film, each from another moment."""
    titles: list[str] = []
    for moment in moments:
        titles.append(title_of(moment.text, footage.weights, taken=titles))
    return titles


def film_title(footage: Footage) -> str:
    """One title for the whole film, from the moments that hold most of what keeps returning."""
    themes = footage.theme_stems()
    worth = {stem: 1.0 / (1 + place) for place, stem in enumerate(themes[:_TITLE_THEMES])}
    weights = {stem: worth.get(stem, 0.0) + 0.4 for stem in footage.weights}
    ranked = sorted(footage.story, key=lambda m: -fsum(worth.get(stem, 0.0) for stem in m.stems))
    return title_of(" ".join(ended(m.text) for m in ranked[:_TITLE_MOMENTS]), weights)


def hashtags_of(footage: Footage, count: int) -> list[str]:
    """The hashtags of the film's post; without any, what the film keeps coming back to."""
    posted = footage.video.post.hashtags if footage.video.post else ()
    words = posted or footage.themes(count)
    plain = (re.sub(r"\W", "", word).lower() for word in words)
    return [f"#{word}" for word in dict.fromkeys(plain) if word][:count]
