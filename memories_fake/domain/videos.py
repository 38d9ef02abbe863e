"""The videos of a library: adding, finding, listing. Status follows from the clock alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, insert, select

from memories_fake.domain import frames, labels, stories
from memories_fake.domain.library import Library, Page
from memories_fake.domain.places import near
from memories_fake.domain.records import NEVER_MS, Capture, Picture, Post, Status, Story, Video
from memories_fake.domain.refusals import NotParsedYet, NoVideosFound, VideoNotFound
from memories_fake.domain.stories import Tale
from memories_fake.runtime.ids import minted_at_ms
from memories_fake.store.listing import Listing, Shape
from memories_fake.store.prepared import Prepared
from memories_fake.store.sqlite import is_sqlite
from memories_fake.store.tables import videos

if TYPE_CHECKING:
    from memories_fake.runtime.keyframes import Frame
    from memories_fake.runtime.shelf import Parcel

PREFIX = "VI"
DEFAULT_FOLDER = -1

_OF_NUMBERS = Prepared(
    select(videos).where(
        videos.c.account.in_(bindparam("accounts", expanding=True)),
        videos.c.number.in_(bindparam("numbers", expanding=True)),
    )
)


@dataclass(frozen=True, slots=True)
class NewVideo:
    """What is known of a video when it comes in. A cause means that parsing it will fail.

    `file` is the whole name of its file, of which `name` lacks the extension.
    """

    name: str
    duration_seconds: int
    size_bytes: int
    takes_seconds: float
    story: Story
    file: str = ""
    cause: str | None = None
    parcel: Parcel | None = None
    keep_original: bool = True
    picture: Picture | None = None
    capture: Capture = field(default=Capture())
    folder: int = DEFAULT_FOLDER
    source_url: str | None = None
    seed: str | None = None  # of the chance that imagined the story
    task: str | None = None
    appears_at_ms: int | None = None  # not before: it is still to be downloaded
    frames: Sequence[Frame] = ()
    held: bool = False  # not ready before it is released, or looked at often enough
    polls_left: int | None = None
    unfound_seconds: float = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which videos to list: every given condition must hold. `name` may be a part."""

    name: str | None = None
    number: str | None = None
    numbers: Sequence[str] | None = None
    status: Status | None = None
    label: str | None = None
    folder: int | None = None
    camera_model: str | None = None
    taken_since_ms: int | None = None
    near: tuple[float, float] | None = None  # latitude and longitude, within some 20 km

    @property
    def is_usual(self) -> bool:
        """Whether nothing is asked for but a part of the name, a status and a folder."""
        others = (self.number, self.numbers, self.label, self.camera_model, self.taken_since_ms)
        return all(each is None for each in (*others, self.near))


def add(library: Library, new: NewVideo) -> Video:
    """Take in a video, unparsed until its time has come. Its number tells the moment.

    If something was laid down for it in advance, then that is what it tells and how it ends.
    """
    from memories_fake.domain.outcomes import decided
    from memories_fake.domain.scripted import scripted_film

    new = decided(scripted_film(new, library.scripts), library.decide)
    minted = library.ids.mint()
    number = f"{PREFIX}{minted}"
    if new.parcel and new.keep_original:
        library.shelf.put(new.parcel, library.account, number)
    library.connection.execute(insert(videos), _row(library, number, minted, new))
    labels.keep(library, number, new.capture.tags)
    stories.keep(library, Tale(number, new.name, new.story))
    frames.keep(library, number, new.frames)
    return _told(library, number)


def _told(library: Library, number: str) -> Video:
    """A video that is known to be there, even if it is not listed yet."""
    (row,) = _OF_NUMBERS.rows(library.connection, accounts=[library.account], numbers=[number])
    return as_video(row, library.now_ms, tags=labels.of(library, [number]).get(number, ()))


