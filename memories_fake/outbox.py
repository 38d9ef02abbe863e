"""Between what the domain keeps of callbacks and the courier that carries them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memories_fake.domain.courses import Course
    from memories_fake.domain.deliveries import Delivery
    from memories_fake.domain.library import Library
    from memories_fake.runtime.accounts import Account
    from memories_fake.runtime.errands import Errand, Outcome

# What is kept of callbacks is loaded when there is one: most programs wait for none.


@dataclass(frozen=True, slots=True)
class StoredOutbox:
    """The deliveries of every account, in the store.

    `library` opens a transaction; `course` says what the next callback of an account meets.
    """

    library: Callable[[Account], AbstractContextManager[Library]]
    course: Callable[[Account], Course]

    def take(self, account: Account) -> tuple[Errand | None, int | None]:
        """Claim the first that is due, and tell when the one after it will be."""
        from memories_fake.domain import attempts, deliveries

        with self.library(account) as library:
            deliveries.set_out(library, lambda: self.course(account))
            errand, next_due_ms = attempts.claim(library), deliveries.next_due_ms(library)
            begun = account.happenings.begin()
        return errand and replace(errand, begun=begun), next_due_ms

    def next_due_ms(self, account: Account) -> int | None:
        """When there is next something to do, or None."""
        from memories_fake.domain import deliveries

        with self.library(account) as library:
            return deliveries.next_due_ms(library)

    def note(self, account: Account, errand: Errand, outcome: Outcome) -> None:
        """Keep what came of one, and plan what follows from it; unless it has been undone."""
        from memories_fake.domain import attempts

        with self.library(account) as library:
            if account.happenings.holds(errand.begun):
                attempts.note(library, errand, outcome)

    def redeliver(self, account: Account, number: int) -> None:
        """Plan to send one again, now. Raises NothingThere or Unchangeable."""
        from memories_fake.domain import deliveries

        with self.library(account) as library:
            deliveries.redeliver(library, number)

    def listed(self, account: Account) -> tuple[Delivery, ...]:
        """All that this account has planned and done."""
        from memories_fake.domain import deliveries

        with self.library(account) as library:
            return deliveries.listed(library)
