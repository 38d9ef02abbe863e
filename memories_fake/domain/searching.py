"""Finds the moments that fit a query, ranked by what this namespace alone contains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import log
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from memories_fake.domain import stories
from memories_fake.domain.library import Library
from memories_fake.domain.records import Hit, Track
from memories_fake.domain.videos import Wanted, as_video, chosen, is_ready
from memories_fake.domain.words import content_words
from memories_fake.store.tables import segments, videos, words

# The service answers with its nearest moments even where nothing fits; those stay below 0.15,
# the least score that its lowest filtering level lets through.
UNRELATED_AT_MOST = 0.14
RELATED_AT_LEAST = 0.2
RELATED_SPAN = 0.75
MOST_MOMENTS = 10_000
MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. `at_least` is a score; `wanted` narrows the search to some videos."""

    text: str
    track: Track = Track.VISUAL
    most: int = 100
    at_least: float = 0.0
    wanted: Wanted = field(default=Wanted())


def search(library: Library, query: Query) -> tuple[Hit, ...]:
    """The best moments first, scores between 0 and 1. Only parsed videos are found."""
    scores = _scores(library, query)
    best = sorted(scores, key=lambda segment: (-scores[segment], segment))[: query.most]
    if len(best) < query.most:
        others = _others(library, query, besides=set(best), most=query.most - len(best))
        scores |= {s: UNRELATED_AT_MOST / (rank + 1) for rank, s in enumerate(others)}
        best += others
    wanted = {segment: scores[segment] for segment in best if scores[segment] >= query.at_least}
    return _hits(library, wanted)


def search_videos(library: Library, query: Query) -> tuple[Hit, ...]:
    """The best videos first, each with its best moment; `most` counts videos."""
    everything = search(library, replace(query, most=MOST_MOMENTS))
    return best_per_video(everything)[: query.most]


def best_per_video(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Only the best moment of each video, order kept."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.video.number, hit)
    return tuple(best.values())


def _scores(library: Library, query: Query) -> dict[int, float]:
    """Share of the query's weight that each segment holds; a rarer word weighs more."""
    asked = list(dict.fromkeys(content_words(query.text)))[:MOST_WORDS]
    if not asked:
        return {}
    rows = library.connection.execute(
        select(words.c.segment, words.c.word, words.c.times)
        .join(videos, and_(videos.c.account == words.c.account, videos.c.number == words.c.video))
        .where(
            words.c.account == library.account,
            *(() if library.whole_account else (words.c.namespace == library.namespace,)),
            words.c.track == query.track,
            words.c.word.in_(asked),
            stories.is_told(words, library.now_ms),
            *_usable(library, query),
        )
    ).all()
    if not rows:
        return {}
    weights = _weights(asked, [row.word for row in rows], _how_many(library, query))
    whole = sum(weights.values())
    held: dict[int, float] = defaultdict(float)
    for row in rows:
        held[row.segment] += weights[row.word] * (1 - 0.1 / (1 + row.times))
    return {s: RELATED_AT_LEAST + RELATED_SPAN * weight / whole for s, weight in held.items()}


def _weights(asked: Sequence[str], found: Sequence[str], total: int) -> dict[str, float]:
    return {word: log(1 + (total + 1) / (found.count(word) + 1)) for word in asked}


def _how_many(library: Library, query: Query) -> int:
    return library.connection.execute(
        select(func.count()).select_from(segments).where(*_in_track(library, query))
    ).scalar_one()


def _others(library: Library, query: Query, *, besides: set[int], most: int) -> list[int]:
    rows = library.connection.execute(
        select(segments.c.id)
        .join(
            videos,
            and_(videos.c.account == segments.c.account, videos.c.number == segments.c.video),
        )
        .where(*_in_track(library, query), *_usable(library, query))
        .order_by(videos.c.order_ms.desc(), segments.c.position)
        .limit(most + len(besides))
    ).scalars()
    return [segment for segment in rows if segment not in besides][:most]


def _hits(library: Library, scores: dict[int, float]) -> tuple[Hit, ...]:
    rows = library.connection.execute(
        select(segments, videos)
        .join(
            videos,
            and_(videos.c.account == segments.c.account, videos.c.number == segments.c.video),
        )
        .where(segments.c.id.in_(scores))
    )
    hits = {row.id: _hit(row, scores[row.id], library.now_ms) for row in rows}
    return tuple(hits[segment] for segment in scores)


def _hit(row: Any, score: float, now_ms: int) -> Hit:
    return Hit(as_video(row, now_ms), Track(row.track), stories.as_segment(row), score)


def _usable(library: Library, query: Query) -> tuple[ColumnElement[bool], ...]:
    return (is_ready(library.now_ms), *chosen(library, query.wanted))


def _in_track(library: Library, query: Query) -> tuple[ColumnElement[bool], ...]:
    return (
        segments.c.account == library.account,
        *(() if library.whole_account else (segments.c.namespace == library.namespace,)),
        segments.c.track == query.track,
        stories.is_told(segments, library.now_ms),
    )
