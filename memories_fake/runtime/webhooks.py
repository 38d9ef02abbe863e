"""Sends callbacks when they are due: as somebody moves a clock, or by threads where time runs."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from operator import itemgetter
from threading import TIMEOUT_MAX, Condition, Thread, current_thread
from typing import TYPE_CHECKING, Protocol

from memories_fake.runtime.accounts import Account

if TYPE_CHECKING:
    from memories_fake.runtime.errands import Errand, Outcome

CLOSING_SECONDS = 2.0
THREADS = "memories-fake-post"

Post = Callable[["Errand"], "Outcome"]


class Outbox(Protocol):
    """Where deliveries are kept. Each call is a transaction of its own."""

    def take(self, account: Account) -> tuple[Errand | None, int | None]:
        """Claim the first that is due, and tell when the one after it will be."""

    def note(self, account: Account, errand: Errand, outcome: Outcome) -> None:
        """Keep what came of one."""


class Courier:
    """Delivers what is due, never inside a transaction or under a lock.

    Of one account one is under way at a time, in the order in which they are due. Who moves the
    time delivers what falls due by that, unless somebody is at it already, be it himself further
    up, or the one whose receiver has called him: then it is left to that one. So a receiver may
    ask the fake whatever it likes, and nobody waits for one who waits for him.

    A clock that is moved calls `deliver` itself. For those that run a thread keeps watch, started
    when there is first something to wait for, and each account has its callbacks posted by a
    thread of its own, so that nobody waits for another's receiver.
    """

    def __init__(self, outbox: Outbox, post: Post) -> None:
        self._outbox = outbox
        self._post = post
        self._due: dict[Account, int] = {}
        self._busy: dict[Account, Thread] = {}  # and who is at it
        self._changed = Condition()
        self._threads: set[Thread] = set()
        self._watches = False
        self._closed = False

    def expect(self, account: Account, due_at_ms: int) -> None:
        """Told that something is to be delivered at this moment; sends nothing by itself."""
        with self._changed:
            self._due[account] = min(self._due.get(account, due_at_ms), due_at_ms)
            self._attend(account)

    def due_ms(self, account: Account) -> int | None:
        """When there is next something to do for this account; None if nothing is known of."""
        return self._due.get(account)

    def is_busy(self, account: Account) -> bool:
        """Whether somebody is delivering for this account right now."""
        return account in self._busy

    def wait_until_free(self, account: Account, most_seconds: float) -> bool:
        """Wait until nobody is delivering; False where it takes too long, or would for ever."""
        with self._changed:
            if self._busy.get(account) is current_thread():
                return False
            return self._changed.wait_for(lambda: account not in self._busy, most_seconds)

    def deliver(self, account: Account) -> None:
        """Send what this account's time has passed. Told by its clock, when that was changed."""
        with self._changed:
            if account in self._busy or not self._is_due(account):
                return
            self._busy[account] = current_thread()
        self._deliver(account)

    def forget(self, account: Account) -> None:
        """Wait no longer for anything of this account."""
        with self._changed:
            self._due.pop(account, None)

    def close(self) -> None:
        """End the threads; what is not delivered by then stays planned."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            threads = self._threads - {current_thread()}
        for thread in threads:
            thread.join(CLOSING_SECONDS)

    def _deliver(self, account: Account) -> None:
        try:
            while self._goes_on(account):
                self._send_next(account)
        except BaseException:
            with self._changed:
                self._free(account)
            raise

    def _send_next(self, account: Account) -> None:
        errand, next_due_ms = self._outbox.take(account)
        if next_due_ms is not None:
            self.expect(account, next_due_ms)
        if errand is not None:
            outcome = self._post(errand)
            if not self._closed:
                self._outbox.note(account, errand, outcome)

    def _goes_on(self, account: Account) -> bool:
        """Whether there is something due; if not, whoever comes next may deliver again."""
        with self._changed:
            if self._is_due(account):
                del self._due[account]
                return True
            self._free(account)
            return False

    def _free(self, account: Account) -> None:
        self._busy.pop(account, None)
        self._changed.notify_all()

    def _is_due(self, account: Account) -> bool:
        due_at_ms = self._due.get(account)
        if self._closed or due_at_ms is None:
            return False
        if account.clock.now_ms() >= due_at_ms:
            return True
        self._attend(account)
        return False

    def _attend(self, account: Account) -> None:
        """Have the watch look at what is due, where time passes by itself."""
        if account.clock.scale and account in self._due and not self._closed:
            self._changed.notify_all()
            if not self._watches:
                self._watches = True
                self._start(self._watch)

    def _watch(self) -> None:
        while (account := self._next()) is not None:
            self._start(self._deliver_watched, account)

    def _deliver_watched(self, account: Account) -> None:
        self._busy[account] = current_thread()
        self._deliver(account)

    def _next(self) -> Account | None:
        """Wait until something is due, and for whom, who is busy from then on; None at the end."""
        with self._changed:
            while not self._closed:
                free = ((_wait_seconds(due, who), who) for who, due in self._due.items())
                waits = [each for each in free if each[1] not in self._busy]
                seconds, account = min(waits, key=itemgetter(0), default=(inf, None))
                if account and seconds <= 0:
                    self._busy[account] = current_thread()
                    return account
                self._changed.wait(min(seconds, TIMEOUT_MAX))
        return None

    def _start(self, work: Callable[..., None], *told: Account) -> None:
        def run() -> None:
            try:
                work(*told)
            finally:
                self._threads.discard(thread)

        thread = Thread(target=run, daemon=True, name=THREADS)
        self._threads.add(thread)
        thread.start()


def _wait_seconds(due_at_ms: int, account: Account) -> float:
    """How long that is in real time; for ever where the clock stands."""
    scale = account.clock.scale
    return (due_at_ms - account.clock.now_ms()) / 1000 / scale if scale else inf
