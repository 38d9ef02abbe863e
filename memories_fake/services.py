"""All that a request may need on its way, put together once per fake."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from memories_contracts import Catalogue, Checker, load_catalogue
from memories_fake.api import HANDLERS
from memories_fake.api.dialects import Dialect, spoken
from memories_fake.api.generations import GENERATIONS, Generation
from memories_fake.api.serving import Handler
from memories_fake.domain.bags import Bags
from memories_fake.domain.courses import Course, Planned
from memories_fake.domain.indexing import Indexes
from memories_fake.domain.library import Library
from memories_fake.outbox import StoredOutbox
from memories_fake.runtime.accounts import Account, Accounts
from memories_fake.runtime.chance import Chance
from memories_fake.runtime.clock import Listener
from memories_fake.runtime.credits import Credits
from memories_fake.runtime.journal import Journal
from memories_fake.runtime.limits import Limits
from memories_fake.runtime.posting import Receivers, keep_silent
from memories_fake.runtime.shelf import Shelf
from memories_fake.runtime.troubles import Troubles, unfired
from memories_fake.runtime.webhooks import Courier
from memories_fake.settings import Callbacks, Fetch, Settings
from memories_fake.steering import Steering
from memories_fake.store.engine import Store
from memories_fake.store.snapshots import row_snapshots
from memories_fake.wire.reading import Reader

if TYPE_CHECKING:
    from memories_fake.domain.outcomes import Outcome
    from memories_fake.runtime.fetching import Fetcher
    from memories_fake.runtime.laid import Laid

DEFAULT_NAMESPACE = "default"

Furnish = Callable[["Services", Account], None]


def leave_empty(_services: Services, _account: Account) -> None:
    """What a new account is furnished with where there is no world."""


def nothing_to_insist_on() -> None:
    """What a transaction depends on that begins at once."""


class Services:
    """The parts of one fake. Two of them share nothing."""

    def __init__(self, settings: Settings, furnish: Furnish = leave_empty) -> None:
        self._furnish = furnish
        self.settings = settings
        self.store = Store(settings.store_url)
        self.row_snapshots = row_snapshots(self.store)
        self.shelf = Shelf(settings.shelf_folder)
        self.shelf.sweep()
        self.snapshots: dict[str, dict[str, Any]] = {}  # by account and name
        self.bags = Bags()
        self.indexes = Indexes()
        self.accounts = Accounts(settings, self._welcome)
        self.outbox = StoredOutbox(
            partial(self.library, namespace=DEFAULT_NAMESPACE), self._next_course
        )
        self.receivers = Receivers()
        self.courier = Courier(
            self.outbox,
            keep_silent if settings.callbacks is Callbacks.OFF else self.receivers.post,
        )
        self.journal = Journal()
        self.troubles = Troubles(Chance(str(settings.seed)))
        self._steering: dict[str, Steering] = {}
        self.limits = Limits()
        self.credits = Credits(settings.credits)
        self.reader = Reader()
        self.checker = Checker()
        self.handlers: Mapping[str, Handler] = HANDLERS
        self.dialects: Mapping[str, Dialect] = {
            name: spoken(generation.dialect, settings.dialect)
            for name, generation in GENERATIONS.items()
        }

    @cached_property
    def catalogue(self) -> Catalogue:
        return load_catalogue()

    @property
    def fetcher(self) -> Fetcher | None:
        fetch = self.settings.fetch
        if fetch is Fetch.NEVER:
            return None
        from memories_fake.runtime.fetching import Fetcher

        return Fetcher(allow_private=fetch is Fetch.ANY)

    def steering(self, account: Account) -> Steering:
        """What a test has laid down for this account."""
        if account.name not in self._steering:
            chance = account.chance.derived(account.name)
            self._steering.setdefault(account.name, Steering(Troubles(chance), Planned(chance)))
        return self._steering[account.name]

    def unfired(self) -> list[Laid]:
        """The faults of tests, of any account or of all, that no call has met in full."""
        everywhere = [self.troubles, *(each.troubles for each in self._steering.values())]
        return [laid for troubles in everywhere for laid in unfired(troubles)]

    def dialect(self, account: Account | None, generation: Generation) -> Dialect:
        """How a generation speaks: as the whole fake does, but for what this account has chosen."""
        chosen = self.steering(account).dialect if account else {}
        if not chosen:
            return self.dialects[generation.name]
        return spoken(generation.dialect, self.settings.dialect, chosen)

    @contextmanager
    def library(
        self,
        account: Account,
        namespace: str,
        told: Outcome | None = None,
        *,
        insist: Callable[[], None] = nothing_to_insist_on,
    ) -> Iterator[Library]:
        """A transaction on one namespace; what must follow a commit follows it.

        `told` is the outcome that this very call was told for what it makes. `insist` is called
        when its turn has come, and may still keep it from doing anything.
        """
        steering = self.steering(account)
        with self.store.transaction() as connection:
            insist()
            library = Library(
                connection,
                account.name,
                namespace,
                account.clock.now_ms(),
                account.ids,
                account.chance,
                self.shelf,
                self.bags,
                self.indexes,
                scripts=steering.scripts,
                decide=steering.deciding(told),
                expect=partial(self.courier.expect, account),
            )
            yield library
        for follow_up in library.afterwards:
            follow_up()

    def reset(self, key: str | None = None) -> None:
        """Begin anew: the account of this key, or every account that has been seen."""
        from memories_fake.domain.deleting import clear_account, clear_everything

        if key:
            account = self.accounts.of(key)
            with self.library(account, DEFAULT_NAMESPACE) as library:
                clear_account(library)
            self._forget(account)
            return
        if self.accounts.all() or self.settings.store:
            with self.store.transaction() as connection:
                clear_everything(connection)
        for account in self.accounts.all():
            self.shelf.clear(account.name)
            self._forget(account)
        self.journal.forget()
        self.troubles.clear()

    def _forget(self, account: Account) -> None:
        """Let go of all that is known of an account outside of the database."""
        self.courier.forget(account)
        self.accounts.forget(account.name)
        self.journal.forget(account.name)
        self.limits.forget(account.name)
        self.credits.forget(account.name)
        self._steering.pop(account.name, None)
        if self.snapshots.pop(account.name, None):
            with self.store.transaction() as connection:
                self.row_snapshots.let_go(connection, account.name)

    def close(self) -> None:
        self.courier.close()
        self.store.close()
        self.shelf.close()

    def _welcome(self, account: Account) -> None:
        """Go on where a kept store ends, and furnish an empty account with the chosen world."""
        if not self._resume(account):
            self._furnish(self, account)
        tell, stop_ms = (
            partial(self.courier.deliver, account),
            partial(self.courier.due_ms, account),
        )
        account.clock.listen(Listener(tell, stop_ms))

    def _resume(self, account: Account) -> bool:
        """Go on where a kept store ends; False where nothing of the account was kept."""
        if self.settings.store is None:
            return False
        from memories_fake.domain import populating

        with self.library(account, DEFAULT_NAMESPACE) as library:
            latest_ms = populating.latest_ms(library)
        if latest_ms is None:
            return False
        account.resume(latest_ms)
        self.expect_callbacks(account)
        return True

    def expect_callbacks(self, account: Account) -> None:
        """Have the courier wait for what is planned, and for nothing that was planned before."""
        self.courier.forget(account)
        if due_at_ms := self.outbox.next_due_ms(account):
            self.courier.expect(account, due_at_ms)

    def _next_course(self, account: Account) -> Course:
        return self.steering(account).callbacks.next()
