"""The answer to a question about watched videos, whole: text, steps and references."""

from __future__ import annotations

from memories_fake.domain.answering.asking import understand
from memories_fake.domain.answering.citing import refs_to
from memories_fake.domain.answering.composing import compose
from memories_fake.domain.answering.footage import sources
from memories_fake.domain.answering.thinking import think
from memories_fake.domain.records import Answer, Question
from memories_fake.domain.words import terms
from memories_fake.runtime.chance import Chance


def search_text(question: Question) -> str:
    """What to search for to answer a question: its own words, and those that it leans on."""
    inquiry = understand(question.prompt, question.history)
    return " ".join([*inquiry.terms, *terms(inquiry.focus or "")]) or question.prompt


def answer(question: Question, chance: Chance) -> Answer:
    """Answer a prompt from the stories of the watched videos, or of the hits when none is watched.

    Every time in the answer begins or ends one of their segments. `history` holds the turns
    before this prompt; a prompt that leans on them is understood with them.
    """
    inquiry = understand(question.prompt, question.history)
    footages = sources(question.watched, question.hits)
    draft = compose(inquiry, footages, chance)
    return Answer(
        draft.text, think(inquiry, footages, draft.moments, chance), refs_to(draft.moments)
    )
