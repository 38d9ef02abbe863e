"""Yes or no: whether what a question asks about occurs in the films, with the evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from memories_fake.domain.answering.asking import Inquiry, bare_topic
from memories_fake.domain.answering.drafts import (
    Draft,
    bullet,
    by_time,
    distinct,
    in_words,
    named,
)
from memories_fake.domain.answering.footage import Footage, Moment
from memories_fake.domain.answering.wording import clock, plural
from memories_fake.domain.words import content_words
from memories_fake.runtime.chance import Chance

# What follows one of these tells where or with whom, not what is asked about.
_SETTING = re.compile(
    r"(?i)\b(?:in|on|at|with|near|inside|during|from|by|behind|under|before|after)\b"
)
_ONE_WORD = re.compile(
    r"(?i)\b(?:only|just|simply|single|one word)\b.{0,25}\b(?:yes|no)\b|\byes or no only\b"
    r"|\b(?:yes|no)\b.{0,20}\bonly\b|\bone word\b"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a film holds what is asked about, and the moments that show it or come closest."""

    holds: bool
    moments: tuple[Moment, ...]


def decide(inquiry: Inquiry, footages: Sequence[Footage], _chance: Chance) -> Draft:
    """An answer that begins with Yes or No, then names the evidence in each film."""
    verdicts = [verdict_on(inquiry, footage) for footage in footages]
    holding = sum(verdict.holds for verdict in verdicts)
    word = "Yes" if holding else "No"
    shown = tuple(moment for verdict in verdicts for moment in verdict.moments)
    if _ONE_WORD.search(inquiry.prompt):
        return Draft(f"{word}.", shown)
    if len(footages) == 1:
        return Draft(f"{word}. {_explained(inquiry, footages[0], verdicts[0])}", shown)
    parts = [f"{word}, in {holding or 'none'} of the {len(footages)} films."]
    for footage, verdict in zip(footages, verdicts, strict=True):
        own = "Yes" if verdict.holds else "No"
        parts.append(f"### {named(footage.video)}\n{own}. {_explained(inquiry, footage, verdict)}")
    return Draft("\n\n".join(parts), shown)


def verdict_on(inquiry: Inquiry, footage: Footage) -> Verdict:
    """A film holds the thing when one of its moments has more than half of the words required."""
    required = required_words(inquiry)
    if not required:
        return Verdict(bool(footage.moments), tuple(footage.story[:1]))
    topic = set(inquiry.topic or required) | required
    close = [moment for moment in footage.moments if topic & moment.stems]
    proof = [m for m in close if 2 * len(required & _sensed(m, footage)) > len(required)]
    ranked = sorted(proof or close, key=lambda moment: -len(topic & moment.stems))
    most = inquiry.at_most(brief=1, usual=4, full=8)
    return Verdict(bool(proof), tuple(by_time(distinct(ranked)[:most])))


def _sensed(moment: Moment, footage: Footage) -> frozenset[str]:
    """The words of a moment and of what is said meanwhile."""
    return moment.stems.union(*(line.stems for line in footage.said_during(moment)))


def required_words(inquiry: Inquiry) -> set[str]:
    """The stems that must occur: those asked about, without the place or company named after."""
    topic = set(inquiry.topic or bare_topic(inquiry.prompt))
    for part in _SETTING.split(inquiry.prompt):
        if named_here := topic.intersection(content_words(part)):
            return named_here
    return topic


def _explained(inquiry: Inquiry, footage: Footage, verdict: Verdict) -> str:
    if not footage.moments:
        return f"Nothing is known of what {named(footage.video)} shows."
    evidence = [bullet(moment) for moment in verdict.moments]
    if verdict.holds:
        count = plural(len(evidence), "moment")
        verb = "bears" if len(evidence) == 1 else "bear"
        return "\n".join([f"{count} of {named(footage.video)} {verb} it out:", *evidence])
    head = _denied(inquiry, footage)
    return "\n".join([f"{head} The closest to it:", *evidence]) if evidence else head


def _denied(inquiry: Inquiry, footage: Footage) -> str:
    """Which of the required words the film lacks, or that they never come together."""
    known = frozenset[str]().union(*(moment.stems for moment in footage.moments))
    required = required_words(inquiry)
    missing = inquiry.spelled(required - known)
    reach = f"between {clock(footage.start)} and {clock(footage.end)} in {named(footage.video)}"
    if missing:
        return f"Nothing {reach} shows or mentions {in_words(missing, joiner='or')}."
    together = inquiry.spelled(required)
    return f"No moment {reach} brings together {in_words(together, joiner='and')}."
