"""RemoteFake: a fake that runs elsewhere, as one test of many sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from memories_fake.testkit.conduct import Finding
from memories_fake.testkit.laying import Faults, insist_on
from memories_fake.testkit.remote import RemoteAccount
from memories_fake.testkit.remote.laying import RemoteServerFaults
from memories_fake.testkit.remote.line import Line
from memories_fake.testkit.timeline import timeline
from memories_fake.testkit.verifying import Calls, calls_of


class RemoteFake:
    """The server of this URL. Others may use it too, under keys of their own: what is asked here
    of all accounts is asked of those that were got by `account`."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._accounts: dict[str, RemoteAccount] = {}

    def account(self, key: str) -> RemoteAccount:
        """The account of this key in the test's hand: its time, outcomes, faults, journal …"""
        return self._accounts.setdefault(key, RemoteAccount(self.url, key))

    @contextmanager
    def activate(self) -> Iterator[RemoteFake]:
        """Lead this process's calls to the service's hosts there."""
        from memories_fake.doors.elsewhere import leading_to

        with leading_to(self.url):
            yield self

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose for every account of the server, whoever has it."""
        return RemoteServerFaults(Line(self.url))

    def insist_on_faults(self) -> None:
        """Raise AssertionError if a test laid down a fault that never came."""
        insist_on([laid for each in self._accounts.values() for laid in each.faults.unfired()])

    def calls(self, operation: str = "*") -> Calls:
        """The calls of an operation: `memories_fake.calls("v1.chat").once()`; see there."""
        journals = (each.journal for each in self._accounts.values())
        return calls_of([entry for journal in journals for entry in journal], operation)

    def timeline(self, *, most: int | None = None) -> str:
        """What was asked and answered, as a table for each account; the latest `most` of each."""
        journals = (each.journal for each in self._accounts.values())
        return timeline([entry for journal in journals for entry in journal], most=most)

    def conduct(self) -> tuple[Finding, ...]:
        """What programs did that one does not do to the service, account by account."""
        return tuple(found for each in self._accounts.values() for found in each.conduct())

    def reset(self, key: str | None = None) -> None:
        """Forget all that one key has made; without one, all that was made here."""
        for account in [self.account(key)] if key else self._accounts.values():
            account.reset()
