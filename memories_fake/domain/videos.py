"""The videos of a library: adding, finding, listing. Status follows from the clock alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, insert, select

from memories_fake.domain import stories
from memories_fake.domain.library import Library, Page
from memories_fake.domain.records import Post, Status, Story, Video
from memories_fake.domain.refusals import NotParsedYet, NoVideosFound, VideoNotFound
from memories_fake.domain.stories import Tale
from memories_fake.runtime.ids import minted_at_ms
from memories_fake.runtime.shelf import Parcel
from memories_fake.store.tables import videos

PREFIX = "VI"


@dataclass(frozen=True, slots=True)
class NewVideo:
    """What is known of a video when it comes in. A cause means that parsing it will fail."""

    name: str
    duration_seconds: int
    size_bytes: int
    takes_seconds: float
    story: Story
    cause: str | None = None
    parcel: Parcel | None = None
    keep_original: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which videos to list: every given condition must hold. `name` may be a part."""

    name: str | None = None
    number: str | None = None
    numbers: Sequence[str] | None = None
    status: Status | None = None


def add(library: Library, new: NewVideo) -> Video:
    """Take in a video, unparsed until its time has come. Its number tells the moment."""
    minted = library.ids.mint()
    number = f"{PREFIX}{minted}"
    if new.parcel and new.keep_original:
        library.shelf.put(new.parcel, library.account, number)
    # Recorded videos carry a creation time some 50 ms after the moment in their number.
    created_at_ms = minted_at_ms(minted) + library.chance.between(45, 65, "created", minted)
    row = {
        "account": library.account,
        "number": number,
        "namespace": library.namespace,
        "name": new.name,
        "created_at_ms": created_at_ms,
        "ready_at_ms": library.now_ms + round(new.takes_seconds * 1000),
        "cause": new.cause,
        "duration_seconds": new.duration_seconds,
        "size_bytes": new.size_bytes,
        "order_ms": created_at_ms,
        "downloadable": bool(new.parcel and new.keep_original),
    }
    library.connection.execute(insert(videos), row)
    stories.keep(library, Tale(number, new.name, new.story))
    return find(library, number)


def find(library: Library, number: str) -> Video:
    """The video of that number. Raises VideoNotFound, for another account's number too."""
    row = library.connection.execute(
        select(videos).where(*_within(library), videos.c.number == number)
    ).first()
    if row is None:
        raise VideoNotFound(number)
    return as_video(row, library.now_ms)


def ready(library: Library, number: str) -> Video:
    """Like find, but raises NotParsedYet for a video that waits or failed."""
    video = find(library, number)
    if video.status is not Status.READY:
        raise NotParsedYet([number])
    return video


def all_ready(library: Library, numbers: Sequence[str]) -> tuple[Video, ...]:
    """The named videos in the order named. Raises NoVideosFound or NotParsedYet."""
    rows = library.connection.execute(
        select(videos).where(*_within(library), videos.c.number.in_(numbers))
    )
    found = {row.number: as_video(row, library.now_ms) for row in rows}
    if not set(numbers) <= set(found):
        raise NoVideosFound
    if waiting := [n for n, video in found.items() if video.status is not Status.READY]:
        raise NotParsedYet(waiting)
    return tuple(found[number] for number in dict.fromkeys(numbers))


def original(library: Library, number: str) -> Path:
    """Where the uploaded bytes of a video lie. Raises VideoNotFound where none were kept."""
    row = library.connection.execute(
        select(videos.c.downloadable).where(*_within(library), videos.c.number == number)
    ).first()
    path = library.shelf.find(library.account, number) if row and row.downloadable else None
    if path is None:
        raise VideoNotFound(number)
    return path


def page(library: Library, wanted: Wanted, *, number: int, size: int) -> Page[Video]:
    """One page of the videos that are wanted, newest first, samples last."""
    conditions = (*_within(library), *_conditions(wanted, library.now_ms))
    total = library.connection.execute(
        select(func.count()).select_from(videos).where(*conditions)
    ).scalar_one()
    rows = library.connection.execute(
        select(videos)
        .where(*conditions)
        .order_by(videos.c.order_ms.desc(), videos.c.number.desc())
        .limit(size)
        .offset((number - 1) * size)
    )
    return Page(tuple(as_video(row, library.now_ms) for row in rows), number, size, total)


def as_video(row: Row[Any], now_ms: int) -> Video:
    """A row as the video that it is at this moment."""
    status = _status(row, now_ms)
    return Video(
        number=row.number,
        name=row.name,
        status=status,
        created_at_ms=row.created_at_ms,
        duration_seconds=row.duration_seconds if status is Status.READY else 0,
        size_bytes=None if status is Status.WAITING else row.size_bytes,
        cause=row.cause if status is Status.FAILED else None,
        post=Post(**row.post) if row.post else None,
    )


def post_row(post: Post) -> dict[str, Any]:
    """A post as it is stored."""
    return asdict(post)


def is_ready(now_ms: int) -> ColumnElement[bool]:
    """The SQL condition that a video can be used at this moment."""
    return and_(videos.c.ready_at_ms <= now_ms, videos.c.cause.is_(None))


def _status(row: Row[Any], now_ms: int) -> Status:
    if now_ms < row.ready_at_ms:
        return Status.WAITING
    return Status.FAILED if row.cause else Status.READY


def _within(library: Library) -> tuple[ColumnElement[bool], ...]:
    return videos.c.account == library.account, videos.c.namespace == library.namespace


def _conditions(wanted: Wanted, now_ms: int) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.name is not None:
        conditions.append(videos.c.name.contains(wanted.name, autoescape=True))
    if wanted.number is not None:
        conditions.append(videos.c.number == wanted.number)
    if wanted.numbers is not None:
        conditions.append(videos.c.number.in_(wanted.numbers))
    if wanted.status is Status.WAITING:
        conditions.append(videos.c.ready_at_ms > now_ms)
    elif wanted.status is Status.READY:
        conditions.append(is_ready(now_ms))
    elif wanted.status is Status.FAILED:
        conditions.append(and_(videos.c.ready_at_ms <= now_ms, videos.c.cause.is_not(None)))
    return conditions


def exists(library: Library) -> bool:
    """Whether the library holds any video at all."""
    row = library.connection.execute(select(videos.c.number).where(*_within(library)).limit(1))
    return row.first() is not None
