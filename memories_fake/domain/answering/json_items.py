"""The items of a JSON answer: highlights, chapters or spoken lines, ready to become objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from memories_fake.domain.answering.asking import Inquiry
from memories_fake.domain.answering.chapters import chapters_of
from memories_fake.domain.answering.drafts import told
from memories_fake.domain.answering.footage import Footage, Moment
from memories_fake.domain.answering.highlights import highlights_of, reason_for
from memories_fake.domain.answering.titles import title_of
from memories_fake.runtime.chance import Chance


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch of a film with its texts, and a score between 0 and 1."""

    footage: Footage
    moment: Moment
    start_seconds: int
    end_seconds: int
    title: str
    text: str
    reason: str
    score: float


def highlight_items(inquiry: Inquiry, footages: Sequence[Footage], chance: Chance) -> list[Item]:
    """The highlights of all films, in the films' order; as many in all as were asked for."""
    count = inquiry.at_most(brief=3, usual=5, full=20)
    each = max(1, -(-count // max(1, len(footages))))
    items = [
        Item(
            footage,
            highlight.moment,
            highlight.moment.start,
            highlight.moment.end,
            highlight.title,
            told(highlight.moment, limit=240),
            highlight.reason,
            _score(highlight.moment, footage, inquiry),
        )
        for footage in footages
        for highlight in highlights_of(inquiry, footage, each, chance)
    ]
    return items[: inquiry.wanted] if inquiry.wanted else items


def chapter_items(inquiry: Inquiry, footages: Sequence[Footage], chance: Chance) -> list[Item]:
    """The chapters of all films, in the films' order."""
    return [
        Item(
            footage,
            chapter.lead,
            chapter.start_seconds,
            chapter.end_seconds,
            chapter.title,
            chapter.description,
            reason_for(chapter.lead, footage, chance),
            _score(chapter.lead, footage, inquiry),
        )
        for footage in footages
        for chapter in chapters_of(footage, count=inquiry.wanted)
    ]


def _score(moment: Moment, footage: Footage, inquiry: Inquiry) -> float:
    """Half for standing out in its film, half for the share of the topic that it holds."""
    heaviest = max(footage.weight(other) for other in footage.moments) or 1.0
    standing = footage.weight(moment) / heaviest
    topic = set(inquiry.topic)
    share = len(topic & moment.stems) / len(topic) if topic else standing
    return round(min(0.99, 0.3 + 0.35 * standing + 0.34 * share), 2)


def speech_items(inquiry: Inquiry, footages: Sequence[Footage]) -> list[Item]:
    """What is said in all films, line by line."""
    items: list[Item] = []
    for footage in footages:
        for line in footage.speech:
            title = title_of(line.text, footage.weights)
            score = _score(line, footage, inquiry)
            reason = "It is said in so many words."
            items.append(Item(footage, line, line.start, line.end, title, line.text, reason, score))
    return items
