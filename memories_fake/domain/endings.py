"""Changes how something ends once it is there: only what has not come to its end can be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Table, and_, delete, select, update

from memories_fake.domain import deliveries, task_endings
from memories_fake.domain.library import Library
from memories_fake.domain.outcomes import (
    End,
    Ending,
    Kind,
    NothingThere,
    Outcome,
    Speech,
    Unchangeable,
)
from memories_fake.domain.records import NEVER_MS, Track
from memories_fake.store.tables import images, stories, videos

DIGITS = 19  # more than a database's signed 64 bits are sure to hold
TABLES: Mapping[Kind, Table] = {Kind.VIDEO: videos, Kind.IMAGE: images}


@dataclass(frozen=True, slots=True)
class _Thing:
    """A video or an image, which will come to an end, or has."""

    kind: Kind
    row: Row[Any]

    @property
    def name(self) -> str:
        return f"{self.kind} {self.row.number}"

    def insist_on_waiting(self, now_ms: int) -> None:
        if self.row.ready_at_ms <= now_ms:
            word = Ending.FAIL if self.row.cause else Ending.PARSE
            raise Unchangeable(f"{self.name} has come to its end, {word}, which nothing changes")


def settle(library: Library, number: str, outcome: Outcome) -> None:
    """Have a video, image or task end so, from now on.

    Raises NothingThere, Unchangeable where it cannot any more, ValueError where it never could.
    """
    if task := task_endings.find(library, number):
        task_endings.settle(library, task, outcome)
        return
    thing = _found(library, number)
    outcome.check(thing.kind)
    thing.insist_on_waiting(library.now_ms)
    changes: dict[str, Any] = {
        "ready_at_ms": _ready_at_ms(library, thing, outcome),
        "cause": outcome.cause if outcome.ends is Ending.FAIL else None,
    }
    if thing.kind is Kind.VIDEO:
        unfound_ms = round(outcome.unfound_seconds * 1000)
        changes |= {"polls_left": outcome.after_polls, "unfound_ms": unfound_ms}
        if outcome.speech is Speech.NONE:
            _silence(library, number)
    _change(library, thing, changes)


def release(library: Library, number: str) -> None:
    """Let what is held come to its end now. Raises NothingThere, or Unchangeable if not held."""
    if task := task_endings.find(library, number):
        task_endings.release(library, task)
        return
    thing = _found(library, number)
    thing.insist_on_waiting(library.now_ms)
    if thing.row.ready_at_ms != NEVER_MS:
        raise Unchangeable(f"{thing.name} is not held: it comes to its end by itself")
    changes: dict[str, Any] = {"ready_at_ms": library.now_ms}
    if thing.kind is Kind.VIDEO:
        changes["polls_left"] = None
    _change(library, thing, changes)


def looked_at(library: Library, number: str | None) -> None:
    """Count one look at a video, or at all of them, for those that wait to be looked at."""
    counted = and_(videos.c.account == library.account, videos.c.polls_left.is_not(None))
    if number is not None:
        counted = and_(counted, videos.c.number == number)
    left = library.connection.execute(
        update(videos)
        .where(counted)
        .values(polls_left=videos.c.polls_left - 1)
        .returning(videos.c.number, videos.c.polls_left)
    )
    for counted_number, polls_left in left.all():
        if polls_left <= 0:
            release(library, counted_number)


def end_of(library: Library, number: str) -> End:
    """How and when this ends, or has. Raises NothingThere, or Unchangeable if not by itself."""
    if task := task_endings.find(library, number):
        return task_endings.end_of(library, task)
    thing = _found(library, number)
    if thing.row.ready_at_ms == NEVER_MS:
        raise Unchangeable(f"{thing.name} is held: release it, or look at it often enough")
    return End(thing.name, thing.row.ready_at_ms, fails=thing.row.cause is not None)


def _found(library: Library, number: str) -> _Thing:
    for kind, table in TABLES.items():
        if kind is Kind.IMAGE and not (number.isdecimal() and len(number) < DIGITS):
            continue
        row = library.connection.execute(
            select(table).where(table.c.account == library.account, _is(table, number))
        ).first()
        if row is not None:
            return _Thing(kind, row)
    raise NothingThere(f"this account has nothing of the number {number}")


def _ready_at_ms(library: Library, thing: _Thing, outcome: Outcome) -> int:
    if outcome.waits_for_release or outcome.after_polls:
        return NEVER_MS
    if outcome.after_seconds is not None:
        return library.now_ms + round(outcome.after_seconds * 1000)
    ready_at_ms: int = thing.row.ready_at_ms
    return library.now_ms if ready_at_ms == NEVER_MS else ready_at_ms


def _is(table: Table, number: str) -> Any:
    return table.c.number == (int(number) if table is images else number)


def _change(library: Library, thing: _Thing, changes: dict[str, Any]) -> None:
    table, number = TABLES[thing.kind], str(thing.row.number)
    library.connection.execute(
        update(table)
        .where(table.c.account == library.account, _is(table, number))
        .values(**changes)
    )
    if thing.kind is Kind.VIDEO:
        deliveries.move(library, number, changes["ready_at_ms"])


def _silence(library: Library, number: str) -> None:
    library.connection.execute(
        delete(stories).where(
            stories.c.account == library.account,
            stories.c.video == number,
            stories.c.track == Track.AUDIO,
        )
    )
