"""The account behind one key, in a test's hand: the same words in Python and under /_fake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from memories_fake.api.dialects import Dialect, spoken
from memories_fake.api.generations import V1
from memories_fake.domain.scripts import Scripts
from memories_fake.runtime.accounts import Account, account_name
from memories_fake.runtime.journal import Entry
from memories_fake.services import Services
from memories_fake.steering import Steering
from memories_fake.testkit import documents
from memories_fake.testkit.allowance import Allowance, allowance_of
from memories_fake.testkit.clock import SteeredClock
from memories_fake.testkit.conduct import Finding, audit
from memories_fake.testkit.laying import Chat, Faults, Outcomes, Search, film
from memories_fake.testkit.snapshots import Snapshots
from memories_fake.testkit.timeline import timeline
from memories_fake.testkit.verifying import Calls, calls_of
from memories_fake.testkit.webhooks import Webhooks


class SteeredAccount:
    """All that a test can bring about for one key, and see of it. No other key notices."""

    def __init__(self, services: Services, key: str) -> None:
        self.key = key
        self._services = services

    @property
    def clock(self) -> SteeredClock:
        """Its time."""
        return SteeredClock(self._services, self._account)

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose."""
        return Faults(self._steering.troubles, self._account.clock.now_ms)

    @property
    def outcomes(self) -> Outcomes:
        """How videos, images and tasks end."""
        return Outcomes(self._services, self._account)

    @property
    def chat(self) -> Chat:
        """What is answered to prompts."""
        return Chat(self.scripts)

    @property
    def search(self) -> Search:
        """What is found by searches."""
        return Search(self.scripts)

    @property
    def allowance(self) -> Allowance:
        """What it has left: its credits, and its calls in the present windows."""
        return allowance_of(self._services, self._account)

    @property
    def dialect(self) -> Dialect:
        """How every switch stands for it, on the v1 line."""
        return self._services.dialect(self._account, V1)

    @property
    def webhooks(self) -> Webhooks:
        """How its callbacks are sent, and what became of them."""
        return Webhooks(self._services, self.key)

    @property
    def name(self) -> str:
        """What stands for the key wherever something is written."""
        return account_name(self.key)

    @property
    def scripts(self) -> Scripts:
        """All that the service is to say, find and show; to be looked at, and taken back."""
        return self._steering.scripts

    @property
    def journal(self) -> tuple[Entry, ...]:
        """The latest thousand exchanges, oldest first."""
        return self._services.journal.of(self.name)

    def calls(self, operation: str = "*") -> Calls:
        """Its calls of an operation, to be counted and looked into: see there.

        `*` and `?` stand for any letters. Raises ValueError where no operation has that name.
        """
        return calls_of(self.journal, operation)

    def timeline(self, *, most: int | None = None) -> str:
        """Its exchanges, or the latest `most`, as a table: one line each, with its own times."""
        return timeline(self.journal, most=most)

    def conduct(self) -> tuple[Finding, ...]:
        """What its program did that one does not do to the service; empty is good news."""
        return audit(self.journal)

    def video(self, name: str, *, times: int | None = None, **told: Any) -> int:
        """Lay down what films of that name show and say: `shows`, `says`, `duration_seconds`.

        `shows` and `says` are lists of (start, end, text) in whole seconds; `says` may also be the
        path or the text of an .srt or .vtt file. Returns the number of what was laid down.
        """
        return self.scripts.films.add(film(name, **told), times=times)

    def speak(self, **switches: str) -> None:
        """Set dialect switches for this account alone. Raises ValueError for an unknown one."""
        chosen = self._steering.dialect | switches
        spoken(chosen)
        self._steering.dialect.update(chosen)

    @property
    def snapshots(self) -> Snapshots:
        """The snapshots of it, by name."""
        return Snapshots(self._services, self.key)

    def snapshot(self, name: str) -> None:
        """Hold it as it is now, under a name."""
        self.snapshots.take(name)

    def rewind(self, name: str) -> None:
        """Have it again as it was when that snapshot was taken. Raises NothingThere."""
        self.snapshots.rewind(name)

    @contextmanager
    def fork(self) -> Iterator[SteeredAccount]:
        """Undo at the end of the block all that is done to it inside."""
        with self.snapshots.fork():
            yield self

    def export(self) -> dict[str, Any]:
        """All that it holds now, as one JSON document."""
        return documents.export(self._services, self._account)

    def load(self, document: Mapping[str, Any]) -> None:
        """Have it be just as an exported document tells. Raises ValueError, changing nothing."""
        documents.load(self._services, self._account, documents.parse(document))

    def reset(self) -> None:
        """Begin anew, with nothing laid down, made or noted."""
        self._services.reset(self.key)

    @property
    def _account(self) -> Account:
        return self._services.accounts.of(self.key)

    @property
    def _steering(self) -> Steering:
        return self._services.steering(self._account)
