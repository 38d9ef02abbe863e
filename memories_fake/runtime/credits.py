"""What an account has left to pay with. Prices are in dollars; what a credit is worth is not
documented, so that is ours: the free 100 were once called $10.
"""

from __future__ import annotations

from threading import Lock

CREDITS_PER_DOLLAR = 10
DIGITS = 6


class Credits:
    """The credits of every account: each begins with the same number. None means no end of them."""

    def __init__(self, given: float | None) -> None:
        self.given = given
        self._spent: dict[str, float] = {}
        self._lock = Lock()

    def left(self, account: str) -> float | None:
        """What the account has left, never below 0; None where nothing is counted."""
        if self.given is None:
            return None
        return round(max(0.0, self.given - self._spent.get(account, 0.0)), DIGITS)

    def spend(self, account: str, *, dollars: float) -> None:
        """Pay for something; the last payment may take more than there is."""
        with self._lock:
            spent = self._spent.get(account, 0.0)
            self._spent[account] = spent + dollars * CREDITS_PER_DOLLAR

    def spent(self, account: str) -> float:
        """What the account has spent in all, to come back to."""
        return self._spent.get(account, 0.0)

    def rewind(self, account: str, spent: float) -> None:
        """Have spent just so much."""
        with self._lock:
            self._spent[account] = spent

    def forget(self, account: str) -> None:
        """Let the account begin anew."""
        with self._lock:
            self._spent.pop(account, None)
