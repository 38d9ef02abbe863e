"""Asking about everything that a namespace holds: all its parsed videos, and its text memories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from memories_fake.domain import memories, sessions, stories, videos
from memories_fake.domain.answering import answer, search_text
from memories_fake.domain.chats import HITS_PER_TRACK, RELEVANT, Told, both_tracks, leaned_on
from memories_fake.domain.library import Library
from memories_fake.domain.memories import Memory
from memories_fake.domain.records import Status, Video
from memories_fake.domain.replies import Answer, Hit, Question
from memories_fake.domain.scripted import scripted_answer
from memories_fake.domain.searching import Query, best_per_video
from memories_fake.domain.videos import Wanted

MOST_WATCHED = 8
MOST_RECALLED = 3
RECALLED_FROM = 0.5
NOTHING = "There is nothing here yet to answer from: no parsed video, and no text memory that fits."


def ask_personal(library: Library, prompt: str, called: str | None) -> Told:
    """Answer from the caller's own parsed videos and memories. Where there are none it says so."""
    session = sessions.open_session(library, called, title=prompt)
    question = Question(prompt, watched=(), history=session.turns)
    text = search_text(question)
    hits = both_tracks(library, Query(text, most=HITS_PER_TRACK, at_least=RELEVANT))
    recalled = _recalled(library, text)
    chosen = _fitting(hits) or (() if recalled else _newest(library))
    question = replace(question, watched=stories.watch(library, chosen), hits=hits)
    told = scripted_answer(library, prompt) or _answered(question, recalled)
    mentioned = [*(video.number for video in chosen), *leaned_on(library, session, question)]
    sessions.append(library, session, prompt, told, about=mentioned)
    return Told(session.number, told)


def _fitting(hits: Sequence[Hit]) -> tuple[Video, ...]:
    return tuple(hit.video for hit in best_per_video(hits))[:MOST_WATCHED]


def _newest(library: Library) -> tuple[Video, ...]:
    """What to look at when a prompt names nothing that is there."""
    wanted = Wanted(status=Status.READY)
    return videos.page(library, wanted, number=1, size=MOST_WATCHED).items


def _recalled(library: Library, text: str) -> list[Memory]:
    found = memories.search(library, text, number=1, size=MOST_RECALLED)
    return [each.memory for each in found.items if each.score >= RECALLED_FROM]


def _answered(question: Question, recalled: Sequence[Memory]) -> Answer:
    told = Answer("")
    if question.watched:
        told = answer(question)
    notes = "\n".join(["From your text memories:", *map(_note, recalled)]) if recalled else ""
    content = "\n\n".join(filter(None, (told.content, notes)))
    return replace(told, content=content or NOTHING)


def _note(memory: Memory) -> str:
    day = datetime.fromtimestamp(memory.at_ms / 1000, UTC).date()
    return f"- {day.isoformat()}, {memory.saying.role}: {memory.saying.content}"
