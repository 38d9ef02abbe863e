"""Opens the database: SQLite in memory, a SQLite file, or whatever SQLAlchemy is pointed at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from sqlite3 import Cursor
from threading import RLock

from sqlalchemy import Connection, Index, create_engine, event, inspect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.engine import Engine
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool
from sqlalchemy.schema import CreateIndex, CreateTable

from memories_fake.store import tallies
from memories_fake.store.notes import sweep
from memories_fake.store.sqlite import mark_alone, raw
from memories_fake.store.tables import metadata

IN_MEMORY = "sqlite://"


class Store:
    """One database. A transaction is all or nothing; SQLite takes one at a time."""

    def __init__(self, url: str = IN_MEMORY) -> None:
        self._engine = _memory_engine() if url == IN_MEMORY else _shared_engine(url)
        self.is_sqlite = self._engine.dialect.name == "sqlite"
        self._one_at_a_time = RLock() if self.is_sqlite else nullcontext()
        # Where one speaks at a time, one connection does for all: a new one takes six times
        # as long.
        self._only = self._engine.connect() if self.is_sqlite else None
        self._is_taken = False
        if url != IN_MEMORY:
            metadata.create_all(self._engine)
        if self.is_sqlite:
            self._make_ready(is_kept=url != IN_MEMORY)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection whose work is kept if the block ends well, and undone if it does not."""
        with self._one_at_a_time:
            if self._only is None or self._is_taken:
                with self._engine.begin() as connection:
                    yield connection
            else:
                self._is_taken = True
                try:
                    yield from _all_or_nothing(self._only)
                finally:
                    self._is_taken = False

    def _make_ready(self, *, is_kept: bool) -> None:
        with self.transaction() as connection:
            cursor: Cursor = connection.connection.cursor()  # type: ignore[assignment]
            if is_kept:
                sweep(cursor)
                _index_anew(connection)
            else:
                cursor.executescript(_every_table())
            tallies.keep(cursor)

    def close(self) -> None:
        if self._only is not None:
            self._only.close()
        self._engine.dispose()


def _all_or_nothing(connection: Connection) -> Iterator[Connection]:
    """A transaction that begins with its first statement, whichever way that takes."""
    own = raw(connection)
    try:
        yield connection
    except BaseException:
        connection.rollback()
        own.rollback()
        raise
    connection.commit()
    own.commit()


@cache
def _every_table() -> str:
    """What makes the tables and indexes of a new database: worked out once, and not asked after."""
    made: list[CreateTable | CreateIndex] = []
    for table in metadata.sorted_tables:
        made += [CreateTable(table), *map(CreateIndex, sorted(table.indexes, key=_name))]
    return ";".join(str(each.compile(dialect=SQLiteDialect())) for each in made)


def _name(index: Index) -> str:
    return str(index.name)


def _index_anew(connection: Connection) -> None:
    """Give the tables of an older file the indexes of today."""
    there = inspect(connection)
    for table in metadata.sorted_tables:
        known = {index["name"]: index["column_names"] for index in there.get_indexes(table.name)}
        for index in table.indexes:
            if known.get(index.name) != index.columns.keys():
                index.drop(connection, checkfirst=True)
                index.create(connection)


def _memory_engine() -> Engine:
    # One connection only: each new one would be a database of its own.
    engine = create_engine(
        IN_MEMORY, poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare_memory)
    return engine


def _shared_engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_file)
    return engine


def _prepare_memory(connection: object, record: ConnectionPoolEntry) -> None:
    mark_alone(record)
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA temp_store=MEMORY")
    cursor.execute("PRAGMA secure_delete=OFF")  # there is nothing to overwrite
    cursor.close()


def _prepare_file(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()
