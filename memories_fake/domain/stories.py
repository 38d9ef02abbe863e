"""What each video shows and says: one row per track, whole, from one moment on until another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from memories_fake.domain.library import Library
from memories_fake.domain.records import NEVER_MS, Segment, Story, Track, Video
from memories_fake.store.prepared import Prepared
from memories_fake.store.tables import stories

if TYPE_CHECKING:
    from memories_fake.domain.replies import Watched


@dataclass(frozen=True, slots=True)
class Tale:
    """A story and the video that tells it."""

    number: str
    name: str
    story: Story


def keep(library: Library, *tales: Tale, from_ms: int = 0) -> None:
    """Store what videos show and say, so that it can be read and searched from then on."""
    rows = [
        _row(library, tale, track, segments, from_ms)
        for tale in tales
        for track, segments in ((Track.VISUAL, tale.story.visual), (Track.AUDIO, tale.story.audio))
        if segments
    ]
    if rows:
        library.connection.execute(insert(stories), rows)


def replace(library: Library, tale: Tale, track: Track, *, from_ms: int) -> None:
    """Tell one track anew from a moment on; until then, what was told before stays."""
    of_track = and_(
        stories.c.account == library.account,
        stories.c.video == tale.number,
        stories.c.track == track,
    )
    library.connection.execute(delete(stories).where(of_track, stories.c.from_ms >= from_ms))
    library.connection.execute(
        update(stories).where(of_track, stories.c.until_ms > from_ms).values(until_ms=from_ms)
    )
    keep(library, tale, from_ms=from_ms)


def is_told(now_ms: int | BindParameter[int]) -> ColumnElement[bool]:
    """The SQL condition that a story is told at this moment."""
    return and_(stories.c.from_ms <= now_ms, stories.c.until_ms > now_ms)


_TOLD = Prepared(
    select(stories.c.video, stories.c.track, stories.c.lines).where(
        stories.c.account == bindparam("account"),
        stories.c.video.in_(bindparam("numbers", expanding=True)),
        stories.c.track.in_(bindparam("tracks", expanding=True)),
        is_told(bindparam("now_ms")),
    )
)


def read(library: Library, number: str, track: Track) -> tuple[Segment, ...]:
    """One track of a video in order; empty when it has none."""
    return _told(library, [number], [track]).get((number, track), ())


def watch(library: Library, found: Sequence[Video]) -> tuple[Watched, ...]:
    """These videos with all that they show and say."""
    from memories_fake.domain.replies import Watched

    told = _told(library, [video.number for video in found], list(Track))
    return tuple(
        Watched(video, Story(*(told.get((video.number, track), ()) for track in Track)))
        for video in found
    )


def _told(
    library: Library, numbers: Sequence[str], tracks: Sequence[Track]
) -> dict[tuple[str, Track], tuple[Segment, ...]]:
    rows = _TOLD.rows(
        library.connection,
        account=library.account,
        numbers=numbers,
        tracks=tracks,
        now_ms=library.now_ms,
    )
    return {(row.video, Track(row.track)): segments_of(row.lines) for row in rows}


def segments_of(lines: str) -> tuple[Segment, ...]:
    """A track as it is stored, read back."""
    return tuple(Segment(index, *line) for index, line in enumerate(lines_of(lines)))


def lines_of(lines: str) -> Sequence[tuple[int, int, str]]:
    """A track as it is stored, line by line, for whoever needs few of its segments."""
    told: Sequence[tuple[int, int, str]] = json.loads(lines)
    return told


def segment_of(lines: Sequence[tuple[int, int, str]], index: int) -> Segment:
    """One of the segments."""
    return Segment(index, *lines[index])


def texts_of(lines: str) -> list[str]:
    """Only the texts of a track as it is stored."""
    return [text for _, _, text in json.loads(lines)]


def as_stored(text: str) -> str:
    """A text, or a part of one, as it stands within a stored track."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _row(
    library: Library, tale: Tale, track: Track, segments: Sequence[Segment], from_ms: int
) -> dict[str, Any]:
    told = [(each.start_seconds, each.end_seconds, each.text) for each in segments]
    lines = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return {
        "account": library.account,
        "namespace": library.namespace,
        "video": tale.number,
        "track": str(track),
        "from_ms": from_ms,
        "until_ms": NEVER_MS,
        "lines": lines,
        "edition": edition_of(tale.name, lines),
    }


def edition_of(name: str, lines: str) -> int:
    """Equal where name and lines are equal."""
    digest = blake2b(f"{name}\x1f{lines}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1  # as much as a database's signed 64 bits hold