def _row(library: Library, number: str, minted: int, new: NewVideo) -> dict[str, Any]:
    appears_at_ms = library.now_ms if new.appears_at_ms is None else new.appears_at_ms
    # Recorded videos carry a creation time some 50 ms after the moment in their number.
    delay_ms = library.chance.between(45, 65, "created", minted)
    created_at_ms = delay_ms + (appears_at_ms if new.task else minted_at_ms(minted))
    return {
        "account": library.account,
        "number": number,
        "namespace": library.namespace,
        "name": new.name,
        "created_at_ms": created_at_ms,
        "appears_at_ms": appears_at_ms,
        "ready_at_ms": NEVER_MS if new.held else appears_at_ms + round(new.takes_seconds * 1000),
        "cause": new.cause,
        "polls_left": new.polls_left,
        "unfound_ms": round(new.unfound_seconds * 1000),
        "duration_seconds": new.duration_seconds,
        "size_bytes": new.size_bytes,
        "order_ms": created_at_ms,
        "downloadable": bool(new.parcel and new.keep_original),
        "task": new.task,
        "folder": new.folder,
        "source_url": new.source_url,
        "seed": new.seed,
        **_described(new),
    }


def _described(new: NewVideo) -> dict[str, Any]:
    capture, picture = new.capture, new.picture
    return {
        "camera_model": capture.camera_model,
        "taken_at_ms": capture.taken_at_ms,
        "latitude": capture.latitude,
        "longitude": capture.longitude,
        "width": picture.width if picture else None,
        "height": picture.height if picture else None,
        "frames_per_second": picture.frames_per_second if picture else None,
    }


def find(library: Library, number: str) -> Video:
    """The video of that number. Raises VideoNotFound, for another account's number too."""
    if not (rows := _rows(library, [number])):
        raise VideoNotFound(number)
    return _videos(library, rows)[0]


def ready(library: Library, number: str) -> Video:
    """Like find, but raises NotParsedYet for a video that waits or failed."""
    video = find(library, number)
    if video.status is not Status.READY:
        raise NotParsedYet([number])
    return video


def all_ready(library: Library, numbers: Sequence[str]) -> tuple[Video, ...]:
    """The named videos in the order named, without tags. Raises NoVideosFound or NotParsedYet."""
    found = {
        row.number: as_video(row, library.now_ms)
        for row in _rows(library, numbers)
        if not row.ready_at_ms <= library.now_ms < row.ready_at_ms + row.unfound_ms
    }
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
    if listing := _listing(library, wanted):
        first = (number - 1) * size
        total, items = listing.page(library.connection, first, size, as_item=_with_its_tags)
        return Page(items, number, size, total)
    conditions = chosen(library, wanted)
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
    return Page(_videos(library, rows), number, size, total)


def _listing(library: Library, wanted: Wanted) -> Listing | None:
    """The list that is wanted, where it is one of those that are prepared for."""
    if not wanted.is_usual or not is_sqlite(library.connection):
        return None
    shape = Shape(
        by_namespace=not library.whole_account,
        by_folder=wanted.folder is not None,
        status=wanted.status,
        by_name=wanted.name is not None,
    )
    if library.whole_account and wanted.folder is None:
        return None
    whose = (library.account, library.namespace, wanted.folder, library.now_ms)
    return Listing(shape, *whose, wanted.name)


def of_numbers(
    library: Library, accounts: Sequence[str], numbers: Sequence[str]
) -> dict[str, Video]:
    """The videos of these accounts that have these numbers, listed already or not."""
    if not numbers:
        return {}
    rows = _OF_NUMBERS.rows(library.connection, accounts=accounts, numbers=numbers)
    return {row.number: as_video(row, library.now_ms) for row in rows}


def as_video(row: Row[Any], now_ms: int, *, tags: tuple[str, ...] = ()) -> Video:
    """A row as the video that it is at this moment."""
    status = _status(row, now_ms)
    return Video(
        number=row.number,
        name=row.name,
        status=status,
        created_at_ms=row.created_at_ms,
        duration_seconds=row.duration_seconds if status is Status.READY else 0,
        size_bytes=row.size_bytes,
        cause=row.cause if status is Status.FAILED else None,
        post=Post(**row.post) if row.post else None,
        capture=Capture(tags, row.camera_model, row.taken_at_ms, row.latitude, row.longitude),
        picture=Picture(row.width, row.height, row.frames_per_second) if row.width else None,
        source_url=row.source_url,
        downloadable=row.downloadable,
    )


