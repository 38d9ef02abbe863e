"""The marketer: answers over public posts that a search found, whole with steps and references."""

from __future__ import annotations

import re
from collections.abc import Sequence

from memories_fake.domain.answering.asking import (
    Inquiry,
    Intent,
    creators_in,
    hashtags_in,
    understand,
)
from memories_fake.domain.answering.footage import Footage, footage_of, seen_in
from memories_fake.domain.answering.json_answers import compose_json
from memories_fake.domain.answering.market_thinking import think_market
from memories_fake.domain.answering.pitching import PITCHES, group_by_creator
from memories_fake.domain.answering.posts import Entry, hashtags, plain_name
from memories_fake.domain.answering.wording import listed, quoted
from memories_fake.domain.records import Answer, Hit, Question, Ref, RefItem, Track
from memories_fake.domain.words import content_words
from memories_fake.runtime.chance import Chance

_MOST_POSTS = 7


def answer_marketer(question: Question, chance: Chance) -> Answer:
    """Answer a prompt over public posts from its hits: up to seven posts, cited by creator.

    An @creator or #hashtag in the prompt keeps only the posts that bear it.
    """
    inquiry = understand(question.prompt, question.history)
    found = _entries(question)
    kept = _asked_for(inquiry, found)[:_MOST_POSTS]
    content = _content(inquiry, kept, chance)
    thinkings = think_market(inquiry, found, kept, chance)
    return Answer(content, thinkings, tuple(_ref(inquiry, entry) for entry in kept))


def _entries(question: Question) -> list[Entry]:
    """The found posts, best first: what was watched of them, or else what the hits show."""
    watched = {each.video.number: each for each in seen_in(question.hits)}
    watched |= {each.video.number: each for each in question.watched}
    numbers = dict.fromkeys(hit.video.number for hit in question.hits)
    entries = []
    for number in numbers:
        hits = [hit for hit in question.hits if hit.video.number == number]
        footage = footage_of(watched[number], hits)
        if footage.moments:
            entries.append(_entry(footage, hits))
    return entries


def _entry(footage: Footage, hits: Sequence[Hit]) -> Entry:
    best = max(hits, key=lambda hit: hit.score)
    places = ((best.track, best.segment.start_seconds, best.segment.index),)
    at = (m for m in footage.moments if (m.track, m.start, m.segment.index) in places)
    return Entry(footage, next(at, footage.moments[0]))


def _asked_for(inquiry: Inquiry, entries: Sequence[Entry]) -> list[Entry]:
    """The posts by the creators and under the hashtags of the prompt, or of the item in focus."""
    creators, tags = creators_in(inquiry.prompt), hashtags_in(inquiry.prompt)
    named = [entry for entry in entries if plain_name(entry.video) in (inquiry.focus or "")]
    topic = set(inquiry.topic)
    telling = [entry for entry in entries if topic & _words_of(entry)]
    return [
        entry
        for entry in named or telling or entries
        if (not creators or entry.creator.lower() in creators)
        and (not tags or tags & {tag.lower() for tag in hashtags(entry)})
    ]


def _words_of(entry: Entry) -> set[str]:
    """The stems of all that is known of a post: what is told of it, what it shows and says."""
    return {*entry.footage.weights, *_words_told_of(entry)}


def _words_told_of(entry: Entry) -> set[str]:
    """The stems of a post's name and hashtags."""
    return set(content_words(f"{entry.video.name} {hashtags(entry)}"))


def _content(inquiry: Inquiry, entries: Sequence[Entry], chance: Chance) -> str:
    if inquiry.wish:
        return compose_json(inquiry, [entry.footage for entry in entries], chance).text
    if not entries:
        return _nothing(inquiry)
    fitting = (pitch for sign, pitch in PITCHES if re.search(sign, inquiry.prompt))
    told = next(fitting, group_by_creator)(inquiry, entries, chance)
    return f"{_verdict(inquiry, entries)}{told}"


def _verdict(inquiry: Inquiry, entries: Sequence[Entry]) -> str:
    """Yes or no, to a question that asks for it: by whether a post holds a word of it."""
    if inquiry.intent is not Intent.YES_NO:
        return ""
    said = any(set(inquiry.topic) & entry.best.stems for entry in entries)
    return "Yes. " if said else "No, not in so many words. "


def _nothing(inquiry: Inquiry) -> str:
    sought = listed(list(inquiry.terms), joiner="or") or quoted(inquiry.prompt, limit=80)
    return (
        f"Nothing relevant was found among the public posts for {sought}. Please narrow it down: "
        "name a creator with @, a hashtag with #, or say what should be seen or heard in the post."
    )


def _ref(inquiry: Inquiry, entry: Entry) -> Ref:
    """One place, as recorded: the post itself, or the second where only its picture fits."""
    topic = set(inquiry.topic)
    seen = entry.best.track is Track.VISUAL and topic & entry.best.stems
    if seen and not topic & _words_told_of(entry):
        return Ref(entry.video, (RefItem("keyframe", entry.best.start),))
    return Ref(entry.video, (RefItem("post", 0),))
