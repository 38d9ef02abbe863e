"""The chat brain: prompts answered from what the videos show and say, and from nothing else.

Read `answer` first: each of its lines is a step, and each step has a room of its own.
`asking` understands a prompt, `footage` holds what is known of the films, `telling` answers in
words, `in_json` in the JSON that a prompt wants, and `marketing` answers over public posts.
"""

from __future__ import annotations

from memories_fake.domain.answering.asking import understand
from memories_fake.domain.answering.asking.inquiry import creators_in, hashtags_in, window_in
from memories_fake.domain.answering.footage import sources
from memories_fake.domain.answering.in_json import fill
from memories_fake.domain.answering.marketing import answer_marketer
from memories_fake.domain.answering.telling import compose
from memories_fake.domain.answering.telling.drafts import refs_to
from memories_fake.domain.answering.telling.summaries import (
    Summary,
    SummaryItem,
    SummaryKind,
    summarize,
)
from memories_fake.domain.answering.telling.thinking import think
from memories_fake.domain.answering.wording import pieces
from memories_fake.domain.replies import Answer, Question
from memories_fake.domain.words import terms

__all__ = [
    "Summary",
    "SummaryItem",
    "SummaryKind",
    "answer",
    "answer_marketer",
    "creators_in",
    "hashtags_in",
    "pieces",
    "points_back",
    "search_text",
    "summarize",
]


def answer(question: Question) -> Answer:
    """Answer a prompt from the stories of the watched videos, or of the hits when none is watched.

    Every time in the answer begins or ends one of their segments. `history` holds the turns
    before this prompt; a prompt that leans on them is understood with them.
    """
    inquiry = understand(question.prompt, question.history)
    films = sources(question.watched, question.hits)
    spans = [window_in(inquiry.spoken, first=film.start, last=film.end) for film in films]
    looked_at = [film.within(window) for film, window in zip(films, spans, strict=True)]
    draft = fill(inquiry, looked_at) if inquiry.wish else compose(inquiry, looked_at)
    thinkings = think(inquiry, looked_at, draft.moments)
    return Answer(draft.text, thinkings, refs_to(draft.moments))


def points_back(question: Question) -> bool:
    """Whether the prompt is about the last answer, so that the next one may repeat it."""
    return understand(question.prompt, question.history).focus is not None


def search_text(question: Question) -> str:
    """What to search for to answer a question: its own words, and those that it leans on."""
    inquiry = understand(question.prompt, question.history)
    return " ".join([*inquiry.terms, *terms(inquiry.focus or "")]) or question.prompt
