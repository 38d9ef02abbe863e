"""One namespace of one account, inside one transaction: what every domain function works on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from sqlalchemy import Connection

from memories_fake.domain.bags import Bags
from memories_fake.domain.scripts import Scripts
from memories_fake.runtime.chance import Chance
from memories_fake.runtime.ids import Snowflakes
from memories_fake.runtime.shelf import Shelf

if TYPE_CHECKING:
    from memories_fake.domain.indexing import Indexes
    from memories_fake.domain.outcomes import Decide, Kind

T = TypeVar("T")


def _nobody_waits(_due_at_ms: int) -> None:
    """What a library without anybody to deliver its callbacks does."""


def undecided(_kind: Kind, _names: Sequence[str]) -> None:
    """What decides of something new where nothing is laid down."""


@dataclass(frozen=True, slots=True)
class Library:
    """Where a domain function reads and writes. `afterwards` runs once the work is committed.

    `scripts` say what is shown, said and found where a test wants that, and `decide` how something
    new is to end. `expect` tells whoever delivers callbacks that one is due at a moment, in epoch
    ms.
    """

    connection: Connection
    account: str
    namespace: str
    now_ms: int
    ids: Snowflakes
    chance: Chance
    shelf: Shelf
    bags: Bags
    indexes: Indexes
    scripts: Scripts = field(default_factory=Scripts)
    decide: Decide = undecided
    whole_account: bool = False
    expect: Callable[[int], None] = _nobody_waits
    afterwards: list[Callable[[], None]] = field(default_factory=list)

    def everywhere(self) -> Library:
        """The same account, looking into every namespace of it."""
        return replace(self, whole_account=True)

    def of(self, account: str, namespace: str) -> Library:
        """Another library in the same transaction."""
        return replace(self, account=account, namespace=namespace)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a longer list: the items, which page, how long a page is, how many in all."""

    items: tuple[T, ...]
    page: int
    size: int
    total: int
