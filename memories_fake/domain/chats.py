"""Asking about one's own videos, or about the public library, inside a session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from memories_fake.domain import public, sessions, stories, videos
from memories_fake.domain.answering import answer, answer_marketer
from memories_fake.domain.library import Library
from memories_fake.domain.records import Answer, Hit, Question, Track
from memories_fake.domain.searching import Query, best_per_video, search

HITS_PER_TRACK = 12
POSTS_CONSIDERED = 40
POSTS_CITED = 7
NEAREST_CITED = 3
RELEVANT = 0.2


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, and the session that it was given in."""

    session: int
    answer: Answer


def ask(library: Library, prompt: str, numbers: Sequence[str], called: str | None) -> Told:
    """Answer from the named videos. Raises NoVideosFound or NotParsedYet, keeping nothing."""
    found = videos.all_ready(library, numbers)
    session = sessions.open_session(library, called, title=prompt)
    question = Question(
        prompt=prompt,
        watched=stories.watch(library, found),
        hits=_both_tracks(
            library, Query(prompt, most=HITS_PER_TRACK, at_least=RELEVANT, numbers=numbers)
        ),
        history=session.turns,
    )
    told = answer(question, library.chance.derived("chat", len(session.turns)))
    sessions.append(library, session, prompt, told)
    return Told(session.number, told)


def ask_public(library: Library, prompt: str, platform: str, called: str | None) -> Told:
    """Answer from the public library of one platform."""
    shelf = public.library(library, platform)
    session = sessions.open_session(library, called, title=prompt)
    found = _both_tracks(shelf, Query(prompt, most=POSTS_CONSIDERED))
    fitting = [hit for hit in best_per_video(found) if hit.score >= RELEVANT]
    # The service always answers from its nearest posts, even where none fits well.
    cited = fitting[:POSTS_CITED] or best_per_video(found)[:NEAREST_CITED]
    question = Question(
        prompt=prompt,
        watched=stories.watch(shelf, [hit.video for hit in cited]),
        hits=cited,
        history=session.turns,
    )
    told = answer_marketer(question, library.chance.derived("marketer", len(session.turns)))
    sessions.append(library, session, prompt, told)
    return Told(session.number, told)


def _both_tracks(library: Library, query: Query) -> tuple[Hit, ...]:
    hits = [hit for track in Track for hit in search(library, replace(query, track=track))]
    return tuple(sorted(hits, key=lambda hit: -hit.score))
