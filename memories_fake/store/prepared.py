"""Statements that run on nearly every call, put together once instead of each time.

SQLAlchemy spends ten times as long on a statement as SQLite does on answering it, nearly all of it
on what is the same each time: the text, and how values are written and read. For SQLite these are
kept, and the driver itself runs them; other databases are asked in SQLAlchemy's own way.
"""

from __future__ import annotations

import json
import re
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from memories_fake.store.sqlite import is_sqlite, raw

Statement = Select[Any] | Insert | Update | Delete
_Converter = Callable[[Any], Any]

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
    writes: Sequence[tuple[str, _Converter]]
    columns: Any  # a named tuple
    reads: Sequence[tuple[int, _Converter]]  # by the place of the column

    def written(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values as the driver takes them."""
        written = {**self.values, **values}
        for name, write in self.writes:
            written[name] = write(written[name])
        return written

    def read(self, found: Sequence[Any]) -> Any:
        """A row as it was before it was written."""
        values = list(found)
        for at, read in self.reads:
            values[at] = read(values[at])
        return self.columns._make(values)


def _known(statement: Statement) -> _Known:
    dialect = sqlite_dialect(paramstyle="named")
    compiled = statement.compile(dialect=dialect)
    columns = list(statement.selected_columns) if isinstance(statement, Select) else []
    writes = [(name, _writer(bind, dialect)) for bind, name in compiled.bind_names.items()]
    reads = [
        (at, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for at, column in enumerate(columns)
    ]
    return _Known(
        _LIST.sub(r"SELECT value FROM json_each(:\1)", str(compiled)),
        compiled.params,
        [(name, write) for name, write in writes if write is not None],
        namedtuple("Row", [column.name for column in columns]),  # noqa: PYI024
        [(at, read) for at, read in reads if read is not None],
    )


def _writer(bind: BindParameter[Any], dialect: Dialect) -> _Converter | None:
    if bind.expanding:
        return json.dumps
    return bind.type.dialect_impl(dialect).bind_processor(dialect)
