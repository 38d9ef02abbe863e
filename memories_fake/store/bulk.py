"""Writes a great many rows into a file of SQLite, whose indexes are made at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex

from memories_fake.store import tallies
from memories_fake.store.tables import metadata

# Whoever is killed while making a world makes it anew: nothing has to outlive that.
_IN_A_HURRY = (
    "journal_mode=OFF",
    "synchronous=OFF",
    "cache_size=-200000",
    "temp_store=MEMORY",
    "threads=2",
)


class Bulk:
    """Takes rows in, as tuples, table by table."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, table: Table, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Put these rows in: quickest in the order of their keys."""
        places = ", ".join("?" * len(columns))
        text = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({places})"
        self._connection.executemany(text, rows)


@contextmanager
def bulk(path: Path) -> Iterator[Bulk]:
    """A file that has its tables, open for many rows; it has its indexes after the block."""
    with closing(sqlite3.connect(path)) as connection:
        for pragma in _IN_A_HURRY:
            connection.execute(f"PRAGMA {pragma}")
        indexes = [index for table in metadata.sorted_tables for index in table.indexes]
        for index in indexes:
            connection.execute(f"DROP INDEX {index.name}")
        tallies.drop(connection.cursor())
        yield Bulk(connection)
        for index in indexes:
            connection.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
        tallies.keep(connection.cursor())
        connection.commit()
