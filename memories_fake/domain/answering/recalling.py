"""Answers that go back to what was said: more about one item, or the grounds of an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from memories_fake.domain.answering.asking import Inquiry
from memories_fake.domain.answering.drafts import (
    Draft,
    bullet,
    by_time,
    distinct,
    named,
    scene,
    told,
)
from memories_fake.domain.answering.footage import Footage, Moment
from memories_fake.domain.answering.highlights import reason_for
from memories_fake.domain.answering.wording import clock, ended, led_in, quoted, span
from memories_fake.domain.records import Track
from memories_fake.domain.words import content_words
from memories_fake.runtime.chance import Chance

_WHY = re.compile(r"(?i)\bwhy\b|\bhow come\b|\bhow do you know\b|\bwhat makes you\b")
_CLOCK = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])")
_GROUNDS = 5
_SAID = 3


def elaborate(inquiry: Inquiry, footages: Sequence[Footage], chance: Chance) -> Draft:
    """More about the item in focus, or, when the prompt asks why, what the answer rested on."""
    focus = inquiry.focus or ""
    ranked = [(moment, footage) for footage in footages for moment in footage.moments]
    ranked.sort(key=lambda pair: -_closeness(pair[0], focus, pair[1]))
    if not ranked or not _closeness(ranked[0][0], focus, ranked[0][1]):
        return Draft("Nothing in the film leads back to that part of the earlier answer.")
    if _WHY.search(inquiry.prompt):
        return _grounds(focus, ranked, chance)
    return _closer_look(*ranked[0], chance)


def _closeness(moment: Moment, focus: str, footage: Footage) -> float:
    """How likely an earlier text speaks of a moment: by its times first, then by its words."""
    times = _CLOCK.findall(focus)
    timed = 2.0 * (clock(moment.start) in times) + 0.5 * (clock(moment.end) in times[1:2])
    named_there = 0.5 * (footage.video.name in focus)
    words = moment.stems.intersection(content_words(focus))
    shared = len(words) / (len(moment.stems) or 1)
    return timed + shared + named_there * bool(words)


def _closer_look(moment: Moment, footage: Footage, chance: Chance) -> Draft:
    """One moment at full length: what is seen and said in it, and what lies around it."""
    story = [other for other in footage.story if other is not moment]
    before = [other for other in story if other.start < moment.start][-1:]
    after = [other for other in story if other.start > moment.start][:1]
    said = [line for line in footage.said_during(moment) if line.text][:_SAID]
    lines = [f"A closer look at {span(moment.start, moment.end)} of {named(footage.video)}:", ""]
    sense = "said" if moment.track is Track.AUDIO else "seen"
    lines.append(f"- What is {sense}: {told(moment, limit=1000)}")
    lines += [f"- At {clock(line.start)} one hears {ended(quoted(line.text))}" for line in said]
    lines += [f"- {led_in(f'Just before, from {clock(m.start)}', scene(m))}" for m in before]
    lines += [f"- {led_in(f'Right after, at {clock(m.start)}', scene(m))}" for m in after]
    # What is said has its own lines by now, so it is no news as a reason.
    reason = reason_for(moment, footage, chance, given=["What is said"])
    lines.append(f"- Why it counts: {reason}")
    return Draft("\n".join(lines), (moment, *before, *said, *after))


def _grounds(focus: str, ranked: Sequence[tuple[Moment, Footage]], chance: Chance) -> Draft:
    """The moments that an earlier answer rested on, with the reason each carries weight."""
    least = _closeness(ranked[0][0], focus, ranked[0][1]) / 2
    close = [pair for pair in ranked[:_GROUNDS] if _closeness(pair[0], focus, pair[1]) >= least]
    shown = by_time(distinct(moment for moment, _ in close))
    of = dict(close)
    given: list[str] = []
    lines = ["The answer rests on these moments:"]
    for moment in shown:
        reason = reason_for(moment, of[moment], chance, given=given)
        given.append(reason)
        lines.append(f"{bullet(moment)} {reason}")
    return Draft("\n".join(lines), tuple(shown))
