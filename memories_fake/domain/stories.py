"""What each video shows and says: kept as segments, and as words for the search to find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, insert, select, update

from memories_fake.domain.library import Library
from memories_fake.domain.records import Segment, Story, Track, Video, Watched
from memories_fake.domain.words import content_words
from memories_fake.store.tables import segments, words

Row = dict[str, Any]

FOREVER_MS = 1 << 60
OF_ITS_SEGMENT = ("account", "namespace", "track", "video", "from_ms", "until_ms")


@dataclass(frozen=True, slots=True)
class Tale:
    """A story and the video that tells it."""

    number: str
    name: str
    story: Story


def keep(library: Library, *tales: Tale, from_ms: int = 0) -> None:
    """Store what videos show and say, so that it can be read and searched from then on."""
    rows = [row for tale in tales for row in _rows(library, tale, from_ms)]
    if not rows:
        return
    kept = insert(segments).returning(segments.c.id, sort_by_parameter_order=True)
    ids = library.connection.execute(kept, rows).scalars()
    names = {tale.number: tale.name for tale in tales}
    if spoken := [w for row, id_ in zip(rows, ids, strict=True) for w in _words(row, id_, names)]:
        library.connection.execute(insert(words), spoken)


def replace(library: Library, tale: Tale, track: Track, *, from_ms: int) -> None:
    """Tell one track anew from a moment on; until then, what was told before stays."""
    for table in (segments, words):
        library.connection.execute(
            update(table)
            .where(
                table.c.account == library.account,
                table.c.video == tale.number,
                table.c.track == track,
                table.c.until_ms > from_ms,
            )
            .values(until_ms=from_ms)
        )
    keep(library, tale, from_ms=from_ms)


def is_told(table: Table, now_ms: int) -> ColumnElement[bool]:
    """The SQL condition that a segment, or a word of one, is told at this moment."""
    return and_(table.c.from_ms <= now_ms, table.c.until_ms > now_ms)


def read(library: Library, number: str, track: Track) -> tuple[Segment, ...]:
    """One track of a video in order; empty when it has none."""
    rows = library.connection.execute(
        select(segments)
        .where(
            segments.c.account == library.account,
            segments.c.video == number,
            segments.c.track == track,
            is_told(segments, library.now_ms),
        )
        .order_by(segments.c.position)
    )
    return tuple(as_segment(row) for row in rows)


def watch(library: Library, found: Sequence[Video]) -> tuple[Watched, ...]:
    """These videos with all that they show and say."""
    return tuple(
        Watched(
            video,
            Story(
                read(library, video.number, Track.VISUAL), read(library, video.number, Track.AUDIO)
            ),
        )
        for video in found
    )


def as_segment(row: object) -> Segment:
    """A row of the table as a segment."""
    return Segment(row.position, row.start_seconds, row.end_seconds, row.text)  # type: ignore[attr-defined]


def _rows(library: Library, tale: Tale, from_ms: int) -> Iterator[Row]:
    for track, told in ((Track.VISUAL, tale.story.visual), (Track.AUDIO, tale.story.audio)):
        for segment in told:
            yield {
                "account": library.account,
                "namespace": library.namespace,
                "video": tale.number,
                "track": str(track),
                "position": segment.index,
                "start_seconds": segment.start_seconds,
                "end_seconds": segment.end_seconds,
                "text": segment.text,
                "from_ms": from_ms,
                "until_ms": FOREVER_MS,
            }


def _words(row: Row, segment: int, names: Mapping[str, str]) -> Iterator[Row]:
    text = row["text"]
    if row["position"] == 0 and row["track"] == Track.VISUAL:  # a film is found by its name too
        text = f"{names[row['video']]} {text}"
    place = {key: row[key] for key in OF_ITS_SEGMENT}
    for word, times in Counter(content_words(text)).items():
        yield {**place, "segment": segment, "word": word, "times": times}
