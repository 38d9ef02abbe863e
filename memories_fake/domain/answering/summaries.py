"""Ready summaries of one film: a text, and its topics or its chapters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from memories_fake.domain.answering.chapters import Chapter, chapters_of
from memories_fake.domain.answering.drafts import distinct, spread, stretches, told
from memories_fake.domain.answering.footage import Footage, Moment, footage_of
from memories_fake.domain.answering.telling import summary_sentences
from memories_fake.domain.answering.titles import title_of
from memories_fake.domain.records import Track, Watched
from memories_fake.domain.tokens import count_tokens
from memories_fake.runtime.chance import Chance

_FEWEST, _MOST = 3, 6
_POINTS = 3
_MOMENTS_PER_TOPIC = 4


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
    """Three to five sentences on the whole, its items, and what it cost in tokens."""

    summary: str
    items: tuple[SummaryItem, ...]
    input_tokens: int
    output_tokens: int


def summarize(watched: Watched, *, kind: SummaryKind) -> Summary:
    """A summary of one film with 3 to 6 topics, or with contiguous chapters from second 0 on.

    A film with fewer moments has fewer items; one without a story has none.
    """
    footage = footage_of(watched)
    # A summary answers no prompt, so its chance hangs on the video alone.
    text = " ".join(summary_sentences(footage, Chance(watched.video.number))).replace("*", "")
    items = _topics(footage) if kind is SummaryKind.TOPIC else _chapters(footage)
    written = [text, *(f"{item.title} {item.description}" for item in items)]
    read = [moment.text for moment in footage.moments]
    return Summary(text, items, count_tokens(*read), count_tokens(*written))


def _chapters(footage: Footage) -> tuple[SummaryItem, ...]:
    def item(chapter: Chapter, start_seconds: int) -> SummaryItem:
        return SummaryItem(chapter.title, chapter.description, start_seconds)

    chapters = chapters_of(footage)
    return tuple(
        item(chapter, chapter.start_seconds if number else 0)
        for number, chapter in enumerate(chapters)
    )


def _topics(footage: Footage) -> tuple[SummaryItem, ...]:
    """Neighbouring moments gathered under a title, with what is seen and said as bullets."""
    told = distinct(moment for moment in footage.moments if moment.text)
    items: list[SummaryItem] = []
    for part in stretches(told, max(_FEWEST, min(_MOST, len(told) // _MOMENTS_PER_TOPIC))):
        items.append(_topic(part, footage, [item.title for item in items]))
    return tuple(items)


def _topic(moments: Sequence[Moment], footage: Footage, taken: Sequence[str]) -> SummaryItem:
    seen = [moment for moment in moments if moment.track is Track.VISUAL]
    lead = max(seen or moments, key=footage.weight)
    title = title_of(lead.text, footage.weights, taken=taken)
    lines = [f"• {_point(moment)}" for moment in spread(footage, moments, _POINTS)]
    return SummaryItem(title, "\n".join(lines), moments[0].start)


def _point(moment: Moment) -> str:
    sense = "One hears " if moment.track is Track.AUDIO else ""
    return f"{sense}{told(moment, limit=140)}"
