"""What each video shows and says: kept as segments, and as words for the search to find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import insert, select

from memories_fake.domain.library import Library
from memories_fake.domain.records import Segment, Story, Track, Video, Watched
from memories_fake.domain.words import content_words
from memories_fake.store.tables import segments, words


def keep(library: Library, number: str, story: Story) -> None:
    """Store a video's story, so that it can be read and searched."""
    rows = [
        _row(library, number, track, segment)
        for track, told in ((Track.VISUAL, story.visual), (Track.AUDIO, story.audio))
        for segment in told
    ]
    if not rows:
        return
    kept = insert(segments).returning(segments.c.id, sort_by_parameter_order=True)
    ids = library.connection.execute(kept, rows).scalars()
    if spoken := [
        word for row, id_ in zip(rows, ids, strict=True) for word in _word_rows(row, id_)
    ]:
        library.connection.execute(insert(words), spoken)


def read(library: Library, number: str, track: Track) -> tuple[Segment, ...]:
    """One track of a video in order; empty when it has none."""
    rows = library.connection.execute(
        select(segments)
        .where(
            segments.c.account == library.account,
            segments.c.video == number,
            segments.c.track == track,
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


def _row(library: Library, number: str, track: Track, segment: Segment) -> dict[str, object]:
    return {
        "account": library.account,
        "namespace": library.namespace,
        "video": number,
        "track": str(track),
        "position": segment.index,
        "start_seconds": segment.start_seconds,
        "end_seconds": segment.end_seconds,
        "text": segment.text,
    }


def _word_rows(row: dict[str, object], segment: int) -> list[dict[str, object]]:
    place = {key: row[key] for key in ("account", "namespace", "track", "video")}
    counted = Counter(content_words(str(row["text"])))
    return [
        {**place, "segment": segment, "word": word, "times": times}
        for word, times in counted.items()
    ]
