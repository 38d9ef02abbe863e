"""The chat brain: prompts answered from what the videos show and say, and from nothing else."""

from __future__ import annotations

from memories_fake.domain.answering.answers import answer, search_text
from memories_fake.domain.answering.asking import creators_in, hashtags_in
from memories_fake.domain.answering.marketing import answer_marketer
from memories_fake.domain.answering.streaming import pieces
from memories_fake.domain.answering.summaries import Summary, SummaryItem, SummaryKind, summarize

__all__ = [
    "Summary",
    "SummaryItem",
    "SummaryKind",
    "answer",
    "answer_marketer",
    "creators_in",
    "hashtags_in",
    "pieces",
    "search_text",
    "summarize",
]
