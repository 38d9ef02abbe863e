"""Between what the domain keeps of callbacks and the courier that carries them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from memories_fake.domain import deliveries
from memories_fake.domain.deliveries import Delivery
from memories_fake.domain.library import Library
from memories_fake.runtime.accounts import Account
from memories_fake.runtime.webhooks import Errand, Outcome


@dataclass(frozen=True, slots=True)
class StoredOutbox:
    """The deliveries of every account, in the store. `library` opens a transaction."""

    library: Callable[[Account], AbstractContextManager[Library]]

    def take(self, account: Account) -> tuple[tuple[Delivery, ...], int | None]:
        """Claim what is due, and tell when the next one will be."""
        with self.library(account) as library:
            return deliveries.take_due(library), deliveries.next_due_ms(library)

    def next_due_ms(self, account: Account) -> int | None:
        """When the next one is due, or None."""
        with self.library(account) as library:
            return deliveries.next_due_ms(library)

    def note(self, account: Account, errand: Errand, outcome: Outcome) -> None:
        """Keep what came of one."""
        with self.library(account) as library:
            deliveries.note(library, errand.number, status=outcome.status, error=outcome.error)

    def listed(self, account: Account) -> tuple[Delivery, ...]:
        """All that this account has planned and done."""
        with self.library(account) as library:
            return deliveries.listed(library)
