"""Writes a great many rows into a table of SQLite, whose indexes are made at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Index, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex

from memories_fake.store import tallies

# Whoever is killed while making a world makes it anew: nothing has to outlive that.
_IN_A_HURRY = (
    "journal_mode=OFF",
    "synchronous=OFF",
    "cache_size=-200000",
    "temp_store=MEMORY",
    "threads=2",
)


class Bulk:
    """Takes the rows of one table in, as tuples."""

    def __init__(self, connection: sqlite3.Connection, table: Table) -> None:
        self._connection = connection
        self._table = table

    def add(self, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Put these rows in: quickest in the order of their keys."""
        places = ", ".join("?" * len(columns))
        text = f"INSERT INTO {self._table.name} ({', '.join(columns)}) VALUES ({places})"
        self._connection.executemany(text, rows)

    def add_found(self, statement: str) -> None:
        """Put in what such a statement finds in the file itself."""
        self._connection.execute(statement)

    def make_indexes(self) -> Iterator[tuple[str, float]]:
        """Make the indexes of the table; tell the next one's name, and how much is done."""
        indexes = _indexes(self._table)
        for at, index in enumerate(indexes):
            yield str(index.name), at / len(indexes)
            self._connection.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
        tallies.keep(self._connection.cursor())


@contextmanager
def bulk(path: Path, table: Table) -> Iterator[Bulk]:
    """A file that has its tables, open for many rows in this one, which is without indexes."""
    with closing(_opened(path)) as connection:
        for index in _indexes(table):
            connection.execute(f"DROP INDEX {index.name}")
        tallies.drop(connection.cursor())
        yield Bulk(connection, table)
        connection.commit()


def take_over(path: Path, table: Table, other: Path) -> None:
    """Have this table as it is in the other file. Into an empty one, SQLite copies it in bulk."""
    with closing(_opened(path)) as connection:
        connection.execute("ATTACH ? AS other", (str(other),))
        connection.execute(f"DELETE FROM main.{table.name}")
        connection.execute(f"INSERT INTO main.{table.name} SELECT * FROM other.{table.name}")
        connection.commit()


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    for pragma in _IN_A_HURRY:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _indexes(table: Table) -> list[Index]:
    return sorted(table.indexes, key=lambda index: str(index.name))
