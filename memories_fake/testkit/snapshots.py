"""Snapshots of one account, to be gone back to while the fake runs and others are at work.

A snapshot holds all that hangs off the key: the rows of every table, the files on the shelf, and
the `State` (see there). It does not hold what is everybody's: what imports have brought into the
public library, the faults of the whole server, and who listens for callbacks in this process. What
has left the fake cannot be called back: callbacks that were sent, and answers. A call, a stream or
a callback that is under way when the account is taken back behind its beginning is undone with the
rest: it changes nothing any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from memories_fake.domain.outcomes import NothingThere
from memories_fake.runtime.accounts import Account
from memories_fake.runtime.happenings import HappeningsMark
from memories_fake.runtime.shelf import HeldFiles
from memories_fake.services import Services
from memories_fake.store.snapshots import RowsMark
from memories_fake.testkit.state import State


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An account as it was at some moment."""

    rows: RowsMark
    files: HeldFiles
    state: State
    happenings: HappeningsMark


class Snapshots:
    """The snapshots of one account, by name. Each is an account as it was, and stays so."""

    def __init__(self, services: Services, key: str) -> None:
        self._services = services
        self._key = key

    @property
    def names(self) -> tuple[str, ...]:
        """The names there are, oldest first."""
        return tuple(self._named)

    def take(self, name: str) -> None:
        """Hold the account as it is now, in place of an earlier snapshot of that name."""
        if not name:
            raise ValueError("a snapshot has a name")
        taken = self._taken()
        self._named.pop(name, None)
        self._named[name] = taken
        self._let_go()

    def rewind(self, name: str) -> None:
        """Have the account again as it was; the snapshots stay. Raises NothingThere."""
        self._go_back(self._find(name))

    def forget(self, name: str) -> None:
        """Let a snapshot go. Raises NothingThere."""
        self._find(name)
        del self._named[name]
        self._let_go()

    @contextmanager
    def fork(self) -> Iterator[None]:
        """Undo at the end all that the account is led to inside, its snapshots included."""
        before, named = self._taken(), dict(self._named)
        try:
            yield
        finally:
            self._services.snapshots[self._account.name] = named
            self._go_back(before)
            del before
            self._let_go()

    @property
    def _account(self) -> Account:
        return self._services.accounts.of(self._key)  # a reset puts another in its place

    @property
    def _named(self) -> dict[str, Snapshot]:
        return self._services.snapshots.setdefault(self._account.name, {})

    def _find(self, name: str) -> Snapshot:
        try:
            return self._named[name]
        except KeyError:
            there = ", ".join(self.names) or "none"
            raise NothingThere(f"no snapshot is called {name!r}; there are: {there}") from None

    def _taken(self) -> Snapshot:
        services, account = self._services, self._account
        with services.store.transaction() as connection:
            return Snapshot(
                services.row_snapshots.take(connection, account.name),
                services.shelf.hold(account.name),
                State.of(services, account),
                account.happenings.mark(),
            )

    def _go_back(self, snapshot: Snapshot) -> None:
        services, account = self._services, self._account
        with services.store.transaction() as connection:
            services.row_snapshots.rewind(connection, snapshot.rows)
            # Before the rows are there for good: no row may ever want for its file.
            surplus = services.shelf.bring_back(account.name, snapshot.files)
            snapshot.state.restore(services, account)
            account.happenings.rewind(snapshot.happenings)
        for name in surplus:
            services.shelf.remove(account.name, name)
        services.expect_callbacks(account)

    def _let_go(self) -> None:
        with self._services.store.transaction() as connection:
            self._services.row_snapshots.let_go(connection, self._account.name)
