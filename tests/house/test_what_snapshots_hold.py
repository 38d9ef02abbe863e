"""A snapshot holds all that hangs off a key: whoever adds to that learns here what is missing.

What a table holds is held by itself, if its rows say whose they are. What lies in an object needs
a place in `memories_fake/testkit/state.py`, and a mark that it is taken from and put back to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from sqlalchemy import JSON, LargeBinary, Table, delete, insert, update

from memories_fake import Fake
from memories_fake.domain.courses import Planned, PlannedMark
from memories_fake.domain.scripted import ScriptsMark
from memories_fake.domain.scripts import Scripts
from memories_fake.runtime.accounts import Account
from memories_fake.runtime.clock import Clock, ClockMark
from memories_fake.runtime.ids import MintMark, Snowflakes
from memories_fake.runtime.laid import Laid, TroublesMark
from memories_fake.runtime.rules import Rule, Rules, RulesMark
from memories_fake.runtime.troubles import Troubles
from memories_fake.steering import Steering
from memories_fake.steering_mark import SteeringMark
from memories_fake.store.rows import OF_ACCOUNTS
from memories_fake.store.snapshots import CopiedRows
from memories_fake.store.tables import metadata
from memories_fake.testkit.snapshots import Snapshot
from memories_fake.testkit.state import State

every_table = pytest.mark.parametrize("table", metadata.sorted_tables, ids=str)

# What an account holds, and where a snapshot holds it.
OF_AN_ACCOUNT = {
    "store": "rows",
    "shelf": "files",
    "accounts": "state.clock, state.ids, happenings",
    "_steering": "state.steering",
    "limits": "state.calls",
    "credits": "state.spent_credits",
    "journal": "state.journal",
    "courier": "rows",  # it is told anew what is planned
    "snapshots": "none",  # a rewind leaves them; a fork has them again that were there before
}
OF_THE_WHOLE_FAKE = {
    "settings",
    "_furnish",
    "bags",  # of words, by what the words are
    "indexes",  # of words; the database notes what a rewind touches, as any other change
    "outbox",
    "receivers",  # of this process, by addresses that are nobody else's
    "row_snapshots",
    "troubles",
    "reader",
    "checker",
    "handlers",
    "dialects",
    "catalogue",
}


@pytest.fixture
def fake() -> Iterator[Fake]:
    with Fake() as fake:
        yield fake


@every_table
def test_every_table_says_first_whose_a_row_is(table: Table) -> None:
    assert table in OF_ACCOUNTS
    assert next(iter(table.primary_key.columns)).name == "account"


@pytest.mark.parametrize("way", ["noted", "copied"])
@every_table
def test_a_fork_undoes_whatever_happens_in_every_table(fake: Fake, table: Table, way: str) -> None:
    if way == "copied":
        fake.services.row_snapshots = CopiedRows()
    account = fake.account("sk-house-0001")
    kept, changed, gone, new = (_row(table, account.name, n) for n in range(4))
    with fake.services.store.transaction() as connection:
        connection.execute(insert(table), [kept, changed, gone])
    before = account.export()["rows"]
    assert len(before[table.name]) == 3
    keys = [column.name for column in table.primary_key.columns]
    with account.fork(), fake.services.store.transaction() as connection:
        connection.execute(insert(table), [new])
        connection.execute(delete(table).where(*(table.c[k] == gone[k] for k in keys)))
        if other := _row(table, "", 5):
            of_it = (table.c[k] == changed[k] for k in keys)
            connection.execute(update(table).where(*of_it).values(other))
        connection.execute(delete(table).where(*(table.c[k] == new[k] for k in keys)))
    assert account.export()["rows"] == before


@every_table
def test_every_column_is_exported_and_imported(fake: Fake, table: Table) -> None:
    account, other = fake.account("sk-house-0001"), fake.account("sk-house-0002")
    with fake.services.store.transaction() as connection:
        connection.execute(insert(table), [_row(table, account.name, 1)])
    document = account.export()
    (row,) = document["rows"][table.name]
    assert row.keys() == set(table.c.keys()) - {"account"}
    other.load(document)
    assert other.export()["rows"] == document["rows"]


def test_every_part_of_the_services_is_an_accounts_or_the_whole_fakes(fake: Fake) -> None:
    _ = fake.services.catalogue
    assert set(vars(fake.services)) == OF_AN_ACCOUNT.keys() | OF_THE_WHOLE_FAKE
    places = {place for told in OF_AN_ACCOUNT.values() for place in told.split(", ")}
    state = {f"state.{each.name}" for each in fields(State)}
    assert {each.name for each in fields(Snapshot)} - {"state"} | state | {"none"} == places


# Each thing that an account holds, and what of it a mark holds under which name. The rest is
# how it works: locks, listeners, whom it asks the time.
MARKS: list[tuple[Any, type, dict[str, str], set[str]]] = [
    (
        Clock(0),
        ClockMark,
        {"_anchor_ms": "now_ms", "_scale": "scale", "request_seconds": "request_seconds"},
        {"_anchor_ns", "_listeners", "_lock", "_rewinds"},
    ),
    (
        Snowflakes(Clock(0)),
        MintMark,
        {"_last_ms": "last_ms", "_sequences": "used"},
        {"_clock", "_is_shared", "_lock"},
    ),
    (Rules(), RulesMark, {"_rules": "rules", "_numbers": "last_number"}, {"_lock"}),
    (Troubles, TroublesMark, {"_laid": "laid", "_last_number": "last_number"}, {"chance", "_lock"}),
    (
        Planned,
        PlannedMark,
        {"plan": "plan", "_decided": "decided"},
        {"chance", "_lock"},
    ),
    (Scripts(), ScriptsMark, {name: name for name in ("chats", "searches", "films")}, set()),
    (Steering, SteeringMark, {each.name: each.name for each in fields(Steering)}, set()),
    (Account, State, {"clock": "clock", "ids": "ids"}, {"name", "chance", "happenings"}),
]


@pytest.mark.parametrize(("thing", "mark", "held", "rest"), MARKS, ids=lambda each: "")
def test_every_field_of_what_an_account_holds_has_a_place_in_its_mark(
    thing: Any, mark: type, held: dict[str, str], rest: set[str]
) -> None:
    names = {each.name for each in fields(thing)} if is_dataclass(thing) else set(vars(thing))
    assert names == held.keys() | rest, f"see {mark.__name__}: a snapshot would not hold it"
    places = {each.name for each in fields(mark)}
    assert set(held.values()) == (places if mark is not State else {"clock", "ids"})


@pytest.mark.parametrize("record", [Rule, Laid])
def test_what_is_laid_down_is_never_changed_in_place(record: Any) -> None:
    assert record.__dataclass_params__.frozen


def _row(table: Table, account: str, number: int) -> dict[str, Any]:
    """A row with something in every column, other than that of any other number."""
    row = {column.name: _value(column.type, number) for column in table.c}
    return {**row, "account": account} if account else {k: row[k] for k in _free(table)}


def _value(kind: Any, number: int) -> Any:
    if isinstance(kind, JSON):
        return {"n": [number]}
    if isinstance(kind, LargeBinary):
        return bytes([number, 0, 255])
    return kind.python_type(number)


def _free(table: Table) -> set[str]:
    return set(table.c.keys()) - {column.name for column in table.primary_key.columns}
