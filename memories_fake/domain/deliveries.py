"""Callbacks as they are planned and kept: what is to be told where and when, and how it went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, delete, func, insert, or_, select, update

from memories_fake.domain.library import Library
from memories_fake.domain.outcomes import Ending
from memories_fake.store.tables import deliveries, tasks, videos


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell: the JSON body, the moment, and the video or task that it is about.

    `otherwise` is told instead of a video or task that has failed by then.
    """

    body: Mapping[str, Any]
    due_at_ms: int
    about: str
    otherwise: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A notice on its way. `status` is the receiver's; `error` says why there is none."""

    number: int
    url: str
    body: Mapping[str, Any]
    due_at_ms: int
    about: str
    delivered_at_ms: int | None
    status: int | None
    error: str | None


def schedule(library: Library, url: str | None, notices: Sequence[Notice]) -> None:
    """Plan to tell these; nothing where there is no address to tell it to."""
    if not url or not notices:
        return
    rows = [
        {
            "account": library.account,
            "number": library.ids.mint(),
            "url": url,
            "body": dict(notice.body),
            "otherwise": notice.otherwise and dict(notice.otherwise),
            "due_at_ms": notice.due_at_ms,
            "about": notice.about,
        }
        for notice in notices
    ]
    library.connection.execute(insert(deliveries), rows)
    first_ms = min(notice.due_at_ms for notice in notices)
    library.afterwards.append(partial(library.expect, first_ms))


def take_due(library: Library) -> tuple[Delivery, ...]:
    """Claim all that is due, in order. What was taken is never taken again: one try each."""
    taken = library.connection.execute(
        update(deliveries)
        .where(
            deliveries.c.account == library.account,
            deliveries.c.delivered_at_ms.is_(None),
            deliveries.c.due_at_ms <= library.now_ms,
        )
        .values(
            delivered_at_ms=library.now_ms,
            body=case((_has_failed(), deliveries.c.otherwise), else_=deliveries.c.body),
        )
        .returning(deliveries)
    )
    return _in_order(taken)


def move(library: Library, about: str, due_at_ms: int, *, was_due_at_ms: int | None = None) -> None:
    """Tell what is still to be told of something at another moment: its end has been moved.

    Of several notices about it, perhaps only of those that were due at one moment.
    """
    told = and_(
        deliveries.c.account == library.account,
        deliveries.c.about == about,
        deliveries.c.delivered_at_ms.is_(None),
    )
    if was_due_at_ms is not None:
        told = and_(told, deliveries.c.due_at_ms == was_due_at_ms)
    library.connection.execute(update(deliveries).where(told).values(due_at_ms=due_at_ms))
    library.afterwards.append(partial(library.expect, due_at_ms))


def _has_failed() -> ColumnElement[bool]:
    """The SQL condition that what a delivery tells of has failed, and that it has words for it."""
    video = and_(videos.c.account == deliveries.c.account, videos.c.number == deliveries.c.about)
    task = and_(tasks.c.account == deliveries.c.account, tasks.c.name == deliveries.c.about)
    failed = or_(
        select(videos.c.number).where(video, videos.c.cause.is_not(None)).exists(),
        select(tasks.c.name).where(task, tasks.c.ends == Ending.FAIL).exists(),
    )
    return and_(deliveries.c.otherwise.is_not(None), failed)


def note(library: Library, number: int, *, status: int | None, error: str | None) -> None:
    """Keep what came of a delivery."""
    library.connection.execute(
        update(deliveries)
        .where(deliveries.c.account == library.account, deliveries.c.number == number)
        .values(status=status, error=error)
    )


def next_due_ms(library: Library) -> int | None:
    """When the next delivery of this account is due, or None if none is left."""
    return library.connection.execute(
        select(func.min(deliveries.c.due_at_ms)).where(
            deliveries.c.account == library.account, deliveries.c.delivered_at_ms.is_(None)
        )
    ).scalar()


def listed(library: Library) -> tuple[Delivery, ...]:
    """All deliveries of this account, planned and done, by the moment they are due."""
    rows = library.connection.execute(
        select(deliveries).where(deliveries.c.account == library.account)
    )
    return _in_order(rows)


def forget(library: Library, gone: Sequence[str]) -> None:
    """Drop all that was, or was to be, told about these videos."""
    library.connection.execute(
        delete(deliveries).where(
            deliveries.c.account == library.account, deliveries.c.about.in_(gone)
        )
    )


def _in_order(rows: Iterable[Row[Any]]) -> tuple[Delivery, ...]:
    found = [
        Delivery(
            number=row.number,
            url=row.url,
            body=row.body,
            due_at_ms=row.due_at_ms,
            about=row.about,
            delivered_at_ms=row.delivered_at_ms,
            status=row.status,
            error=row.error,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: (each.due_at_ms, each.number)))
