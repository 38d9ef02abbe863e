"""The account behind one key of a fake that runs elsewhere: the words of `SteeredAccount`.

    account = RemoteAccount("http://127.0.0.1:4610", "sk-mine")
    account.clock.advance(minutes=5)

What the words promise is said there; here they go through `/_fake`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from memories_fake.api.dialects import Dialect
from memories_fake.domain.scripts import Scripts
from memories_fake.runtime.journal import Entry
from memories_fake.testkit.account import SteeredAccount
from memories_fake.testkit.allowance import Allowance, Window
from memories_fake.testkit.clock import SteeredClock
from memories_fake.testkit.laying import Faults, Outcomes
from memories_fake.testkit.plain import of_plain
from memories_fake.testkit.remote.clock import RemoteClock
from memories_fake.testkit.remote.laying import RemoteFaults, RemoteOutcomes, RemoteScripts
from memories_fake.testkit.remote.line import Line, NoFakeThere
from memories_fake.testkit.remote.snapshots import RemoteSnapshots
from memories_fake.testkit.remote.webhooks import RemoteWebhooks
from memories_fake.testkit.snapshots import Snapshots
from memories_fake.testkit.webhooks import Webhooks

__all__ = ["NoFakeThere", "RemoteAccount"]


class RemoteAccount(SteeredAccount):
    """All that a test can bring about for one key, and see of it, at the server of this URL.

    Raises NoFakeThere, a ConnectionError, where none answers.
    """

    def __init__(self, url: str, key: str) -> None:
        self.key = key
        self._line = Line(url, key)

    @property
    def clock(self) -> SteeredClock:
        return RemoteClock(self._line)

    @property
    def faults(self) -> Faults:
        return RemoteFaults(self._line)

    @property
    def outcomes(self) -> Outcomes:
        return RemoteOutcomes(self._line)

    @property
    def scripts(self) -> Scripts:
        return RemoteScripts(self._line)

    @property
    def webhooks(self) -> Webhooks:
        return RemoteWebhooks(self._line)

    @property
    def snapshots(self) -> Snapshots:
        return RemoteSnapshots(self._line)

    @property
    def allowance(self) -> Allowance:
        told = self._line.ask("account")
        credits_, limits = told["credits"], told["limits"]
        return Allowance(
            credits_given=credits_["given"],
            credits_left=credits_["left"],
            year=limits["year"],
            windows=of_plain(Mapping[str, Window], limits["groups"]),
        )

    @property
    def dialect(self) -> Dialect:
        return Dialect(**self._line.ask("dialect")["switches"])

    @property
    def journal(self) -> tuple[Entry, ...]:
        return of_plain(tuple[Entry, ...], self._line.ask("journal")["entries"])  # type: ignore[no-any-return]

    def speak(self, **switches: str) -> None:
        self._line.ask("dialect_set", switches=switches)

    def export(self) -> dict[str, Any]:
        document: dict[str, Any] = self._line.ask("export")
        return document

    def load(self, document: Mapping[str, Any]) -> None:
        self._line.ask("import", document=document)

    def reset(self) -> None:
        self._line.ask("reset")
