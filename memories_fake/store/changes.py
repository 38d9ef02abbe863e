"""Which videos have changed, or what they tell: noted by SQLite itself, whoever writes.

A word index of a million segments is not made anew because one video was deleted, and a deletion
may come from a rewind, an import or another process. So triggers note the number of each video
that is touched. They are made when the first index is, and keep the latest notes only.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from memories_fake.store.sqlite import raw as raw_of

MOST_NOTES = 20_000
TOUCHED = "touched_videos"
_NUMBERS = {"videos": "number", "stories": "video"}
_EVENTS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}

_MAKE = (
    f"""CREATE TABLE IF NOT EXISTS {TOUCHED} (
        place INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT, number TEXT)""",
    f"""CREATE TRIGGER IF NOT EXISTS {TOUCHED}_few AFTER INSERT ON {TOUCHED} BEGIN
        DELETE FROM {TOUCHED} WHERE place <= NEW.place - {MOST_NOTES}; END""",
    *(
        f"CREATE TRIGGER IF NOT EXISTS {TOUCHED}_{event}_{table} AFTER {event} ON {table} BEGIN "
        + "".join(
            f"INSERT INTO {TOUCHED} (account, number) VALUES ({row}.account, {row}.{number}); "
            for row in rows
        )
        + "END"
        for table, number in _NUMBERS.items()
        for event, rows in _EVENTS.items()
    ),
)
_LATEST = f"SELECT seq FROM sqlite_sequence WHERE name = '{TOUCHED}'"
_SINCE = f"SELECT number FROM {TOUCHED} WHERE place > ? AND account = ?"


@dataclass(frozen=True, slots=True)
class Changes:
    """What was touched since some place in the notes, and the place that they have come to."""

    numbers: frozenset[str]
    place: int


def begin(connection: Connection) -> int:
    """Note changes from now on, if they are not noted yet. Returns the present place."""
    for statement in _MAKE:
        raw_of(connection).execute(statement)
    return _latest(connection)


def since(connection: Connection, account: str, place: int) -> Changes | None:
    """What was touched of an account after that place; None if that is no longer known."""
    latest = _latest(connection)
    if latest == place:
        return Changes(frozenset(), place)
    if not place <= latest <= place + MOST_NOTES:
        return None
    found = raw_of(connection).execute(_SINCE, (place, account))
    return Changes(frozenset(number for (number,) in found), latest)


def _latest(connection: Connection) -> int:
    row = raw_of(connection).execute(_LATEST).fetchone()
    return int(row[0]) if row else 0
