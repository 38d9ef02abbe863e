"""The SQL of lists of videos, for SQLite: a page of a million costs what a page of a thousand does.

It is written out here, run by the driver itself, and told which index to go by. SQLAlchemy would
spend ten times as long on putting each statement together as SQLite does on answering it.
"""

from __future__ import annotations

import json
import re
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from sqlite3 import Connection as RawConnection
from typing import Any, TypeVar

from sqlalchemy import JSON, Connection

from memories_fake.store import tables
from memories_fake.store.sqlite import is_alone
from memories_fake.store.sqlite import raw as raw_of
from memories_fake.store.tallies import TALLIES, VERSIONS

T = TypeVar("T")
SOME = 2_000  # so few are sooner sorted, or counted anew, than kept in mind
MOST_MARKS = 100
MOST_LISTS = 100  # that are kept in mind
MOST_PAGES = 50
WAITING, READY, FAILED = "waiting", "ready", "failed"

_VERSION = f"SELECT coalesce(max(n), 0) FROM {VERSIONS} WHERE account = :account"
_NEXT_MOMENTS = tuple(
    f"SELECT {moment} FROM videos INDEXED BY {index} "
    f"WHERE account = :account AND {moment} > :now ORDER BY {moment} LIMIT 1"
    for index, moment in (("videos_readying", "ready_at_ms"), ("videos_appearing", "appears_at_ms"))
)

_TAGS = (
    "SELECT json_group_array(label) FROM (SELECT label FROM labels INDEXED BY labels_of_bearer "
    "WHERE account = listed.account AND bearer = listed.number ORDER BY position)"
)

Row = namedtuple("Row", [*(column.name for column in tables.videos.c), "tags"])  # type: ignore[misc] # noqa: PYI024
_JSON = [at for at, column in enumerate(tables.videos.c) if isinstance(column.type, JSON)]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a list is narrowed to: to a namespace, a folder, to videos that stand so, or by a part
    of their name."""

    by_namespace: bool
    by_folder: bool = False
    status: str | None = None
    by_name: bool = False


@dataclass(slots=True)
class _Known:
    """What is known of a long list, until its videos change or a moment comes that changes how
    one of them stands. `marks` are keys of rows by their place in the list."""

    total: int
    version: int
    from_ms: int
    until_ms: int
    marks: dict[int, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it was shown: it is still so until anything changes, or until a moment comes."""

    total: int
    items: tuple[Any, ...]
    changes: int  # that there had been in the whole database
    from_ms: int
    until_ms: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: its shape, and what it is narrowed to, in an account and at a moment."""

    shape: Shape
    account: str
    namespace: str
    folder: int | None
    now_ms: int
    name: str | None = None  # a part of it

    def page(
        self, connection: Connection, first: int, most: int, *, as_item: Callable[[Any, int], T]
    ) -> tuple[int, tuple[T, ...]]:
        """How many videos there are in all, and those from that place on, newest first: the row
        of each, with its tags, as the item that it is at this moment.

        Programs look at the same page again and again: where nobody else can change anything, it
        is looked up anew only if something has changed.
        """
        info = connection.info
        if not is_alone(info):
            return self._looked_up(connection, first, most, as_item)
        raw, key = raw_of(connection), (self._key, first, most, as_item)
        pages: dict[Any, _Page] = info.setdefault("pages", {})
        seen = pages.get(key)
        is_as_before = seen is not None and seen.changes == raw.total_changes
        if seen and is_as_before and seen.from_ms <= self.now_ms < seen.until_ms:
            return seen.total, seen.items
        total, items = self._looked_up(connection, first, most, as_item)
        if not raw.in_transaction:
            # Only who looks again is worth finding out for how long it will be so.
            until_ms = self._next_moment_ms(raw) if is_as_before else self.now_ms + 1
            pages[key] = _Page(total, items, raw.total_changes, self.now_ms, until_ms)
            if len(pages) > MOST_PAGES:
                pages.pop(next(iter(pages)))
        return total, items

    def _looked_up(
        self, connection: Connection, first: int, most: int, as_item: Callable[[Any, int], T]
    ) -> tuple[int, tuple[T, ...]]:
        total, rows = self._found(connection, first, most)
        return total, tuple(as_item(row, self.now_ms) for row in rows)

    def _found(self, connection: Connection, first: int, most: int) -> tuple[int, list[Any]]:
        raw = raw_of(connection)
        lists: dict[Any, _Known] = connection.info.setdefault("lists", {})
        known = self._known(raw, lists.get(self._key))
        if known is None and first == 0 and self._is_of_all:
            found = self._rows(raw, _Known(0, 0, self.now_ms, self.now_ms), first, most)
            if len(found) < most:  # it is the whole list, and need not be counted
                return len(found), found
        if known is None:
            known = self._counted(raw)
            if known.until_ms > known.from_ms and not raw.in_transaction:
                lists[self._key] = known
            if len(lists) > MOST_LISTS:
                lists.pop(next(iter(lists)))
        if first >= known.total:
            return known.total, []
        return known.total, self._rows(raw, known, first, min(most, known.total - first))

    @property
    def _key(self) -> tuple[Any, ...]:
        return self.shape, self.account, self.namespace, self.folder, self.name

    @property
    def _is_of_all(self) -> bool:
        return self.shape.status is None and not self.shape.by_name

    @property
    def _values(self) -> dict[str, Any]:
        narrowed = {"account": self.account, "namespace": self.namespace, "folder": self.folder}
        part = re.sub("[%_/]", r"/\g<0>", self.name) if self.name else ""
        return {**narrowed, "now": self.now_ms, "part": part}

    def _known(self, raw: RawConnection, known: _Known | None) -> _Known | None:
        if known is None or not known.from_ms <= self.now_ms < known.until_ms:
            return None
        (version,) = raw.execute(_VERSION, self._values).fetchone()
        return known if version == known.version else None

    def _counted(self, raw: RawConnection) -> _Known:
        (total,) = raw.execute(_total(self.shape), self._values).fetchone()
        (tallied,) = raw.execute(_tallied(self.shape), self._values).fetchone()
        if tallied <= SOME:  # sooner counted anew than known for sure
            return _Known(total, 0, self.now_ms, self.now_ms)
        (version,) = raw.execute(_VERSION, self._values).fetchone()
        return _Known(total, version, self.now_ms, self._next_moment_ms(raw))

    def _next_moment_ms(self, raw: RawConnection) -> int:
        """When next a video of the account comes to stand otherwise, or to be there."""
        coming = [raw.execute(each, self._values).fetchone() for each in _NEXT_MOMENTS]
        return min((row[0] for row in coming if row), default=1 << 62)

    def _rows(self, raw: RawConnection, known: _Known, first: int, most: int) -> list[Any]:
        """Found by way of the nearest mark before them; they leave marks of their own."""
        at = max((place for place in known.marks if place <= first), default=0)
        values = {**self._values, "first": first - at, "most": most}
        if at:
            values["order_ms"], values["number"] = known.marks[at]
        text = _page(self.shape, is_short=known.total <= SOME, is_marked=bool(at))
        found = [_as_row(row) for row in raw.execute(text, values)]
        for place in {0, len(found) - 1} if found else ():
            known.marks[first + place] = found[place].order_ms, found[place].number
        if len(known.marks) > MOST_MARKS:
            known.marks.pop(next(iter(known.marks)))
        return found


def _as_row(found: Sequence[Any]) -> Any:
    """A row of videos as SQLite gives it, with the names of its columns, and the video's tags."""
    values = list(found)
    for at in _JSON:
        values[at] = None if values[at] in (None, "null") else json.loads(values[at])
    values[-1] = () if values[-1] == "[]" else tuple(json.loads(values[-1]))
    return Row._make(values)


