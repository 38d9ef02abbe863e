"""A film in short: summaries as a prompt wants them or ready-made, titles, captions and tags."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from memories_fake.domain.answering.asking.inquiry import Inquiry, wanted_of
from memories_fake.domain.answering.asking.intents import Length
from memories_fake.domain.answering.footage import (
    Footage,
    Moment,
    by_time,
    distinct,
    footage_of,
    spread,
    stretches,
)
from memories_fake.domain.answering.telling.drafts import Draft, named, scene, told
from memories_fake.domain.answering.telling.parts import chapters_of
from memories_fake.domain.answering.titles import title_of
from memories_fake.domain.answering.wording import (
    clock,
    ended,
    lasting,
    led_in,
    listed,
    quoted,
    sentences,
    span,
)
from memories_fake.domain.records import Track
from memories_fake.domain.replies import Watched
from memories_fake.domain.tokens import count_tokens

_THEMES = 4
_STAGES = 3
_FEWEST_TOPICS, _MOST_TOPICS = 3, 6
_MOMENTS_PER_TOPIC = 4
_POINTS = 3
_TITLE_THEMES = 12
_HASHTAGS = r"hash-?tags?"
_KEYWORDS = r"(?:keywords?|tags)"
_CAPTIONS = r"captions?"
_TITLES = r"(?:titles?|headlines?|tag ?lines?|names?)"


class SummaryKind(StrEnum):
    """By what a summary is arranged."""

    TOPIC = "topic"
    CHAPTER = "chapter"


@dataclass(frozen=True, slots=True)
class SummaryItem:
    """A topic, described in lines that begin with a bullet, or a chapter, described in prose."""

    title: str
    description: str
    start_seconds: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Two to five sentences on the whole, its items, and what it cost in tokens."""

    summary: str
    items: tuple[SummaryItem, ...]
    input_tokens: int
    output_tokens: int


def summarize(watched: Watched, *, kind: SummaryKind) -> Summary:
    """A summary of one film with 3 to 6 topics, or with contiguous chapters from second 0 on.

    A film with fewer moments has fewer items; one without a story has none.
    """
    footage = footage_of(watched)
    text = " ".join(summary_sentences(footage)).replace("*", "")
    items = _topics(footage) if kind is SummaryKind.TOPIC else _chapters(footage)
    written = [text, *(f"{item.title} {item.description}" for item in items)]
    read = [moment.text for moment in footage.moments]
    return Summary(text, tuple(items), count_tokens(*read), count_tokens(*written))


def compose_summary(inquiry: Inquiry, footage: Footage) -> Draft:
    """A summary of some sentences, or as many bullets as were asked for, with times."""
    if footage.moments and "bullet" in inquiry.prompt.lower():
        shown = footage.chosen(inquiry.topic, inquiry.at_most(brief=3, usual=5, full=8))
        points = (f"- {told(moment, limit=140)} ({clock(moment.start)})" for moment in shown)
        return Draft("\n".join(points), tuple(shown))
    stages = {Length.BRIEF: 1, Length.USUAL: _STAGES, Length.FULL: 2 * _STAGES}[inquiry.length]
    most = inquiry.at_most(brief=2, usual=5, full=2 * _STAGES + 2)
    lines = summary_sentences(footage, stages=stages)[:most]
    return Draft(" ".join(lines), tuple(footage.spread(stages)))


def summary_sentences(footage: Footage, *, stages: int = _STAGES) -> list[str]:
    """The subject, as many stages of the film, and a line said in it: usually 3 to 5 sentences."""
    if not footage.moments:
        name = named(footage.video)
        return [f"{name} holds no pictures.", "Nothing is said in it.", "So no more can be told."]
    shown = footage.spread(stages)
    heard = _heard(footage, {moment.text for moment in shown})
    return [subject_of(footage), *map(_at, shown), *heard]


def subject_of(footage: Footage) -> str:
    """How long the film is, or the part that is looked at, and what it is about."""
    length = f"{lasting(footage.end - footage.start)}, {span(footage.start, footage.end)}"
    head = f"{named(footage.video)} ({length})"
    themes = listed(footage.themes(_THEMES))
    return f"{head} is about {themes}." if themes else f"{head} tells little in words."


