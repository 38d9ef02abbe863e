"""The rows of an account as they were: held, gone back to, and let go.

On SQLite, triggers note what a row was before it is first touched after a snapshot. So taking one
costs next to nothing, and going back costs as much as has been changed. They are made when the
first snapshot is taken, and note only for accounts that hold one. Elsewhere all rows are copied.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from sqlite3 import Cursor
from typing import Protocol
from weakref import WeakSet

from sqlalchemy import Connection

from memories_fake.store import rows
from memories_fake.store.engine import Store
from memories_fake.store.notes import MAKE_HELD, NOTE, NOTE_NOTHING, Notes, sweep
from memories_fake.store.rows import OF_ACCOUNTS, Rows


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class RowsMark:
    """The rows of an account at some moment, for as long as somebody holds this.

    What is noted from that moment on is noted under its `era`, or a later one. `copy` holds the
    rows themselves, where nothing is noted.
    """

    account: str
    era: int = 0
    copy: Rows | None = None


class RowSnapshots(Protocol):
    """Snapshots of the rows of accounts. Each call works inside the given transaction."""

    def take(self, connection: Connection, account: str) -> RowsMark:
        """Hold the rows as they are now."""

    def rewind(self, connection: Connection, mark: RowsMark) -> None:
        """Have just those rows again."""

    def let_go(self, connection: Connection, account: str) -> None:
        """Throw away what is kept for snapshots that nobody holds any more."""


def row_snapshots(store: Store) -> RowSnapshots:
    """The way of that database."""
    return NotedRows() if store.is_sqlite else CopiedRows()


class CopiedRows:
    """Snapshots by copying all rows, for any database."""

    def take(self, connection: Connection, account: str) -> RowsMark:
        return RowsMark(account, copy=rows.read(connection, account))

    def rewind(self, connection: Connection, mark: RowsMark) -> None:
        rows.write(connection, mark.account, mark.copy or {})

    def let_go(self, connection: Connection, account: str) -> None:
        """A copy goes with its mark."""


class NotedRows:
    """Snapshots by noting what is touched, for SQLite."""

    def __init__(self) -> None:
        self._tables = tuple(map(Notes, OF_ACCOUNTS))
        self._which_are_noted = " UNION ALL ".join(notes.is_noted for notes in self._tables)
        self._marks: dict[str, WeakSet[RowsMark]] = {}
        self._eras = count(1)
        self._is_ready = False

    def take(self, connection: Connection, account: str) -> RowsMark:
        cursor = _cursor(connection)
        self._make_ready(cursor)
        self._let_go(cursor, account)
        mark = RowsMark(account, next(self._eras))
        cursor.execute(NOTE, (account, mark.era))
        self._marks.setdefault(account, WeakSet()).add(mark)
        return mark

    def rewind(self, connection: Connection, mark: RowsMark) -> None:
        cursor, account, era = _cursor(connection), mark.account, mark.era
        is_only = all(other is mark for held in self._marks.values() for other in held)
        is_latest = all(other.era <= era for other in self._marks[account])
        if is_latest:  # nobody can come back to what is undone here: it need not be noted
            cursor.execute(NOTE_NOTHING, (account,))
        for notes in self._noted(cursor, account):
            cursor.execute(notes.remove, (account, era))
            cursor.execute(notes.restore, (account, era, era))
            if is_only:
                cursor.execute(notes.forget_all)  # at once, however many they are
            elif is_latest:
                cursor.execute(notes.forget_since, (account, era))
        if is_latest:
            cursor.execute(NOTE, (account, era))

    def let_go(self, connection: Connection, account: str) -> None:
        self._let_go(_cursor(connection), account)

    def _let_go(self, cursor: Cursor, account: str) -> None:
        if not self._is_ready:
            return
        oldest = min((mark.era for mark in self._marks.get(account, ())), default=None)
        for notes in self._noted(cursor, account):
            if oldest is None:
                cursor.execute(notes.forget, (account,))
            else:
                cursor.execute(notes.forget_before, (account, oldest))
        if oldest is None:
            cursor.execute(NOTE_NOTHING, (account,))

    def _make_ready(self, cursor: Cursor) -> None:
        if not self._is_ready:
            sweep(cursor)
            for statement in (MAKE_HELD, *(s for notes in self._tables for s in notes.make())):
                cursor.execute(statement)
            self._is_ready = True

    def _noted(self, cursor: Cursor, account: str) -> list[Notes]:
        """The tables in which something has been touched."""
        found = cursor.execute(self._which_are_noted, (account,) * len(self._tables))
        names = {name for (name,) in found.fetchall()}
        return [notes for notes in self._tables if notes.table in names]


def _cursor(connection: Connection) -> Cursor:
    """SQLite's own: its statements take microseconds, of which ours should cost no more."""
    cursor: Cursor = connection.connection.cursor()  # type: ignore[assignment]
    return cursor