def _with_its_tags(row: Row[Any], now_ms: int) -> Video:
    return as_video(row, now_ms, tags=row.tags)


def post_row(post: Post) -> dict[str, Any]:
    """A post as it is stored."""
    return asdict(post)


def is_ready(now_ms: int) -> ColumnElement[bool]:
    """The SQL condition that a video can be used at this moment."""
    # Nearly all are ready and have appeared. With the + 0 no database thinks that it would find
    # few of them by an index on these moments, and passes over the index that does.
    return and_(videos.c.ready_at_ms + 0 <= now_ms, videos.c.cause.is_(None))


def _status(row: Row[Any], now_ms: int) -> Status:
    if now_ms < row.ready_at_ms:
        return Status.WAITING
    return Status.FAILED if row.cause else Status.READY


def _videos(library: Library, rows: Iterable[Row[Any]]) -> tuple[Video, ...]:
    found = list(rows)
    tags = labels.of(library, [row.number for row in found])
    return tuple(as_video(r, library.now_ms, tags=tags.get(r.number, ())) for r in found)


def _rows(library: Library, numbers: Sequence[str]) -> list[Any]:
    """Those of these numbers that are there by now."""
    rows = _OF_NUMBERS.rows(library.connection, accounts=[library.account], numbers=numbers)
    there = [row for row in rows if row.appears_at_ms <= library.now_ms]
    return [row for row in there if library.whole_account or row.namespace == library.namespace]


def _within(library: Library) -> tuple[ColumnElement[bool], ...]:
    mine = (videos.c.account == library.account, videos.c.appears_at_ms + 0 <= library.now_ms)
    return mine if library.whole_account else (*mine, videos.c.namespace == library.namespace)


def _conditions(wanted: Wanted, now_ms: int) -> list[ColumnElement[bool]]:
    columns = videos.c
    asked: list[tuple[Any, Callable[[Any], ColumnElement[bool]]]] = [
        (wanted.name, lambda name: columns.name.contains(name, autoescape=True)),
        (wanted.number, lambda number: columns.number == number),
        (wanted.numbers, columns.number.in_),
        (wanted.status, lambda status: has_status(status, now_ms)),
        (wanted.label, lambda label: columns.number.in_(labels.bearers(columns.account, label))),
        (wanted.folder, lambda folder: columns.folder == folder),
        (wanted.camera_model, lambda model: columns.camera_model == model),
        (wanted.taken_since_ms, lambda since: columns.taken_at_ms >= since),
        (wanted.near, lambda place: near(columns, *place)),
    ]
    conditions = [condition(value) for value, condition in asked if value is not None]
    described = (wanted.label, wanted.camera_model, wanted.taken_since_ms, wanted.near)
    if any(value is not None for value in described):  # what was told of it shows once parsed
        conditions.append(is_ready(now_ms))
    return conditions


def chosen(library: Library, wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    """The SQL conditions for what is wanted of this library."""
    return (*_within(library), *_conditions(wanted, library.now_ms))


def has_status(status: Status, now_ms: int) -> ColumnElement[bool]:
    """The SQL condition that a video stands so at this moment."""
    if status is Status.WAITING:
        return videos.c.ready_at_ms > now_ms
    if status is Status.READY:
        return is_ready(now_ms)
    return and_(videos.c.ready_at_ms + 0 <= now_ms, videos.c.cause.is_not(None))


def ready_at_ms(library: Library, number: str) -> int:
    """When a video of the account is ready, or fails; NEVER_MS while it is held."""
    at_ms: int = library.connection.execute(
        select(videos.c.ready_at_ms).where(
            videos.c.account == library.account, videos.c.number == number
        )
    ).scalar_one()
    return at_ms


def exists(library: Library) -> bool:
    """Whether the library holds any video at all."""
    first = select(videos.c.number).where(*_within(library)).limit(1)
    return library.connection.execute(first).first() is not None
