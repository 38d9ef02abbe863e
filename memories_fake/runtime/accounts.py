"""An account is a key: with it come a clock, a mint for ids and a source of chance of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from threading import RLock

from memories_fake.runtime.chance import Chance
from memories_fake.runtime.clock import REAL, Clock, machine_ms
from memories_fake.runtime.happenings import Happenings
from memories_fake.runtime.ids import Sequences, Snowflakes, snowflake
from memories_fake.settings import Settings, Time

START_MS = 1_759_276_800_000  # 2025-10-01T00:00:00Z, in the time that the recordings are from
SPREAD_MS = 30 * 86_400_000


@dataclass(frozen=True, slots=True)
class Account:
    """What hangs off one key. `name` stands for the key where anything is written.

    `happenings` outlive the account: they tell what began before a reset from what began after it.
    """

    name: str
    clock: Clock
    ids: Snowflakes
    chance: Chance
    happenings: Happenings

    def resume(self, latest_ms: int) -> None:
        """Go on after this moment: what was kept is older than all that follows."""
        self.clock.advance(seconds=max(0, latest_ms + 1 - self.clock.now_ms()) / 1000)
        self.ids.skip(snowflake(latest_ms))


class Accounts:
    """The accounts of one fake, made when first seen. `welcome` is called once for each."""

    def __init__(self, settings: Settings, welcome: Callable[[Account], None]) -> None:
        self._settings = settings
        self._welcome = welcome
        self._chance = Chance(str(settings.seed))
        self._accounts: dict[str, Account] = {}
        self._happenings: dict[str, Happenings] = {}
        # Real-time accounts share their sequences, so that no two ever hold the same number.
        self._sequences = Sequences()
        self._lock = RLock()

    def of(self, key: str) -> Account:
        """The account of this key."""
        name = account_name(key)
        account = self._accounts.get(name)
        return account or self._opened(name)

    def forget(self, name: str) -> None:
        """Let the account begin anew, clock and all, when next seen."""
        with self._lock:
            if forgotten := self._accounts.pop(name, None):
                forgotten.happenings.begin_anew()

    def all(self) -> list[Account]:
        """The accounts that have been seen."""
        return list(self._accounts.values())

    def _opened(self, name: str) -> Account:
        with self._lock:
            if name not in self._accounts:
                account = self._made(name)
                self._welcome(account)
                self._accounts[name] = account
            return self._accounts[name]

    def _made(self, name: str) -> Account:
        happenings = self._happenings.setdefault(name, Happenings())
        if self._settings.time is Time.REAL:
            real = Clock(machine_ms(), scale=REAL, request_seconds=self._settings.request_seconds)
            return Account(name, real, Snowflakes(real, self._sequences), self._chance, happenings)
        # Each key begins at a moment of its own: ids tell their moment, so no two accounts meet.
        start_ms = START_MS + self._chance.below(SPREAD_MS, "start", name)
        clock = Clock(start_ms, request_seconds=self._settings.request_seconds)
        return Account(name, clock, Snowflakes(clock), self._chance, happenings)


def account_name(key: str) -> str:
    """A key as a name that can be written down: it cannot be turned back."""
    return blake2b(key.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
