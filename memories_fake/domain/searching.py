"""Finds the moments that fit a query, ranked by what this namespace alone contains."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import Row, and_, bindparam, select

from memories_fake.domain.bags import Bag, Told, bag_of
from memories_fake.domain.indexing import Indexed
from memories_fake.domain.library import Library
from memories_fake.domain.ranking import (
    UNRELATED_AT_MOST,
    Asked,
    counted,
    sorted_out,
    weight_of,
)
from memories_fake.domain.records import Track
from memories_fake.domain.replies import Hit, Watched
from memories_fake.domain.stories import is_told, lines_of, segment_of, segments_of
from memories_fake.domain.videos import Wanted, as_video, chosen, is_ready
from memories_fake.domain.word_index import Place
from memories_fake.domain.words import content_words
from memories_fake.store.prepared import Prepared
from memories_fake.store.tables import stories, videos

Scores = dict[Place, float]

_OF_ITS_VIDEO = and_(videos.c.account == stories.c.account, videos.c.number == stories.c.video)

_TOLD = Prepared(
    select(stories.c.lines, videos)
    .join(videos, _OF_ITS_VIDEO)
    .where(
        stories.c.account == bindparam("account"),
        stories.c.track == bindparam("track"),
        is_told(bindparam("now_ms")),
        stories.c.video.in_(bindparam("numbers", expanding=True)),
    )
)

MOST_MOMENTS = 10_000
MOST_WORDS = 500
FIRST_BATCH, LAST_BATCH = 100, 10_000
MOMENTS_PER_VIDEO = 4  # so many are looked at first, where each video counts once


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
    return _hits(library, query, _best(library, query))


def search_in(told: Sequence[Watched], query: Query) -> tuple[Hit, ...]:
    """The best moments of these videos, of whose stories all is at hand already.

    As `search` finds them where they are wanted, but for moments that hold nothing of the query.
    """
    tracks = {each.video.number: (each.video, each.story.of(query.track)) for each in told}
    bags = {
        number: _known_bag(segments, name=video.name if query.track is Track.VISUAL else None)
        for number, (video, segments) in tracks.items()
        if segments
    }
    best = islice(_ranked(query, _held(query, bags), None), query.most)
    return tuple(
        Hit(tracks[number][0], query.track, tracks[number][1][index], score)
        for (number, index), score in best
        if score >= query.at_least
    )


_known_bag = lru_cache(maxsize=200)(bag_of)  # films that are asked about again and again


def search_videos(library: Library, query: Query) -> tuple[Hit, ...]:
    """The best videos first, each with its best moment; `most` counts videos."""
    for most in (MOMENTS_PER_VIDEO * query.most, MOST_MOMENTS):
        moments = _best(library, replace(query, most=min(most, MOST_MOMENTS)))
        first: dict[str, Place] = {}
        for place in moments:
            first.setdefault(place[0], place)
        if len(first) >= query.most or len(moments) < most:
            break
    best = list(first.values())[: query.most]
    return _hits(library, query, {place: moments[place] for place in best})


def best_per_video(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Only the best moment of each video, order kept."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.video.number, hit)
    return tuple(best.values())


def _best(library: Library, query: Query) -> Scores:
    """The scores of the best moments, best first."""
    indexed = None if query.wanted != Wanted() else library.indexes.of(library, query.track)
    beside = Wanted(numbers=tuple(indexed.left_out)) if indexed else query.wanted
    is_in_index = beside.numbers == ()
    rows = [] if is_in_index else _candidates(library, replace(query, wanted=beside))
    held = _held(query, _bags(library, query, rows))
    best = dict(islice(_ranked(query, held, indexed), query.most))
    if len(best) < query.most and query.at_least <= UNRELATED_AT_MOST:
        others = _others(library, query, besides=best)
        unrelated = islice(others, query.most - len(best))
        best |= {place: UNRELATED_AT_MOST / (rank + 1) for rank, place in enumerate(unrelated)}
    return best


@dataclass(frozen=True, slots=True)
class _Held:
    """Where each word of a query is held among some segments, and how many segments there are."""

    places: Mapping[str, Mapping[Place, int]]
    segments: int


def _held(query: Query, bags: Mapping[str, Bag]) -> _Held:
    asked = list(dict.fromkeys(content_words(query.text)))[:MOST_WORDS]
    places = {
        word: {
            (video, index): times
            for video, bag in bags.items()
            for index, times in bag.places.get(word, {}).items()
        }
        for word in asked
    }
    return _Held(places, sum(bag.segments for bag in bags.values()))


def _ranked(query: Query, held: _Held, indexed: Indexed | None) -> Iterator[tuple[Place, float]]:
    """Every moment that holds a word, best first; with an index, at least as many as wanted."""
    if indexed is None:
        weights = {word: weight_of(held.segments, len(at)) for word, at in held.places.items()}
        yield from _in_order(counted(held.places, weights))
        return
    total = held.segments + indexed.segments
    weights = {
        word: weight_of(total, len(at) + indexed.holding(word)) for word, at in held.places.items()
    }
    asked = [Asked(weight, indexed.held(word)) for word, weight in weights.items()]
    sets = sorted_out(asked, indexed.scope, most=query.most)
    of_index = (
        (place, score) for score, bits in sets.items() for place in indexed.index.places(bits)
    )
    beside = _in_order(counted(held.places, weights))
    yield from merge(of_index, beside, key=lambda each: (-each[1], each[0]))


def _in_order(scores: Scores) -> list[tuple[Place, float]]:
    return sorted(scores.items(), key=lambda each: (-each[1], each[0]))


def _candidates(library: Library, query: Query) -> list[Row[Any]]:
    """The tracks that may be searched."""
    return list(
        library.connection.execute(
            select(stories.c.video, stories.c.edition)
            .join(videos, _OF_ITS_VIDEO)
            .where(
                stories.c.account == library.account,
                *(() if library.whole_account else (stories.c.namespace == library.namespace,)),
                stories.c.track == query.track,
                is_told(library.now_ms),
                is_ready(library.now_ms),
                *chosen(library, query.wanted),
            )
        )
    )


def _bags(library: Library, query: Query, rows: Sequence[Row[Any]]) -> dict[str, Bag]:
    """The words of these candidates, by video."""

    def fill(missing: list[Told]) -> dict[Told, Bag]:
        asked = {edition for _, edition in missing}
        found = library.connection.execute(
            select(stories.c.edition, stories.c.lines, videos.c.name)
            .join(videos, _OF_ITS_VIDEO)
            .where(
                stories.c.account == library.account,
                stories.c.track == query.track,
                stories.c.video.in_({row.video for row in rows if row.edition in asked}),
            )
        )
        shown = query.track is Track.VISUAL
        return {
            (query.track, row.edition): bag_of(
                segments_of(row.lines), name=row.name if shown else None
            )
            for row in found
            if row.edition in asked
        }

    bags = library.bags.of(((query.track, row.edition) for row in rows), fill)
    return {row.video: bags[query.track, row.edition] for row in rows}


def _others(library: Library, query: Query, *, besides: Container[Place]) -> Iterator[Place]:
    """Moments that hold nothing of what was asked for: those of the newest videos first."""
    for numbers in _newest(library, query):
        rows = _candidates(library, replace(query, wanted=Wanted(numbers=numbers)))
        bags = _bags(library, query, rows)
        moments = (
            (video, at) for video in numbers if video in bags for at in range(bags[video].segments)
        )
        yield from (moment for moment in moments if moment not in besides)


def _newest(library: Library, query: Query) -> Iterator[list[str]]:
    """The videos that may be searched, newest first, in batches: more often than not one will do.

    Not joined with what they tell, so that no more of them are looked at than are needed.
    """
    newest = (
        select(videos.c.number)
        .where(*chosen(library, query.wanted), is_ready(library.now_ms))
        .order_by(videos.c.order_ms.desc(), videos.c.number)
    )
    first, size = 0, max(FIRST_BATCH, min(query.most, LAST_BATCH))
    while found := library.connection.execute(newest.limit(size).offset(first)).scalars().all():
        yield list(found)
        if len(found) < size:
            return
        first, size = first + size, min(2 * size, LAST_BATCH)


def _hits(library: Library, query: Query, best: Scores) -> tuple[Hit, ...]:
    """The moments with what they tell, but for those that score too little."""
    scores = {place: score for place, score in best.items() if score >= query.at_least}
    if not scores:
        return ()
    rows = _TOLD.rows(
        library.connection,
        account=library.account,
        track=query.track,
        now_ms=library.now_ms,
        numbers=list({video for video, _ in scores}),
    )
    told = {row.number: (as_video(row, library.now_ms), lines_of(row.lines)) for row in rows}
    return tuple(
        Hit(told[video][0], query.track, segment_of(told[video][1], index), score)
        for (video, index), score in scores.items()
    )
