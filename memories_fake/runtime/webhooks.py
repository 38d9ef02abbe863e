"""Sends callbacks when they are due: as a virtual clock passes them, or by a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from operator import itemgetter
from threading import Condition, Thread, current_thread
from typing import Any, Protocol

from memories_fake.runtime.accounts import Account

TIMEOUT_SECONDS = 10.0
CLOSING_SECONDS = 2.0
SILENT = "callbacks are off"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a delivery: the receiver's HTTP status, or why there is none."""

    status: int | None = None
    error: str | None = None


class Errand(Protocol):
    """One thing to deliver."""

    @property
    def number(self) -> int: ...
    @property
    def url(self) -> str: ...
    @property
    def body(self) -> Mapping[str, Any]: ...


class Outbox(Protocol):
    """Where deliveries are kept. Each call is a transaction of its own."""

    def take(self, account: Account) -> tuple[Sequence[Errand], int | None]:
        """Claim what is due, and tell when the next one will be."""

    def note(self, account: Account, errand: Errand, outcome: Outcome) -> None:
        """Keep what came of one."""


Post = Callable[[str, Mapping[str, Any]], Outcome]


def post_json(url: str, body: Mapping[str, Any]) -> Outcome:
    """One POST, without proxies and without following anywhere."""
    import requests

    with requests.Session() as session:
        session.trust_env = False
        try:
            with session.post(
                url, json=body, timeout=TIMEOUT_SECONDS, allow_redirects=False, stream=True
            ) as answer:
                return Outcome(status=answer.status_code)
        except (requests.RequestException, ValueError, OSError) as error:
            return Outcome(error=f"{type(error).__name__}: {error}"[:500])


def keep_silent(_url: str, _body: Mapping[str, Any]) -> Outcome:
    """What is done instead of a POST where callbacks are off."""
    return Outcome(error=SILENT)


class Courier:
    """Delivers what is due, one try each, and never inside a transaction or under a lock.

    A clock that is moved calls `deliver` itself. For those that run a thread does, started when
    there is first something to wait for.
    """

    def __init__(self, outbox: Outbox, post: Post) -> None:
        self._outbox = outbox
        self._post = post
        self._due: dict[str, tuple[int, Account]] = {}
        self._changed = Condition()
        self._thread: Thread | None = None
        self._closed = False

    def expect(self, account: Account, due_at_ms: int) -> None:
        """Told that something is to be delivered at this moment; sends nothing by itself."""
        with self._changed:
            known_ms, _ = self._due.get(account.name, (due_at_ms, account))
            self._due[account.name] = (min(known_ms, due_at_ms), account)
            self._attend(account)

    def deliver(self, account: Account) -> None:
        """Send what this account's time has passed. Told by its clock, when that was changed."""
        if not self._claimed(account):
            return
        errands, next_due_ms = self._outbox.take(account)
        if next_due_ms is not None:
            self.expect(account, next_due_ms)
        for errand in errands:
            outcome = self._post(errand.url, errand.body)
            if not self._closed:
                self._outbox.note(account, errand, outcome)

    def forget(self, account: Account) -> None:
        """Wait no longer for anything of this account."""
        with self._changed:
            self._due.pop(account.name, None)

    def close(self) -> None:
        """End the thread; what is not delivered by then stays planned."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread and self._thread is not current_thread():
            self._thread.join(CLOSING_SECONDS)

    def _claimed(self, account: Account) -> bool:
        with self._changed:
            due = self._due.get(account.name)
            if self._closed or due is None:
                return False
            if account.clock.now_ms() < due[0]:
                self._attend(account)
                return False
            del self._due[account.name]
            return True

    def _attend(self, account: Account) -> None:
        """Have the thread look at what is due, where time passes by itself."""
        if account.clock.scale and not self._closed:
            self._changed.notify()
            if not self._thread:
                self._thread = Thread(target=self._work, daemon=True, name="memories-fake-post")
                self._thread.start()

    def _work(self) -> None:
        while (account := self._next()) is not None:
            self.deliver(account)

    def _next(self) -> Account | None:
        """Wait until something is due, and for whom; None at the end."""
        with self._changed:
            while not self._closed:
                waits = ((_wait_seconds(*due), due[1]) for due in self._due.values())
                seconds, account = min(waits, key=itemgetter(0), default=(inf, None))
                if account and seconds <= 0:
                    return account
                self._changed.wait(None if seconds == inf else seconds)
        return None


def _wait_seconds(due_at_ms: int, account: Account) -> float:
    """How long that is in real time; for ever where the clock stands."""
    scale = account.clock.scale
    return (due_at_ms - account.clock.now_ms()) / 1000 / scale if scale else inf
