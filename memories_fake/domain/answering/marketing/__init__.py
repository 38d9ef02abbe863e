"""The marketer: answers over public posts that a search found, whole with steps and references.

`answer_marketer` is the way in, step by step.
"""

from __future__ import annotations

from collections.abc import Sequence

from memories_fake.domain.answering.asking import understand
from memories_fake.domain.answering.asking.inquiry import Inquiry, creators_in, hashtags_in
from memories_fake.domain.answering.footage import sources
from memories_fake.domain.answering.in_json import fill
from memories_fake.domain.answering.marketing.pitches import pitch
from memories_fake.domain.answering.marketing.posts import (
    Entry,
    by_creator,
    counted,
    hashtags,
    views_of,
)
from memories_fake.domain.answering.telling.drafts import plain_name
from memories_fake.domain.answering.telling.thinking import reading, reranking
from memories_fake.domain.answering.wording import ended, listed, plural, quoted
from memories_fake.domain.records import Track
from memories_fake.domain.replies import Answer, Question, Ref, RefItem, Thinking
from memories_fake.domain.words import content_words

_MOST_POSTS = 7


def answer_marketer(question: Question) -> Answer:
    """Answer a prompt over public posts from its hits: up to seven posts, cited by creator.

    An @creator or #hashtag in the prompt keeps only the posts that bear it.
    """
    inquiry = understand(question.prompt, question.history)
    films = sources(question.watched, question.hits)
    found = [Entry.of(film) for film in films if film.moments]
    kept = _asked_for(inquiry, found)[:_MOST_POSTS]
    footages = [entry.footage for entry in kept]
    content = fill(inquiry, footages).text if inquiry.wish else pitch(inquiry, kept)
    refs = tuple(_ref(inquiry, entry) for entry in kept)
    return Answer(content, _think(inquiry, found, kept), refs)


def _asked_for(inquiry: Inquiry, entries: Sequence[Entry]) -> list[Entry]:
    """The posts by the creators and under the hashtags of the prompt, or of the item in focus."""
    creators, tags = creators_in(inquiry.prompt), hashtags_in(inquiry.prompt)
    named = [entry for entry in entries if plain_name(entry.footage.video) in (inquiry.focus or "")]
    telling = [
        entry
        for entry in entries
        if inquiry.topic & {*entry.footage.weights, *_words_told_of(entry)}
    ]
    return [
        entry
        for entry in named or telling or entries
        if (not creators or entry.creator.lower() in creators)
        and (not tags or tags & {tag.lower() for tag in hashtags(entry)})
    ]


def _words_told_of(entry: Entry) -> set[str]:
    """The stems of a post's name and hashtags."""
    return set(content_words(f"{entry.footage.video.name} {hashtags(entry)}"))


def _think(inquiry: Inquiry, found: Sequence[Entry], kept: Sequence[Entry]) -> tuple[Thinking, ...]:
    """The four steps that are shown before the answer."""
    searched = f"{reading(inquiry)} The search finds {plural(len(found), 'post')}."
    inspected = f"{plural(len(kept), 'post')} will be used, {len(found) - len(kept)} put aside."
    fetched = "There are neither creators nor numbers to report, and the reply has to say so."
    if kept:
        best, creators = kept[0].best.text, listed(list(by_creator(kept)))
        inspected = ended(f"{inspected} The leading passage reads {quoted(best, limit=110)}")
        fetched = f"Together, {creators} were viewed {counted(views_of(kept))} times."
    return (
        Thinking("Searching relevant videos", searched),
        Thinking("Inspecting search result relevance", inspected),
        Thinking("Based on relevant videos, fetch detailed information", fetched),
        reranking(inquiry, [entry.footage for entry in kept], [entry.best for entry in kept]),
    )


def _ref(inquiry: Inquiry, entry: Entry) -> Ref:
    """One place, as recorded: the post itself, or the second where only its picture fits."""
    seen = entry.best.track is Track.VISUAL and inquiry.topic & entry.best.stems
    if seen and not inquiry.topic & _words_told_of(entry):
        return Ref(entry.footage.video, (RefItem("keyframe", entry.best.start),))
    return Ref(entry.footage.video, (RefItem("post", 0),))
