"""How deliveries get to their receiver: each try, planned and made, in the order of their time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, insert, select, update

from memories_fake.domain.courses import Course
from memories_fake.domain.library import Library
from memories_fake.runtime.errands import Errand, Outcome
from memories_fake.store.tables import attempts, deliveries

A_MOMENT_MS = 1

# When the next attempt of an account is due; null if none is planned.
NEXT_DUE = select(func.min(attempts.c.due_at_ms)).where(
    attempts.c.account == bindparam("account"), attempts.c.sent_at_ms.is_(None)
)

# Built once: these are asked each time that an account has something to send.
_MINE = attempts.c.account == bindparam("account")
_FIRST_DUE = (
    select(attempts, deliveries.c.url, deliveries.c.body)
    .join(
        deliveries,
        and_(
            deliveries.c.account == attempts.c.account, deliveries.c.number == attempts.c.delivery
        ),
    )
    .where(_MINE, attempts.c.sent_at_ms.is_(None), attempts.c.due_at_ms <= bindparam("now_ms"))
    .order_by(attempts.c.due_at_ms, attempts.c.delivery, attempts.c.position)
    .limit(1)
)
_HELD = select(attempts.c.delivery, attempts.c.due_at_ms).where(
    _MINE, attempts.c.sent_at_ms.is_(None), attempts.c.held
)
_LAST_POSITION = select(func.max(attempts.c.position)).where(
    _MINE, attempts.c.delivery == bindparam("delivery")
)


class Reason(StrEnum):
    """Why something is sent."""

    DUE = "due"
    RETRY = "retry"
    DUPLICATE = "duplicate"
    REDELIVERY = "redelivery"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a delivery. Without `at_ms` it is still to come; `status` is the receiver's,
    `error` says why there is none. With neither, nobody knows what came of it."""

    number: int
    reason: Reason
    due_at_ms: int
    at_ms: int | None
    status: int | None
    error: str | None


def plan(library: Library, number: int, due_at_ms: int, course: Course) -> None:
    """Plan to send what has fallen due, the way that is laid out for it.

    Of those that are to be overtaken only one is held at a time: the next one overtakes it.
    """
    at_ms = due_at_ms + course.late_ms
    held = _held(library)
    is_held = bool(course.held_ms) and not held
    first_ms = at_ms + (course.held_ms if is_held else 0)
    _add(library, number, Reason.DUE, first_ms, held=is_held, waits_ms=course.waits_ms)
    if course.again_ms is not None:
        _add(library, number, Reason.DUPLICATE, first_ms + course.again_ms)
    for other, until_ms in held:
        early_ms = max(0, until_ms - (at_ms + A_MOMENT_MS))
        _let_go(library, other, early_ms)


def add_redelivery(library: Library, number: int) -> None:
    """Plan to send it once more, now."""
    _add(library, number, Reason.REDELIVERY, library.now_ms)
    library.afterwards.append(partial(library.expect, library.now_ms))


def claim(library: Library) -> Errand | None:
    """The first attempt that is due. Once claimed it is never sent again, come what may."""
    asked = {"account": library.account, "now_ms": library.now_ms}
    row = library.connection.execute(_FIRST_DUE, asked).first()
    if row is None:
        return None
    claimed = library.connection.execute(
        update(attempts)
        .where(_waits(library), _is(row.delivery, row.position))
        .values(sent_at_ms=library.now_ms, held=False)
    )
    if not claimed.rowcount:  # another process was faster
        return None
    return Errand(row.delivery, row.position, row.url, row.body, library.now_ms)


def note(library: Library, errand: Errand, outcome: Outcome) -> None:
    """Keep what came of an attempt; where it failed, plan the retry that is left, if any."""
    noted = library.connection.execute(
        update(attempts)
        .where(attempts.c.account == library.account, _is(errand.number, errand.attempt))
        .values(status=outcome.status, error=outcome.error)
        .returning(attempts.c.waits_ms)
    ).first()
    if noted and outcome.fails and noted.waits_ms:
        wait_ms, *waits_ms = noted.waits_ms
        due_at_ms = library.now_ms + wait_ms
        _add(library, errand.number, Reason.RETRY, due_at_ms, waits_ms=waits_ms)
        library.afterwards.append(partial(library.expect, due_at_ms))


def listed(library: Library) -> dict[int, tuple[Attempt, ...]]:
    """All attempts of this account, by delivery, as they were made and then as they are due."""
    rows = library.connection.execute(
        select(attempts).where(attempts.c.account == library.account)
    ).all()
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.delivery, []).append(row)
    return {number: tuple(map(_attempt, sorted(of, key=_moment))) for number, of in found.items()}


def forget(library: Library, numbers: Iterable[int]) -> None:
    """Drop all that was, or was to be, tried for these deliveries."""
    library.connection.execute(
        delete(attempts).where(
            attempts.c.account == library.account, attempts.c.delivery.in_(tuple(numbers))
        )
    )


def _add(
    library: Library,
    number: int,
    reason: Reason,
    due_at_ms: int,
    *,
    held: bool = False,
    waits_ms: Sequence[int] = (),
) -> None:
    of_it = {"account": library.account, "delivery": number}
    last = library.connection.execute(_LAST_POSITION, of_it).scalar()
    library.connection.execute(
        insert(attempts),
        {
            "account": library.account,
            "delivery": number,
            "position": (last or 0) + 1,
            "reason": reason,
            "due_at_ms": due_at_ms,
            "held": held,
            "waits_ms": list(waits_ms),
        },
    )


def _held(library: Library) -> list[tuple[int, int]]:
    """What waits to be overtaken, and until when at most."""
    held = library.connection.execute(_HELD, {"account": library.account})
    return [(row.delivery, row.due_at_ms) for row in held]


def _let_go(library: Library, number: int, early_ms: int) -> None:
    """Hold it no longer: it, and its duplicate with it, is due so much earlier."""
    library.connection.execute(
        update(attempts)
        .where(_waits(library), attempts.c.delivery == number)
        .values(due_at_ms=attempts.c.due_at_ms - early_ms, held=False)
    )


def _waits(library: Library) -> ColumnElement[bool]:
    """The SQL condition that an attempt of this account is still to be made."""
    return and_(attempts.c.account == library.account, attempts.c.sent_at_ms.is_(None))


def _is(number: int, position: int) -> ColumnElement[bool]:
    return and_(attempts.c.delivery == number, attempts.c.position == position)


def _moment(row: Any) -> tuple[int, int]:
    return (row.due_at_ms if row.sent_at_ms is None else row.sent_at_ms), row.position


def _attempt(row: Any) -> Attempt:
    return Attempt(
        number=row.position,
        reason=Reason(row.reason),
        due_at_ms=row.due_at_ms,
        at_ms=row.sent_at_ms,
        status=row.status,
        error=row.error,
    )
