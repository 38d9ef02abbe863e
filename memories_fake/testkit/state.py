"""What an account holds beside its rows and its files, as one record that can be put back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from memories_fake.runtime.accounts import Account
from memories_fake.runtime.clock import ClockMark
from memories_fake.runtime.ids import MintMark
from memories_fake.runtime.journal import Kept
from memories_fake.services import Services
from memories_fake.steering_mark import SteeringMark


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Time, ids, all that was laid down, and what has been asked so far.

    `calls` are the moments that count against each limit. Callbacks are rows, planned and done.
    """

    clock: ClockMark
    ids: MintMark
    steering: SteeringMark
    calls: Mapping[str, tuple[int, ...]]
    spent_credits: float
    journal: tuple[Kept, ...]

    @classmethod
    def of(cls, services: Services, account: Account) -> Self:
        """What an account holds now."""
        return cls(
            clock=account.clock.mark(),
            ids=account.ids.mark(),
            steering=services.steering(account).mark(),
            calls=services.limits.mark(account.name),
            spent_credits=services.credits.spent(account.name),
            journal=services.journal.mark(account.name),
        )

    def restore(self, services: Services, account: Account) -> None:
        """Have an account hold just that."""
        account.clock.rewind(self.clock)
        account.ids.rewind(self.ids)
        services.steering(account).rewind(self.steering)
        services.limits.rewind(account.name, self.calls)
        services.credits.rewind(account.name, self.spent_credits)
        services.journal.rewind(account.name, self.journal)
