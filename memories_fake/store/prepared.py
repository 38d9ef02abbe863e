"""Statements that run on nearly every call, put together once instead of each time.

SQLAlchemy spends ten times as long on a statement as SQLite does on answering it, nearly all of it
on what is the same each time: the text, and how values are written and read. For SQLite these are
kept, and the driver itself runs them; other databases are asked in SQLAlchemy's own way.
"""

from __future__ import annotations

import json
import re
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Select, Update
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from memories_fake.store.sqlite import is_sqlite, raw

Statement = Select[Any] | Insert | Update | Delete
_Converters = Mapping[str, Callable[[Any], Any]]

# How SQLAlchemy leaves room for a list, which it would write out anew for each length.
_LIST = re.compile(r"__\[POSTCOMPILE_(\w+)\]")


class Prepared:
    """A statement whose parameters are named by `bindparam`, those of `IN` as expanding ones."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement

    def rows(self, connection: Connection, **values: Any) -> Sequence[Any]:
        """All that it finds, with the names of the columns."""
        if not is_sqlite(connection):
            return connection.execute(self._statement, values).all()
        known = self._known
        found = raw(connection).execute(known.text, known.written(values))
        return [known.read(row) for row in found]

    def run(self, connection: Connection, several: Sequence[Mapping[str, Any]]) -> None:
        """Do it with each of these values, as when rows are put in."""
        if not is_sqlite(connection):
            connection.execute(self._statement, list(several))
        else:
            raw(connection).executemany(self._known.text, map(self._known.written, several))

    @cached_property
    def _known(self) -> _Known:
        return _known(self._statement)


@dataclass(frozen=True, slots=True)
class _Known:
    """What SQLAlchemy makes of a statement for SQLite."""

    text: str
    values: Mapping[str, Any]  # those that the statement has itself
    writes: _Converters
    columns: Any  # a named tuple
    reads: _Converters

    def written(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values as the driver takes them."""
        written = {**self.values, **values}
        for name, write in self.writes.items():
            written[name] = write(written[name])
        return written

    def read(self, found: Sequence[Any]) -> Any:
        """A row as it was before it was written."""
        row = self.columns._make(found)
        if not self.reads:
            return row
        return row._replace(**{name: read(getattr(row, name)) for name, read in self.reads.items()})


def _known(statement: Statement) -> _Known:
    dialect = sqlite_dialect(paramstyle="named")
    compiled = statement.compile(dialect=dialect)
    columns = list(statement.selected_columns) if isinstance(statement, Select) else []
    binds = [(name, bind) for bind, name in compiled.bind_names.items()]
    writes = {
        name: json.dumps
        if bind.expanding
        else bind.type.dialect_impl(dialect).bind_processor(dialect)
        for name, bind in binds
    }
    reads = {
        column.name: column.type.dialect_impl(dialect).result_processor(dialect, None)
        for column in columns
    }
    return _Known(
        _LIST.sub(r"SELECT value FROM json_each(:\1)", str(compiled)),
        compiled.params,
        dict(_those_there_are(writes)),
        namedtuple("Row", [column.name for column in columns]),  # noqa: PYI024
        dict(_those_there_are(reads)),
    )


def _those_there_are(converters: Mapping[str, Any]) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    return ((name, convert) for name, convert in converters.items() if convert is not None)
