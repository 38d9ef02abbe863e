"""Asking about one's own videos, or about the public library, inside a session."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from memories_fake.domain import public, sessions, stories, videos
from memories_fake.domain.answering import answer, answer_marketer, search_text
from memories_fake.domain.library import Library
from memories_fake.domain.records import Answer, Hit, Question, Track
from memories_fake.domain.searching import Query, best_per_video, search
from memories_fake.domain.videos import Wanted

HITS_PER_TRACK = 12
POSTS_CONSIDERED = 40
POSTS_CITED = 7
SIGNS = re.compile(r"[@#]\w[\w.]*\w|[@#]\w")
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
    question = Question(prompt, stories.watch(library, found), history=session.turns)
    wanted = Wanted(numbers=numbers)
    query = Query(search_text(question), most=HITS_PER_TRACK, at_least=RELEVANT, wanted=wanted)
    question = replace(question, hits=_both_tracks(library, query))
    told = answer(question, library.chance.derived("chat", len(session.turns)))
    sessions.append(library, session, prompt, told, about=numbers)
    return Told(session.number, told)


def ask_public(library: Library, prompt: str, platform: str, called: str | None) -> Told:
    """Answer from the public library of one platform."""
    shelf = public.library(library, platform)
    session = sessions.open_session(library, called, title=prompt)
    question = Question(prompt, watched=(), history=session.turns)
    cited = _nearest_posts(shelf, search_text(question), prompt)
    watched = stories.watch(shelf, [hit.video for hit in cited])
    question = replace(question, watched=watched, hits=cited)
    told = answer_marketer(question, library.chance.derived("marketer", len(session.turns)))
    sessions.append(library, session, prompt, told)
    return Told(session.number, told)


def _nearest_posts(shelf: Library, text: str, prompt: str) -> tuple[Hit, ...]:
    """The posts that fit; or, as the service does where none fits, the few that come nearest.

    An @creator or a #hashtag in the prompt keeps the search to posts that bear it.
    """
    bearing = next((sign.lower() for sign in SIGNS.findall(prompt)), None)
    query = Query(text, most=POSTS_CONSIDERED, wanted=Wanted(label=bearing))
    found = best_per_video(_both_tracks(shelf, query))
    fitting = tuple(hit for hit in found if hit.score >= RELEVANT)
    return fitting[:POSTS_CITED] or found[:NEAREST_CITED]


def _both_tracks(library: Library, query: Query) -> tuple[Hit, ...]:
    hits = [hit for track in Track for hit in search(library, replace(query, track=track))]
    return tuple(sorted(hits, key=lambda hit: -hit.score))
