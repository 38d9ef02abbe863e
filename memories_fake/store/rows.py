"""All rows of an account as plain data, taken out of the tables and put into them."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Column, Connection, LargeBinary, Table, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from memories_fake.store.tables import AN_ACCOUNT, metadata

OF_ACCOUNTS = tuple(table for table in metadata.sorted_tables if "account" in table.c)

Row = dict[str, Any]
Rows = Mapping[str, Sequence[Row]]


def read(connection: Connection, account: str) -> Rows:
    """The rows of every table in the order of their keys, as JSON can hold them.

    The name of the account is left out; where a row names it once more, it holds None.
    """
    return {table.name: _read(connection, table, account) for table in OF_ACCOUNTS}


def write(connection: Connection, account: str, rows: Rows) -> None:
    """Have an account hold just these rows. Raises ValueError for what the tables cannot hold."""
    known = {table.name: table for table in OF_ACCOUNTS}
    if unknown := sorted(rows.keys() - known.keys()):
        raise ValueError(f"there is no table {', '.join(unknown)}; there are: {', '.join(known)}")
    for table in OF_ACCOUNTS:
        connection.execute(delete(table).where(table.c.account == account))
        if kept := [_kept(table, account, row) for row in rows.get(table.name, ())]:
            try:
                connection.execute(insert(table), kept)
            except SQLAlchemyError as error:
                raise ValueError(f"{table.name} cannot hold that: {error}") from error


def _read(connection: Connection, table: Table, account: str) -> list[Row]:
    found = connection.execute(
        select(table).where(table.c.account == account).order_by(*table.primary_key.columns)
    )
    columns = _columns(table)
    return [
        {column.name: _told(column, row[column], account) for column in columns}
        for row in found.mappings()
    ]


def _kept(table: Table, account: str, row: Mapping[str, Any]) -> Row:
    if unknown := sorted(row.keys() - table.c.keys() | row.keys() & {"account"}):
        raise ValueError(f"{table.name} has no {', '.join(unknown)}")
    values = {column.name: _meant(column, row, account) for column in _columns(table)}
    return {"account": account, **values}


def _columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.c if column.name != "account"]


def _told(column: Column[Any], value: Any, account: str) -> Any:
    if isinstance(column.type, LargeBinary) and value is not None:
        return b64encode(value).decode()
    return None if _names_account(column) and value == account else value


def _meant(column: Column[Any], row: Mapping[str, Any], account: str) -> Any:
    """What a column is to hold. Raises ValueError."""
    value = row.get(column.name)
    if value is None:
        if _names_account(column):
            return account
        is_left_out = column.name not in row and column.default is not None
        return column.default.arg if is_left_out else None  # type: ignore[union-attr]
    if isinstance(column.type, LargeBinary):
        return b64decode(value, validate=True)
    if not isinstance(column.type, JSON) and not _is_a(value, column.type.python_type):
        raise ValueError(f"{column} is {column.type.python_type.__name__}, not {value!r:.80}")
    return value


def _names_account(column: Column[Any]) -> bool:
    return column.info == AN_ACCOUNT


def _is_a(value: Any, kind: type) -> bool:
    kinds = (int, float) if kind is float else kind
    return isinstance(value, kinds) and isinstance(value, bool) == (kind is bool)
