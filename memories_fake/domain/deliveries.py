"""Callbacks as they are planned and kept: what is to be told where and when, and how it went."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from memories_fake.domain import attempts
from memories_fake.domain.attempts import Attempt
from memories_fake.domain.courses import Course
from memories_fake.domain.library import Library
from memories_fake.domain.outcomes import Ending, NothingThere, Unchangeable
from memories_fake.runtime.errands import SILENT, Outcome
from memories_fake.store.tables import deliveries, tasks, videos

SENT = "sent"
LOST = "lost"

_NEXT_DUE = union_all(
    select(func.min(deliveries.c.due_at_ms)).where(
        deliveries.c.account == bindparam("account"), deliveries.c.course.is_(None)
    ),
    attempts.NEXT_DUE,
)
_FALLEN_DUE = (
    select(deliveries.c.number, deliveries.c.due_at_ms)
    .where(
        deliveries.c.account == bindparam("account"),
        deliveries.c.course.is_(None),
        deliveries.c.due_at_ms <= bindparam("now_ms"),
    )
    .order_by(deliveries.c.due_at_ms, deliveries.c.number)
)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell: the JSON body, the moment, and the video or task that it is about.

    `otherwise` is told instead of a video or task that has failed by then.
    """

    body: Mapping[str, Any]
    due_at_ms: int
    about: str
    otherwise: Mapping[str, Any] | None = None


class State(StrEnum):
    """How a delivery stands."""

    PLANNED = "planned"  # something is still to be sent, and nothing was accepted
    ACCEPTED = "accepted"  # the receiver has answered 2xx, at least once
    FAILED = "failed"  # given up
    LOST = "lost"  # on purpose
    UNKNOWN = "unknown"  # sent, but the fake ended before it heard an answer
    SILENT = "silent"  # written down only: callbacks are off


@dataclass(frozen=True, slots=True)
class Delivery:
    """A notice on its way, with all its attempts in the order of their time."""

    number: int
    url: str
    body: Mapping[str, Any]
    due_at_ms: int
    about: str
    is_lost: bool = False
    attempts: tuple[Attempt, ...] = ()

    @property
    def state(self) -> State:
        """How it stands."""
        made = [each for each in self.attempts if each.at_ms is not None]
        outcomes = [Outcome(each.status, each.error) for each in made]
        if any(each.status is not None and not each.fails for each in outcomes):
            return State.ACCEPTED
        if len(made) < len(self.attempts) or not (made or self.is_lost):
            return State.PLANNED
        if not made:
            return State.LOST
        if outcomes[-1] == Outcome():
            return State.UNKNOWN
        return State.SILENT if outcomes[-1].error == SILENT else State.FAILED

    @property
    def latest(self) -> Attempt | None:
        """The latest attempt that was made; None where none was."""
        made = [each for each in self.attempts if each.at_ms is not None]
        return made[-1] if made else None


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


def set_out(library: Library, course: Callable[[], Course]) -> None:
    """Decide for all that have fallen due, in order, the course that they take from here."""
    asked = {"account": library.account, "now_ms": library.now_ms}
    due = library.connection.execute(_FALLEN_DUE, asked)
    for number, due_at_ms in due.all():
        taken = course()
        library.connection.execute(
            update(deliveries)
            .where(deliveries.c.account == library.account, deliveries.c.number == number)
            .values(
                course=LOST if taken.lost else SENT,
                body=case((_has_failed(), deliveries.c.otherwise), else_=deliveries.c.body),
            )
        )
        if not taken.lost:
            attempts.plan(library, number, due_at_ms, taken)


def move(library: Library, about: str, due_at_ms: int, *, was_due_at_ms: int | None = None) -> None:
    """Tell what is still to be told of something at another moment: its end has been moved.

    Of several notices about it, perhaps only of those that were due at one moment.
    """
    told = and_(_undecided(library), deliveries.c.about == about)
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


def redeliver(library: Library, number: int) -> None:
    """Plan to send one again, now. Raises NothingThere, or Unchangeable before it was due."""
    row = library.connection.execute(
        select(deliveries.c.course).where(
            deliveries.c.account == library.account, deliveries.c.number == number
        )
    ).first()
    if row is None:
        raise NothingThere(f"this account has no delivery {number}")
    if row.course is None:
        raise Unchangeable(f"delivery {number} is not due yet: there is nothing to send again")
    attempts.add_redelivery(library, number)


def next_due_ms(library: Library) -> int | None:
    """When there is next something to do for this account, or None if nothing is left."""
    moments = library.connection.execute(_NEXT_DUE, {"account": library.account})
    return min((at_ms for at_ms in moments.scalars() if at_ms is not None), default=None)


def listed(library: Library) -> tuple[Delivery, ...]:
    """All deliveries of this account, planned and done, by the moment they are due."""
    tried = attempts.listed(library)
    rows = library.connection.execute(
        select(deliveries)
        .where(deliveries.c.account == library.account)
        .order_by(deliveries.c.due_at_ms, deliveries.c.number)
    )
    return tuple(_delivery(row, tried.get(row.number, ())) for row in rows)


def forget(library: Library, gone: Sequence[str]) -> None:
    """Drop all that was, or was to be, told about these videos."""
    told = and_(deliveries.c.account == library.account, deliveries.c.about.in_(gone))
    numbers = library.connection.execute(select(deliveries.c.number).where(told)).scalars()
    attempts.forget(library, numbers)
    library.connection.execute(delete(deliveries).where(told))


def _undecided(library: Library) -> ColumnElement[bool]:
    """The SQL condition that a delivery of this account has not fallen due yet."""
    return and_(deliveries.c.account == library.account, deliveries.c.course.is_(None))


def _delivery(row: Row[Any], tried: tuple[Attempt, ...]) -> Delivery:
    return Delivery(
        number=row.number,
        url=row.url,
        body=row.body,
        due_at_ms=row.due_at_ms,
        about=row.about,
        is_lost=row.course == LOST,
        attempts=tried,
    )