def _at(moment: Moment) -> str:
    """What begins at a time, in one sentence."""
    opening = next(iter(sentences(moment.text)), "")
    first = replace(moment, segment=replace(moment.segment, text=opening))
    return led_in(f"At {clock(moment.start)}", scene(first))


def _heard(footage: Footage, shown: set[str]) -> list[str]:
    lines = [line for line in distinct(footage.speech) if line.text and line.text not in shown]
    if not lines:
        return []
    weightiest = max(lines, key=footage.weight)
    return [ended(f"Among what is said, one line stands out: {quoted(weightiest.text, limit=140)}")]


def _chapters(footage: Footage) -> list[SummaryItem]:
    return [
        SummaryItem(part.title, part.text, part.start_seconds if number else 0)
        for number, part in enumerate(chapters_of(footage))
    ]


def _topics(footage: Footage) -> list[SummaryItem]:
    """Neighbouring moments gathered under a title, with what is seen and said as bullets."""
    known = distinct(moment for moment in footage.moments if moment.text)
    count = max(_FEWEST_TOPICS, min(_MOST_TOPICS, len(known) // _MOMENTS_PER_TOPIC))
    items: list[SummaryItem] = []
    for moments in stretches(known, count):
        seen = [moment for moment in moments if moment.track is Track.VISUAL]
        lead = max(seen or moments, key=footage.weight)
        title = title_of(lead.text, footage.weights, taken=[item.title for item in items])
        shown = spread(by_time(moments), _POINTS, footage.weight)
        description = "\n".join(f"• {told(moment, limit=140)}" for moment in shown)
        items.append(SummaryItem(title, description, moments[0].start))
    return items


def compose_names(inquiry: Inquiry, footage: Footage) -> Draft:
    """Whichever of titles, captions, hashtags and keywords the prompt names."""
    titles, captions = _count(_TITLES, inquiry), _count(_CAPTIONS, inquiry)
    shown = footage.chosen(inquiry.topic, titles or captions or 3)
    parts = [f"For {named(footage.video)}:"]
    if titles:
        names: list[str] = []
        for moment in shown:
            names.append(title_of(moment.text, footage.weights, taken=names))
        parts.append("\n".join(f"{number}. {name}" for number, name in enumerate(names, 1)))
    if captions:
        lines = [f"- {told(moment, limit=110)} ({clock(moment.start)})" for moment in shown]
        parts.append("\n".join(lines[:captions]))
    if count := _count(_HASHTAGS, inquiry):
        parts.append(" ".join(hashtags_of(footage, count)))
    elif count := _count(_KEYWORDS, inquiry):
        parts.append(listed(footage.themes(count)))
    times = listed([clock(moment.start) for moment in by_time(shown)])
    parts.append(f"Behind this: what is seen and said at {times}.")
    return Draft("\n\n".join(filter(None, parts)), tuple(shown))


def _count(things: str, inquiry: Inquiry) -> int:
    """How many of these things to give; 0 when the prompt does not name them."""
    found = re.search(rf"(?i)\b(an? )?{things}\b", inquiry.prompt)
    usual = 1 if found and found[1] else 5
    return wanted_of(things, inquiry.prompt) or usual if found else 0


def film_title(footage: Footage) -> str:
    """One title for the whole film, from the moment that holds most of what keeps returning."""
    themes = footage.theme_stems()[:_TITLE_THEMES]
    lead = max(footage.story, key=lambda moment: len(moment.stems.intersection(themes)))
    return title_of(lead.text, {stem: 1.0 + (stem in themes) for stem in footage.weights})


def hashtags_of(footage: Footage, count: int) -> list[str]:
    """The hashtags of the film's post; without any, what the film keeps coming back to."""
    posted = footage.video.post.hashtags if footage.video.post else ()
    words = posted or footage.themes(count)
    plain = (re.sub(r"\W", "", word).lower() for word in words)
    return [f"#{word}" for word in dict.fromkeys(plain) if word][:count]
