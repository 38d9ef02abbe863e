"""What each account has and is about, for a person to look at: no key, and nothing is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Table, select

from memories_fake.api.generations import V1
from memories_fake.runtime.accounts import Account
from memories_fake.runtime.journal import Entry
from memories_fake.runtime.rules import Rule
from memories_fake.runtime.troubles import Troubles
from memories_fake.services import Services
from memories_fake.store.tables import images, videos

MOST_THINGS = 100
KINDS: Mapping[str, Table] = {"video": videos, "image": images}
WAITING, PARSED, FAILED = "UNPARSE", "PARSE", "FAIL"


@dataclass(frozen=True, slots=True)
class Thing:
    """A video or an image, and how it stands. `ready_at_ms` is of the account's time."""

    kind: str
    number: str
    name: str
    status: str
    cause: str | None
    created_at_ms: int
    ready_at_ms: int


@dataclass(frozen=True, slots=True)
class Laid:
    """Something that a test has laid down: what it is, its words, and how often it has come."""

    kind: str
    words: str
    times: int | None
    came: int


@dataclass(frozen=True, slots=True)
class Overview:
    """One account at this moment."""

    name: str
    masked_key: str
    mode: str
    scale: float
    now_ms: int
    things: tuple[Thing, ...]
    laid: tuple[Laid, ...]
    callbacks: Mapping[str, int]
    journal: tuple[Entry, ...]


def overview(services: Services, *, only: str | None = None) -> tuple[Overview, ...]:
    """All accounts that have been seen, or one by its name; who has asked latest comes first."""
    latest = {entry.account: place for place, entry in enumerate(services.journal)}
    accounts = [each for each in services.accounts.all() if only in (None, each.name)]
    accounts.sort(key=lambda each: latest.get(each.name, -1), reverse=True)
    return tuple(_of(services, account) for account in accounts)


def server_faults_laid(services: Services) -> tuple[Laid, ...]:
    """The faults that every account meets."""
    return tuple(
        Laid("fault", str(each.fault), each.times, each.fired) for each in services.troubles
    )


def _of(services: Services, account: Account) -> Overview:
    journal, clock = services.journal.of(account.name), account.clock
    deliveries = services.outbox.listed(account)
    return Overview(
        name=account.name,
        masked_key=_masked_key(journal),
        mode=clock.mode,
        scale=clock.scale,
        now_ms=clock.now_ms(),
        things=_things(services, account),
        laid=_laid(services, account),
        callbacks=Counter(str(each.state) for each in deliveries),
        journal=journal,
    )


def _masked_key(journal: Sequence[Entry]) -> str:
    """The key as the journal has it; nobody else has kept it at all."""
    names = {"authorization"}
    told = (
        v for entry in reversed(journal) for n, v in entry.headers.items() if n.lower() in names
    )
    return next(told, "").removeprefix("Bearer ")


def _things(services: Services, account: Account) -> tuple[Thing, ...]:
    found: list[Thing] = []
    with services.store.transaction() as connection:
        for kind, table in KINDS.items():
            newest = select(table).where(table.c.account == account.name)
            newest = newest.order_by(table.c.created_at_ms.desc()).limit(MOST_THINGS)
            found += [_thing(kind, row, account) for row in connection.execute(newest)]
    return tuple(found)


def _thing(kind: str, row: Any, account: Account) -> Thing:
    status = (
        WAITING if account.clock.now_ms() < row.ready_at_ms else FAILED if row.cause else PARSED
    )
    number, cause = str(row.number), row.cause if status == FAILED else None
    return Thing(kind, number, row.name, status, cause, row.created_at_ms, row.ready_at_ms)


def _laid(services: Services, account: Account) -> tuple[Laid, ...]:
    """What is laid down for an account, and wherein it speaks otherwise than the whole fake."""
    steering = services.steering(account)
    scripts = steering.scripts
    rules: list[tuple[str, Rule[Any]]] = [
        *(("outcome", rule) for rule in steering.outcomes),
        *(("reply", rule) for rule in scripts.chats),
        *(("search", rule) for rule in scripts.searches),
        *(("film", rule) for rule in scripts.films),
    ]
    usual, spoken = services.dialects[V1.name], services.dialect(account, V1)
    switches = [n for n, v in asdict(spoken).items() if v != getattr(usual, n)]
    return (
        *_faults(steering.troubles),
        *(Laid(kind, _words(rule.what), rule.times, rule.applied) for kind, rule in rules),
        *(Laid("dialect", f"{name}={getattr(spoken, name)}", None, 0) for name in switches),
    )


def _faults(troubles: Troubles) -> tuple[Laid, ...]:
    return tuple(Laid("fault", str(each.fault), each.times, each.fired) for each in troubles)


def _words(record: Any) -> str:
    """The fields of a record that are told, and not as they would be anyway."""
    told = []
    for each in fields(record):
        value = getattr(record, each.name)
        if each.name == "outcome":
            told.append(_words(value))
        elif value != each.default:
            told.append(f"{each.name}={_text(value)}")
    return ", ".join(filter(None, told))


def _text(value: Any) -> str:
    """Moments and passages as their own words; all else as it is."""
    if isinstance(value, tuple):
        return f"[{'; '.join(_words(each) for each in value)}]"
    return str(value)
