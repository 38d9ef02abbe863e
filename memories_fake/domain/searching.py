"""Finds the moments that fit a query, ranked by what this namespace alone contains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from math import log
from typing import Any

from sqlalchemy import Row, and_, select

from memories_fake.domain.bags import Bag, bag_of
from memories_fake.domain.library import Library
from memories_fake.domain.records import Hit, Track
from memories_fake.domain.stories import is_told, segments_of
from memories_fake.domain.videos import Wanted, as_video, chosen, is_ready
from memories_fake.domain.words import content_words
from memories_fake.store.tables import stories, videos

Place = tuple[str, int]  # a video's number, and which of its segments

_OF_ITS_VIDEO = and_(videos.c.account == stories.c.account, videos.c.number == stories.c.video)

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
    rows = _candidates(library, query)
    bags = _bags(library, query, (row.edition for row in rows))
    scores = _scores(query, rows, bags)
    best = sorted(scores, key=lambda place: (-scores[place], place))[: query.most]
    if len(best) < query.most:
        others = _others(rows, bags, besides=scores, most=query.most - len(best))
        scores |= {place: UNRELATED_AT_MOST / (rank + 1) for rank, place in enumerate(others)}
        best += others
    wanted = {place: scores[place] for place in best if scores[place] >= query.at_least}
    return _hits(library, query, wanted)


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


def _candidates(library: Library, query: Query) -> list[Row[Any]]:
    """The tracks that may be searched, newest videos first."""
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
            .order_by(videos.c.order_ms.desc(), videos.c.number)
        )
    )


def _bags(library: Library, query: Query, editions: Iterable[int]) -> dict[int, Bag]:
    def fill(missing: list[int]) -> dict[int, Bag]:
        rows = library.connection.execute(
            select(stories.c.edition, stories.c.lines, videos.c.name)
            .join(videos, _OF_ITS_VIDEO)
            .where(
                stories.c.account == library.account,
                stories.c.track == query.track,
                stories.c.edition.in_(missing),
            )
        )
        shown = query.track is Track.VISUAL
        return {
            row.edition: bag_of(segments_of(row.lines), name=row.name if shown else None)
            for row in rows
        }

    return library.bags.of(editions, fill)


def _scores(query: Query, rows: Sequence[Row[Any]], bags: Mapping[int, Bag]) -> dict[Place, float]:
    """Share of the query's weight that each segment holds; a rarer word weighs more."""
    asked = list(dict.fromkeys(content_words(query.text)))[:MOST_WORDS]
    held: dict[str, dict[Place, int]] = {
        word: {
            (row.video, index): times
            for row in rows
            for index, times in bags[row.edition].places.get(word, {}).items()
        }
        for word in asked
    }
    total = sum(bags[row.edition].segments for row in rows)
    weights = {word: log(1 + (total + 1) / (len(held[word]) + 1)) for word in asked}
    whole = sum(weights.values())
    scores: dict[Place, float] = defaultdict(float)
    for word, places in held.items():
        for place, times in places.items():
            scores[place] += weights[word] * (1 - 0.1 / (1 + times))
    return {p: RELATED_AT_LEAST + RELATED_SPAN * weight / whole for p, weight in scores.items()}


def _others(
    rows: Sequence[Row[Any]], bags: Mapping[int, Bag], *, besides: Container[Place], most: int
) -> list[Place]:
    """Moments that hold nothing of what was asked for: those of the newest videos first."""
    moments = ((row.video, index) for row in rows for index in range(bags[row.edition].segments))
    return list(islice((moment for moment in moments if moment not in besides), most))


def _hits(library: Library, query: Query, scores: Mapping[Place, float]) -> tuple[Hit, ...]:
    rows = library.connection.execute(
        select(stories.c.lines, videos)
        .join(videos, _OF_ITS_VIDEO)
        .where(
            stories.c.account == library.account,
            stories.c.track == query.track,
            is_told(library.now_ms),
            stories.c.video.in_({video for video, _ in scores}),
        )
    )
    told = {
        row.number: (as_video(row, library.now_ms), segments_of(row.lines)) for row in rows.all()
    }
    return tuple(
        Hit(told[video][0], query.track, told[video][1][index], score)
        for (video, index), score in scores.items()
    )
