"""Answers over all films at once: whether something occurs in them, and what sets them apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from memories_fake.domain.answering.asking.inquiry import Inquiry, bare_topic
from memories_fake.domain.answering.footage import Footage, Moment, by_time, distinct, words_in
from memories_fake.domain.answering.telling.drafts import Draft, bullet, in_words, named, scene
from memories_fake.domain.answering.telling.finding import people_in
from memories_fake.domain.answering.telling.summaries import compose_summary
from memories_fake.domain.answering.wording import clock, lasting, led_in, listed, plural
from memories_fake.domain.words import content_words

_SHARED = 6
_OWN = 4
# What follows one of these tells where or with whom, not what is asked about.
_SETTING = re.compile(
    r"(?i)\b(?:in|on|at|with|near|inside|during|from|by|behind|under|before|after)\b"
)
_ONE_WORD = re.compile(
    r"(?i)\b(?:only|just|simply|single|one word)\b.{0,25}\b(?:yes|no)\b"
    r"|\b(?:yes|no)\b.{0,20}\bonly\b|\bone word\b"
)


def decide(inquiry: Inquiry, footages: Sequence[Footage]) -> Draft:
    """An answer that begins with Yes or No, then names the evidence in each film."""
    proofs = [_proof(inquiry, footage) for footage in footages]
    verdicts = [_verdict(inquiry, *pair) for pair in zip(footages, proofs, strict=True)]
    word = "Yes" if any(proofs) else "No"
    shown = tuple(moment for verdict in verdicts for moment in verdict.moments)
    if _ONE_WORD.search(inquiry.prompt):
        return Draft(f"{word}.", shown)
    if len(footages) == 1:
        return Draft(verdicts[0].text, shown)
    parts = [f"{word}, in {sum(map(bool, proofs)) or 'none'} of the {len(footages)} films."]
    for footage, verdict in zip(footages, verdicts, strict=True):
        parts.append(f"### {named(footage.video)}\n{verdict.text}")
    return Draft("\n\n".join(parts), shown)


def compare(inquiry: Inquiry, footages: Sequence[Footage]) -> Draft:
    """What the films share, what each has alone, and how long each runs."""
    filled = [footage for footage in footages if footage.moments]
    if len(filled) <= 1:
        summary = compose_summary(inquiry, (filled or footages)[0])
        lead = "There is only one film here to look at, so nothing can be set against it."
        return Draft(f"{lead} {summary.text}", summary.moments)
    lines = [_in_common(filled), "", "What sets them apart:"]
    moments: list[Moment] = []
    for footage in filled:
        shown = footage.chosen(inquiry.topic, 2)
        moments += shown
        lines.append(_alone(footage, filled, shown))
    return Draft("\n".join(lines), tuple(moments))


def _required(inquiry: Inquiry) -> set[str]:
    """The stems that must occur: those asked about, without the place or company named after."""
    topic = set(inquiry.topic or bare_topic(inquiry.prompt))
    parts = (topic.intersection(content_words(part)) for part in _SETTING.split(inquiry.prompt))
    return next(filter(None, parts), topic)


def _proof(inquiry: Inquiry, footage: Footage) -> list[Moment]:
    """The moments with more than half of the words required, in them or said meanwhile."""
    if people := people_in(inquiry, footage):
        return [moment for moment in footage.moments if people.keys() & moment.stems]
    required = _required(inquiry)
    if not required:
        return list(footage.story[:1])
    proof = []
    for moment in (each for each in footage.moments if required & each.stems):
        sensed = moment.stems | words_in(footage.said_during(moment))
        if 2 * len(required & sensed) > len(required):
            proof.append(moment)
    return proof


def _verdict(inquiry: Inquiry, footage: Footage, proof: Sequence[Moment]) -> Draft:
    """Yes with the proof; or no, with what is missing and what comes closest."""
    name = named(footage.video)
    if not footage.moments:
        return Draft(f"No. Nothing is known of what {name} shows.")
    required, topic = _required(inquiry), _required(inquiry).union(inquiry.topic)
    close = [moment for moment in footage.moments if topic & moment.stems]
    ranked = sorted(proof or close, key=lambda moment: -len(topic & moment.stems))
    shown = by_time(distinct(ranked)[: inquiry.at_most(brief=1, usual=4, full=8)])
    if proof:
        head = f"Yes. It is seen or heard in {plural(len(shown), 'moment')} of {name}:"
    else:
        lacking = required - words_in(footage.moments)
        joiner = "or" if lacking else "together with"
        words = in_words(inquiry.spelled(lacking or required), joiner=joiner)
        reach = f"between {clock(footage.start)} and {clock(footage.end)}"
        head = f"No. Nothing {reach} in {name} shows or mentions {words}."
        head += " The closest to it:" if shown else ""
    return Draft("\n".join([head, *map(bullet, shown)]), tuple(shown))


def _in_common(footages: Sequence[Footage]) -> str:
    first, *others = footages
    shared = set(first.weights).intersection(*(other.weights for other in others))
    words = [first.spellings[word] for word in first.theme_stems() if word in shared]
    if not words:
        return "The films have no telling word in common."
    return f"In common: {listed(words[:_SHARED])}."


def _alone(footage: Footage, films: Sequence[Footage], shown: Collection[Moment]) -> str:
    elsewhere = set[str]().union(*(other.weights for other in films if other is not footage))
    own = [word for word in footage.theme_stems() if word not in elsewhere][:_OWN]
    words = f" Only here: {listed([footage.spellings[word] for word in own])}." if own else ""
    told_there = (led_in(f"At {clock(m.start)}", scene(m, limit=120)) for m in shown)
    head = f"- {named(footage.video)}, {lasting(footage.end - footage.start)}.{words}"
    return " ".join([head, *told_there])
