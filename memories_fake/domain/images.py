"""The images of a library: taking them in, listing them, and finding them by words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, String, and_, cast, func, insert, select

from memories_fake.domain import labels
from memories_fake.domain.library import Library, Page
from memories_fake.domain.outcomes import Ending, Kind, Outcome
from memories_fake.domain.places import near
from memories_fake.domain.ranking import RELATED_AT_LEAST, RELATED_SPAN, UNRELATED_AT_MOST
from memories_fake.domain.records import NEVER_MS, Capture, Status
from memories_fake.domain.searching import Query
from memories_fake.domain.videos import Wanted
from memories_fake.domain.words import content_words
from memories_fake.runtime.ids import minted_at_ms
from memories_fake.runtime.looks import Seen
from memories_fake.runtime.shelf import Parcel, Shelf
from memories_fake.store.tables import images


@dataclass(frozen=True, slots=True)
class SentPicture:
    """A picture file that came in under some name, and what was seen in it.

    `file` is the whole name of its file, of which `name` lacks the extension.
    """

    name: str
    file: str
    parcel: Parcel
    seen: Seen


@dataclass(frozen=True, slots=True)
class Image:
    """One image of a library, as it stands at the moment of asking. Times in epoch ms."""

    number: int
    name: str
    status: Status
    created_at_ms: int
    capture: Capture = field(default=Capture())


@dataclass(frozen=True, slots=True)
class ImageHit:
    """An image that a search found; the score lies between 0 and 1."""

    image: Image
    score: float


@dataclass(frozen=True, slots=True)
class Shelved:
    """Where the bytes of an image lie, and what they are."""

    path: Path
    media_type: str


def add(
    library: Library, sent: Sequence[SentPicture], capture: Capture, *, takes_seconds: float
) -> tuple[Image, ...]:
    """Take in images, in order; all are captured alike. They can be found after a while."""
    return tuple(_add(library, picture, capture, takes_seconds) for picture in sent)


def page(library: Library, *, number: int, size: int) -> Page[Image]:
    """One page of all images, newest first."""
    total = library.connection.execute(
        select(func.count()).select_from(images).where(*_within(library))
    ).scalar_one()
    rows = library.connection.execute(
        select(images)
        .where(*_within(library))
        .order_by(images.c.number.desc())
        .limit(size)
        .offset((number - 1) * size)
    )
    return Page(tuple(_as_image(row, library.now_ms) for row in rows), number, size, total)


def search(library: Library, query: Query) -> tuple[ImageHit, ...]:
    """All images that fit the words, the best first: by name, tags and camera.

    As with videos, what does not fit follows with scores below 0.15. Of the query, track and
    `most` are left out of account.
    """
    conditions = (*_within(library), _is_ready(library.now_ms))
    rows = library.connection.execute(
        select(images).where(*conditions, *_wanted(query.wanted)).order_by(images.c.number.desc())
    ).all()
    hits = _ranked(query.text, _images(library, rows))
    return tuple(hit for hit in hits if hit.score >= query.at_least)


def shelved(connection: Connection, shelf: Shelf, account: str, number: int) -> Shelved | None:
    """The bytes of an account's image, or None if there is no such image."""
    media_type = connection.execute(
        select(images.c.media_type).where(images.c.account == account, images.c.number == number)
    ).scalar()
    path = shelf.find(account, str(number))
    return Shelved(path, media_type) if path and media_type else None


def _add(library: Library, sent: SentPicture, capture: Capture, takes_seconds: float) -> Image:
    number = library.ids.mint()
    outcome = library.decide(Kind.IMAGE, (sent.name, sent.file)) or Outcome()
    held, seconds = outcome.waits_for_release, takes_seconds
    if outcome.after_seconds is not None:
        seconds = outcome.after_seconds
    library.shelf.put(sent.parcel, library.account, str(number))
    row = {
        "account": library.account,
        "number": number,
        "namespace": library.namespace,
        "name": sent.name,
        "created_at_ms": minted_at_ms(number),
        "ready_at_ms": NEVER_MS if held else library.now_ms + round(seconds * 1000),
        "cause": outcome.cause if outcome.ends is Ending.FAIL else None,
        "media_type": sent.seen.media_type,
        "camera_model": capture.camera_model,
        "taken_at_ms": capture.taken_at_ms,
        "latitude": capture.latitude,
        "longitude": capture.longitude,
        "look": sent.seen.look,
    }
    library.connection.execute(insert(images), row)
    labels.keep(library, str(number), capture.tags)
    return Image(number, sent.name, Status.WAITING, minted_at_ms(number), capture)


def _within(library: Library) -> tuple[ColumnElement[bool], ...]:
    mine = images.c.account == library.account
    return (mine,) if library.whole_account else (mine, images.c.namespace == library.namespace)


def _wanted(wanted: Wanted) -> list[ColumnElement[bool]]:
    columns = images.c
    tagged = labels.bearers(columns.account, wanted.label or "")
    asked: list[tuple[Any, Callable[[Any], ColumnElement[bool]]]] = [
        (wanted.label, lambda _: cast(columns.number, String).in_(tagged)),
        (wanted.camera_model, lambda model: columns.camera_model == model),
        (wanted.taken_since_ms, lambda since: columns.taken_at_ms >= since),
        (wanted.near, lambda place: near(columns, *place)),
    ]
    return [condition(value) for value, condition in asked if value is not None]


def _images(library: Library, rows: Sequence[Row[Any]]) -> list[Image]:
    tags = labels.of(library, [str(row.number) for row in rows])
    return [_as_image(row, library.now_ms, tags.get(str(row.number), ())) for row in rows]


def _as_image(row: Row[Any], now_ms: int, tags: tuple[str, ...] = ()) -> Image:
    return Image(
        number=row.number,
        name=row.name,
        status=_status(row, now_ms),
        created_at_ms=row.created_at_ms,
        capture=Capture(tags, row.camera_model, row.taken_at_ms, row.latitude, row.longitude),
    )


def _is_ready(now_ms: int) -> ColumnElement[bool]:
    return and_(images.c.ready_at_ms <= now_ms, images.c.cause.is_(None))


def _status(row: Row[Any], now_ms: int) -> Status:
    if now_ms < row.ready_at_ms:
        return Status.WAITING
    return Status.FAILED if row.cause else Status.READY


def _ranked(text: str, found: Iterable[Image]) -> list[ImageHit]:
    asked = set(content_words(text))
    fits = [(image, len(asked & _words(image)) / max(1, len(asked))) for image in found]
    related = [ImageHit(i, RELATED_AT_LEAST + RELATED_SPAN * share) for i, share in fits if share]
    others = [image for image, share in fits if not share]
    unrelated = [ImageHit(i, UNRELATED_AT_MOST / rank) for rank, i in enumerate(others, 1)]
    return sorted(related, key=lambda hit: -hit.score) + unrelated


def _words(image: Image) -> set[str]:
    told = (image.name, *image.capture.tags, image.capture.camera_model or "")
    return set(content_words(" ".join(told).replace("_", " ")))
