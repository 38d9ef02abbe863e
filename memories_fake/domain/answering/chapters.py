"""Chapters: a film cut where its vocabulary changes most, without gaps from start to end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from memories_fake.domain.answering.asking import Inquiry
from memories_fake.domain.answering.drafts import Draft, distinct, scene, told
from memories_fake.domain.answering.footage import Footage, Moment
from memories_fake.domain.answering.titles import title_of
from memories_fake.domain.answering.wording import ended, led_in, quoted, span
from memories_fake.runtime.chance import Chance

_FEWEST, _MOST = 3, 8
_REACH = 2


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of the film with a title and what it holds. It ends where the next begins."""

    title: str
    description: str
    start_seconds: int
    end_seconds: int
    lead: Moment


def compose_chapters(inquiry: Inquiry, footage: Footage, _chance: Chance) -> Draft:
    """Chapters as a numbered list with times, a title and a short description each."""
    count = inquiry.at_most(brief=3, usual=0, full=_MOST)
    chapters = chapters_of(footage, count=count or None)
    lines = [
        f"{number}. {span(chapter.start_seconds, chapter.end_seconds)} — {chapter.title}\n"
        f"   {chapter.description}"
        for number, chapter in enumerate(chapters, 1)
    ]
    return Draft("\n".join(lines), tuple(chapter.lead for chapter in chapters))


def chapters_of(footage: Footage, *, count: int | None = None) -> list[Chapter]:
    """Contiguous chapters over the whole film; about the square root of its moments in number."""
    story = footage.story
    if not story:
        return []
    starts = _starts(footage, count or max(_FEWEST, min(_MOST, round(math.sqrt(len(story))))))
    chapters: list[Chapter] = []
    for begin, end in zip(starts, [*starts[1:], len(story)], strict=True):
        taken = [chapter.title for chapter in chapters]
        until = story[end].start if end < len(story) else footage.end
        first = story[begin].start if begin else footage.start
        chapters.append(_chapter(story[begin:end], footage, taken, (first, until)))
    return chapters


def _chapter(
    moments: Sequence[Moment], footage: Footage, taken: Sequence[str], bounds: tuple[int, int]
) -> Chapter:
    lead = max(moments, key=footage.weight)
    title = title_of(lead.text, footage.weights, taken=taken)
    return Chapter(title, _description(lead, moments, footage), *bounds, lead)


def _description(lead: Moment, moments: Sequence[Moment], footage: Footage) -> str:
    """The leading moment, then where the chapter ends up or what is said in it."""
    told_first = told(lead, limit=160)
    others = [moment for moment in distinct(moments) if moment.text != lead.text]
    said = [line for line in footage.said_during(lead) if line.text != lead.text]
    if others:
        turn = "By its end" if others[-1].start > lead.start else "Before that"
        return f"{told_first} {led_in(turn, scene(others[-1], limit=120))}"
    spoken = f" {ended(f'One hears {quoted(said[0].text, limit=90)}')}" if said else ""
    return told_first + spoken


def _starts(footage: Footage, count: int) -> list[int]:
    """Indices into the story at which chapters begin; the first is 0."""
    story = footage.story
    borders = [i for i in range(1, len(story)) if story[i].start > story[i - 1].start]
    borders.sort(key=lambda index: (_likeness(story, index, footage), index))
    apart = max(1, len(story) // (2 * count))
    starts = [0]
    for index in borders:
        if len(starts) < count and all(abs(index - start) >= apart for start in starts):
            starts.append(index)
    return sorted(starts)


def _likeness(story: Sequence[Moment], index: int, footage: Footage) -> float:
    """How much weight the words on both sides of a border share, as a part of all."""
    before = frozenset[str]().union(*(m.stems for m in story[max(0, index - _REACH) : index]))
    after = frozenset[str]().union(*(m.stems for m in story[index : index + _REACH]))
    whole = math.fsum(footage.weights[stem] for stem in before | after)
    return math.fsum(footage.weights[stem] for stem in before & after) / whole if whole else 1.0
