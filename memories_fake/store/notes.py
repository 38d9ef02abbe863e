"""What the rows of a table were before they were touched: the SQL that notes it and goes back.

`held_accounts` tells for which accounts something is to be noted, and under which era. A row is
noted once in an era, as it was before; or as not there (`existed` 0), if it was new.
"""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Cursor

from sqlalchemy import Table

HELD = "held_accounts"
PREFIX = "before_"
EVENTS = {"insert": "NEW", "update": "OLD", "delete": "OLD"}

MAKE_HELD = f"CREATE TABLE {HELD} (account TEXT PRIMARY KEY, era INTEGER) WITHOUT ROWID"
NOTE = f"REPLACE INTO {HELD} VALUES (?, ?)"  # of this account, under this era
NOTE_NOTHING = f"DELETE FROM {HELD} WHERE account = ?"


class Notes:
    """The statements of one table. They take the account, and the era where one is meant.

    `remove` takes out all rows that were touched in an era or later; `restore` then puts in again,
    as they were, those that were there, and takes the era twice.
    """

    def __init__(self, table: Table) -> None:
        self.table = table.name
        self._noted = noted = f"{PREFIX}{table.name}"
        self._keys = [column.name for column in table.primary_key.columns]
        self._columns = [column.name for column in table.c]
        keys, columns = _listed(self._keys), _listed(self._columns)
        same = " AND ".join(f'earlier."{key}" = noted."{key}"' for key in self._keys)
        self.is_noted = f"SELECT '{self.table}' WHERE EXISTS ({_of_account(noted)})"
        self.remove = (
            f"DELETE FROM {self.table} WHERE ({keys}) IN "
            f"(SELECT {keys} FROM {noted} WHERE account = ? AND era >= ?)"
        )
        self.restore = (
            f"INSERT INTO {self.table} ({columns}) SELECT {columns} FROM {noted} AS noted "
            f"WHERE account = ? AND era >= ? AND existed AND NOT EXISTS ("
            f"SELECT 1 FROM {noted} AS earlier "
            f"WHERE {same} AND earlier.era >= ? AND earlier.era < noted.era)"
        )
        self.forget_all = f"DELETE FROM {noted}"
        self.forget = f"{self.forget_all} WHERE account = ?"
        self.forget_since = f"{self.forget} AND era >= ?"
        self.forget_before = f"{self.forget} AND era < ?"

    def make(self) -> list[str]:
        """Makes room for the notes, and the triggers that write them."""
        room = f"{_listed(self._columns)}, existed, era, UNIQUE ({_listed(self._keys)}, era)"
        old, new = self._write("OLD", self._columns, "1"), self._write("NEW", self._keys, "0")
        written = {"insert": new, "update": old + new, "delete": old}
        return [f"CREATE TABLE {self._noted} ({room})"] + [
            f"CREATE TRIGGER {self._noted}_{event} AFTER {event} ON {self.table} "
            f"WHEN EXISTS ({_of_account(HELD, f'{row}.account')}) BEGIN {written[event]} END"
            for event, row in EVENTS.items()
        ]

    def _write(self, row: str, columns: list[str], existed: str) -> str:
        """Notes something of a row, unless something has been noted of it in this era."""
        return (
            f"INSERT INTO {self._noted} ({_listed(columns)}, existed, era) "
            f"SELECT {_listed(columns, of=row)}, {existed}, era FROM {HELD} "
            f"WHERE account = {row}.account ON CONFLICT DO NOTHING; "
        )


def sweep(cursor: Cursor) -> None:
    """Throw away all notes: those of a process that was killed."""
    found = cursor.execute(
        f"SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB '{PREFIX}*'"
    )
    for (noted,) in found.fetchall():
        for event in EVENTS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {noted}_{event}")
        cursor.execute(f"DROP TABLE {noted}")
    cursor.execute(f"DROP TABLE IF EXISTS {HELD}")


def _of_account(table: str, account: str = "?") -> str:
    return f"SELECT 1 FROM {table} WHERE account = {account}"


def _listed(names: Iterable[str], *, of: str = "") -> str:
    return ", ".join(f'{of}."{name}"' if of else f'"{name}"' for name in names)