@cache
def _total(shape: Shape) -> str:
    where = _where(shape)
    if shape.by_name:  # which nothing tells but the names themselves
        stands = f"appears_at_ms <= :now{_STANDS[shape.status]}{_NAMED}"
        return _counted(_index(shape, is_short=False), f"{where} AND {stands}")
    unseen = _counted("videos_appearing", f"{where} AND appears_at_ms > :now")
    if shape.status is None:
        return f"SELECT ({_tallied(shape)}) - ({unseen})"
    if shape.status == WAITING:
        return _counted(
            "videos_readying", f"{where} AND ready_at_ms > :now AND appears_at_ms <= :now"
        )
    cause = "IS NULL" if shape.status == READY else "IS NOT NULL"
    waiting = _counted("videos_readying", f"{where} AND ready_at_ms > :now AND cause {cause}")
    fails = int(shape.status == FAILED)
    unseen += f" AND ready_at_ms <= :now AND cause {cause}"
    return f"SELECT ({_tallied(shape)} AND fails = {fails}) - ({waiting}) - ({unseen})"


@cache
def _page(shape: Shape, *, is_short: bool, is_marked: bool) -> str:
    """The numbers are found in an index alone, and only what is shown is looked up."""
    columns = ", ".join(f"videos.{column.name}" for column in tables.videos.c)
    named = _NAMED if shape.by_name else ""
    mark = " AND (order_ms, number) <= (:order_ms, :number)" if is_marked else ""
    index = _index(shape, is_short=is_short)
    numbers = (
        f"SELECT account, number, order_ms FROM videos INDEXED BY {index} "
        f"WHERE {_where(shape)} AND appears_at_ms <= :now{_STANDS[shape.status]}{named}{mark} "
        "ORDER BY order_ms DESC, number DESC LIMIT :most OFFSET :first"
    )
    return (
        f"SELECT {columns}, ({_TAGS}) FROM ({numbers}) AS listed CROSS JOIN videos "
        "ON videos.account = listed.account AND videos.number = listed.number "
        "ORDER BY listed.order_ms DESC, listed.number DESC"
    )


_STANDS: Mapping[str | None, str] = {
    None: "",
    WAITING: " AND ready_at_ms > :now",
    READY: " AND ready_at_ms <= :now AND cause IS NULL",
    FAILED: " AND ready_at_ms <= :now AND cause IS NOT NULL",
}
_NAMED = " AND name LIKE '%' || :part || '%' ESCAPE '/'"


def _index(shape: Shape, *, is_short: bool) -> str:
    if shape.status == WAITING and is_short:
        return "videos_readying"
    if shape.status == FAILED and is_short:
        return "videos_failing"
    return "videos_of_folder" if shape.by_folder else "videos_newest"


def _where(shape: Shape) -> str:
    namespace = " AND namespace = :namespace" if shape.by_namespace else ""
    folder = " AND folder = :folder" if shape.by_folder else ""
    return f"account = :account{namespace}{folder}"


def _tallied(shape: Shape) -> str:
    return f"SELECT coalesce(sum(n), 0) FROM {TALLIES} WHERE {_where(shape)}"


def _counted(index: str, where: str) -> str:
    return f"SELECT count(*) FROM videos INDEXED BY {index} WHERE {where}"
