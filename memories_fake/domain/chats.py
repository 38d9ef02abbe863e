"""Asking about one's own videos, or about the public library, inside a session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from memories_fake.domain import labels, public, sessions, stories, videos
from memories_fake.domain.answering import (
    answer,
    answer_marketer,
    creators_in,
    hashtags_in,
    points_back,
    search_text,
)
from memories_fake.domain.library import Library
from memories_fake.domain.records import Track, Video
from memories_fake.domain.replies import Answer, Hit, Question
from memories_fake.domain.scripted import scripted_answer
from memories_fake.domain.searching import (
    MOST_MOMENTS,
    Query,
    best_per_video,
    search,
    search_in,
)
from memories_fake.domain.sessions import Session
from memories_fake.domain.videos import Wanted

HITS_PER_TRACK = 12
POSTS_CONSIDERED = 40
BEARERS_CONSIDERED = 500  # of a hashtag that a million posts have, to answer within a second
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
    question = Question(prompt, watched=(), history=session.turns)
    told = scripted_answer(library, prompt) or answer(_looked_at(library, found, question))
    mentioned = [*numbers, *leaned_on(library, session, question)]
    sessions.append(library, session, prompt, told, about=mentioned)
    return Told(session.number, told)


def _looked_at(library: Library, found: Sequence[Video], question: Question) -> Question:
    """The question, with all that these videos tell, and where in it the answer may lie."""
    watched = stories.watch(library, found)
    query = Query(search_text(question), most=HITS_PER_TRACK, at_least=RELEVANT)
    hits = [hit for track in Track for hit in search_in(watched, replace(query, track=track))]
    return replace(question, watched=watched, hits=_best_first(hits))


def ask_public(library: Library, prompt: str, platform: str, called: str | None) -> Told:
    """Answer from the public library of one platform."""
    shelf = public.library(library, platform)
    session = sessions.open_session(library, called, title=prompt)
    question = Question(prompt, watched=(), history=session.turns)
    told = scripted_answer(library, prompt) or answer_marketer(_looked_up(shelf, question))
    mentioned = leaned_on(library, session, question)
    sessions.append(library, session, prompt, told, about=mentioned)
    return Told(session.number, told)


def _looked_up(shelf: Library, question: Question) -> Question:
    """The question, with the posts that it may be answered from."""
    cited = _nearest_posts(shelf, search_text(question), question.prompt)
    watched = stories.watch(shelf, [hit.video for hit in cited])
    return replace(question, watched=watched, hits=cited)


def leaned_on(library: Library, session: Session, question: Question) -> tuple[str, ...]:
    """The videos of the last answer, if the question points back to it: they go on being told."""
    is_about_it = bool(session.turns) and points_back(question)
    return sessions.last_mentioned(library, session) if is_about_it else ()


def _nearest_posts(shelf: Library, text: str, prompt: str) -> tuple[Hit, ...]:
    """The posts that fit; or, as the service does where none fits, the few that come nearest.

    An @creator or a #hashtag in the prompt keeps the search to posts that bear it.
    """
    bearers = _bearers(shelf, prompt)
    most = POSTS_CONSIDERED if bearers is None else MOST_MOMENTS
    query = Query(text, most=most, wanted=Wanted(numbers=bearers))
    found = best_per_video(both_tracks(shelf, query))
    if bearers is not None:
        return _in_turns(found)[:POSTS_CITED]
    fitting = tuple(hit for hit in found if hit.score >= RELEVANT)
    return fitting[:POSTS_CITED] or found[:NEAREST_CITED]


def _bearers(shelf: Library, prompt: str) -> list[str] | None:
    """The newest posts by any creator that is named, under any hashtag that is.

    None if none is named.
    """
    named = [signs for signs in (creators_in(prompt), hashtags_in(prompt)) if signs]
    return labels.bearing(shelf, named, most=BEARERS_CONSIDERED) if named else None


def _in_turns(found: Sequence[Hit]) -> tuple[Hit, ...]:
    """The best post of each creator, then the second best of each, and so on."""
    before: Counter[str] = Counter()
    rounds: list[tuple[int, Hit]] = []
    for hit in found:
        creator = hit.video.post.creator if hit.video.post else ""
        rounds.append((before[creator], hit))
        before[creator] += 1
    return tuple(hit for _, hit in sorted(rounds, key=lambda each: each[0]))


def both_tracks(library: Library, query: Query) -> tuple[Hit, ...]:
    """What is shown and what is said, the best moments first."""
    return _best_first(
        hit for track in Track for hit in search(library, replace(query, track=track))
    )


def _best_first(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda hit: -hit.score))
