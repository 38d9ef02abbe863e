"""Changes how something ends once it is there: only what has not come to its end can be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Table, and_, delete, select, update

from memories_fake.domain import deliveries
from memories_fake.domain.library import Library
from memories_fake.domain.outcomes import ENDINGS, Ending, Kind, Outcome, Speech
from memories_fake.domain.records import NEVER_MS, Track
from memories_fake.store.tables import images, stories, tasks, videos

DIGITS = 19  # more than a database's signed 64 bits are sure to hold
TABLES: Mapping[Kind, Table] = {Kind.VIDEO: videos, Kind.IMAGE: images}


class Unchangeable(ValueError):
    """What a test asks for is no way that a video, an image or a task could go."""


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something that will come to an end, or has."""

    kind: Kind
    row: Row[Any]

    @property
    def name(self) -> str:
        return f"{self.kind} {self.row.number}"


def settle(library: Library, number: str, outcome: Outcome) -> None:
    """Have a video or image end so, from now on. Raises Unchangeable where it cannot any more."""
    thing = _waiting(library, number)
    if outcome.ends not in ENDINGS[thing.kind]:
        raise Unchangeable(f"{thing.name} cannot end in {outcome.ends}")
    ready_at_ms = thing.row.ready_at_ms
    if outcome.waits_for_release or outcome.after_polls:
        ready_at_ms = NEVER_MS
    elif outcome.after_seconds is not None:
        ready_at_ms = library.now_ms + round(outcome.after_seconds * 1000)
    elif ready_at_ms == NEVER_MS:
        ready_at_ms = library.now_ms
    changes: dict[str, Any] = {
        "ready_at_ms": ready_at_ms,
        "cause": outcome.cause if outcome.ends is Ending.FAIL else None,
    }
    if thing.kind is Kind.VIDEO:
        unfound_ms = round(outcome.unfound_seconds * 1000)
        changes |= {"polls_left": outcome.after_polls, "unfound_ms": unfound_ms}
        if outcome.speech is Speech.NONE:
            _silence(library, number)
    _change(library, thing, changes)


def release(library: Library, number: str) -> None:
    """Let what is held come to its end now. Raises Unchangeable for what is not held."""
    thing = _waiting(library, number)
    if thing.row.ready_at_ms != NEVER_MS:
        raise Unchangeable(f"{thing.name} is not held: it comes to its end by itself")
    _change(library, thing, {"ready_at_ms": library.now_ms})


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
            library.connection.execute(
                update(videos)
                .where(videos.c.account == library.account, videos.c.number == counted_number)
                .values(polls_left=None, ready_at_ms=library.now_ms)
            )
            deliveries.move(library, counted_number, library.now_ms)


def next_end_ms(library: Library, number: str) -> int | None:
    """When this comes to its end, in epoch ms; None where it is there already.

    Raises Unchangeable for what is unknown, and for what does not come to an end by itself.
    """
    thing = _found(library, number)
    if thing.row.ready_at_ms == NEVER_MS:
        raise Unchangeable(f"{thing.name} is held: release it, or look at it often enough")
    ready_at_ms: int = thing.row.ready_at_ms
    return ready_at_ms if ready_at_ms > library.now_ms else None


def has_failed(library: Library, number: str) -> bool:
    """Whether its end is, or will be, that it fails."""
    return _found(library, number).row.cause is not None


def _waiting(library: Library, number: str) -> _Thing:
    thing = _found(library, number)
    if thing.row.ready_at_ms <= library.now_ms:
        word = "FAIL" if thing.row.cause else "PARSE"
        raise Unchangeable(f"{thing.name} has come to its end, {word}, which nothing changes")
    return thing


def _found(library: Library, number: str) -> _Thing:
    for kind, table in TABLES.items():
        if kind is Kind.IMAGE and not (number.isdecimal() and len(number) < DIGITS):
            continue
        row = library.connection.execute(
            select(table).where(table.c.account == library.account, _is(table, number))
        ).first()
        if row is not None:
            return _Thing(kind, row)
    raise Unchangeable(f"this account has nothing of the number {number}")


def task_end_ms(library: Library, name: str) -> int:
    """When all that a task brings is ready, in epoch ms. Raises Unchangeable if it is unknown,
    or brings something that is held."""
    row = library.connection.execute(
        select(tasks).where(
            tasks.c.account == library.account, tasks.c.name == name.partition("_")[0]
        )
    ).first()
    if row is None:
        raise Unchangeable(f"this account has no task {name}")
    own = select(videos.c.ready_at_ms).where(
        videos.c.account == library.account, videos.c.number.in_(row.ready_at_ms)
    )
    moments = library.connection.execute(own).scalars().all() or row.ready_at_ms.values()
    latest_ms = max([row.downloaded_at_ms, *moments])
    if latest_ms >= NEVER_MS:
        raise Unchangeable(f"task {name} brings a video that is held: release it first")
    return int(latest_ms)


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
