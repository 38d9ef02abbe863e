"""Changes how a task ends: when it has downloaded, whether it brings anything, or stays open."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, case, select, update

from memories_fake.domain import deleting, deliveries
from memories_fake.domain.library import Library
from memories_fake.domain.outcomes import End, Ending, Kind, Outcome, Unchangeable
from memories_fake.domain.records import HELD_MS, NEVER_MS
from memories_fake.domain.videos import ready_at_ms
from memories_fake.store.tables import tasks, videos


def find(library: Library, name: str) -> Row[Any] | None:
    """The task of this name, which may carry more behind an underscore; None if it is none."""
    return library.connection.execute(
        select(tasks).where(
            tasks.c.account == library.account, tasks.c.name == name.partition("_")[0]
        )
    ).first()


def settle(library: Library, task: Row[Any], outcome: Outcome) -> None:
    """Have a task that still downloads end so. Raises Unchangeable, or ValueError."""
    outcome.check(Kind.TASK)
    _insist_on_waiting(library, task)
    if outcome.ends.brings and not Ending(task.ends).brings:
        raise Unchangeable(f"task {task.name} was begun to bring nothing: it has nothing to bring")
    _end(library, task, outcome.ends, _downloaded_at_ms(library, task, outcome))


def release(library: Library, task: Row[Any]) -> None:
    """Let a task that is held be downloaded now. Raises Unchangeable for one that is not held."""
    _insist_on_waiting(library, task)
    if task.ends == Ending.EMPTY:
        raise Unchangeable(f"task {task.name} is not held: it stays empty")
    if task.downloaded_at_ms != HELD_MS:
        raise Unchangeable(f"task {task.name} is not held: it comes to its end by itself")
    _end(library, task, Ending.PARSE, library.now_ms)


def end_of(library: Library, task: Row[Any]) -> End:
    """When a task has failed, or all that it brings is ready. Raises Unchangeable for never."""
    if task.ends == Ending.EMPTY:
        raise Unchangeable(f"task {task.name} stays empty: it comes to no end")
    own = select(videos.c.ready_at_ms).where(
        videos.c.account == library.account, videos.c.number.in_(task.ready_at_ms)
    )
    moments = library.connection.execute(own).scalars().all() or task.ready_at_ms.values()
    latest_ms = max([task.downloaded_at_ms, *moments])
    if latest_ms >= NEVER_MS:
        held = "is" if task.downloaded_at_ms == HELD_MS else "brings a video that is"
        raise Unchangeable(f"task {task.name} {held} held: release it first")
    return End(f"task {task.name}", latest_ms, fails=task.ends == Ending.FAIL)


def _insist_on_waiting(library: Library, task: Row[Any]) -> None:
    if task.downloaded_at_ms <= library.now_ms:
        raise Unchangeable(
            f"task {task.name} has come to its end, {task.ends}, which nothing changes;"
            " settle its videos instead"
        )


def _downloaded_at_ms(library: Library, task: Row[Any], outcome: Outcome) -> int:
    if outcome.waits_for_release:
        return HELD_MS
    if outcome.after_seconds is not None:
        return library.now_ms + round(outcome.after_seconds * 1000)
    at_ms: int = task.downloaded_at_ms
    return library.now_ms if at_ms == HELD_MS else at_ms


def _end(library: Library, task: Row[Any], ends: Ending, at_ms: int) -> None:
    """Move the download there, and with it all that follows from it, callbacks included."""
    ready = _moved(library, task, at_ms) if ends.brings else _taken_away(library, task)
    for number, was_at_ms in task.ready_at_ms.items():
        deliveries.move(library, number, ready.get(number, HELD_MS), was_due_at_ms=was_at_ms)
    deliveries.move(library, task.name, at_ms)
    library.connection.execute(
        update(tasks)
        .where(tasks.c.account == library.account, tasks.c.name == task.name)
        .values(ends=str(ends), downloaded_at_ms=at_ms, ready_at_ms=ready)
    )


def _moved(library: Library, task: Row[Any], to_ms: int) -> dict[str, int]:
    """The same videos, as much later as the download; and when each is ready then."""
    later_ms = to_ms - task.downloaded_at_ms
    if task.library != library.account:  # posts are public at once; their task alone waits
        return {number: at_ms + later_ms for number, at_ms in task.ready_at_ms.items()}
    moments = [videos.c[name] for name in ("appears_at_ms", "created_at_ms", "order_ms")]
    held = videos.c.ready_at_ms == NEVER_MS
    library.connection.execute(
        update(videos)
        .where(videos.c.account == library.account, videos.c.task == task.name)
        .values(
            {moment: moment + later_ms for moment in moments}
            | {videos.c.ready_at_ms: case((held, NEVER_MS), else_=videos.c.ready_at_ms + later_ms)}
        )
    )
    ready = {number: ready_at_ms(library, number) for number in task.ready_at_ms}
    return {number: max(to_ms, at_ms) for number, at_ms in ready.items()}


def _taken_away(library: Library, task: Row[Any]) -> dict[str, int]:
    """What it was to bring is not brought. Posts that are public by now stay so."""
    new = library.connection.execute(
        select(videos.c.number).where(
            videos.c.account == library.account, videos.c.task == task.name
        )
    )
    deleting.delete_videos(library.of(library.account, task.namespace), tuple(new.scalars()))
    return {}
