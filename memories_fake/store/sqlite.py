"""SQLite's own connection, for statements that are to cost no more than SQLite itself."""

from __future__ import annotations

from collections.abc import Mapping
from sqlite3 import Connection as RawConnection
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.pool import ConnectionPoolEntry

_ALONE = "alone"


def is_sqlite(connection: Connection) -> bool:
    """Whether this database is SQLite, which alone understands such statements."""
    return connection.dialect.name == "sqlite"


def raw(connection: Connection) -> RawConnection:
    """The driver's connection, in the same transaction."""
    own: RawConnection = connection.connection.driver_connection  # type: ignore[assignment]
    return own


def mark_alone(entry: ConnectionPoolEntry) -> None:
    """Note of a new connection that its database can be reached by no other."""
    entry.info[_ALONE] = True


def is_alone(info: Mapping[str, Any]) -> bool:
    """Whether nobody else can change the database that these are the notes of."""
    return _ALONE in info
