"""What was asked and answered, capped in number and size, with no key in it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock

MOST_ENTRIES = 1_000
MOST_BODY_BYTES = 65_536
LONG_KEY = 9


@dataclass(frozen=True, slots=True)
class Entry:
    """One exchange. `at_ms` is the account's time; `answer` is the body as sent, cut at 64 KiB."""

    operation: str
    account: str
    method: str
    path: str
    parameters: str
    status: int
    code: str
    answer: str
    at_ms: int
    findings: tuple[str, ...] = ()


class Journal:
    """The last thousand exchanges of one fake, oldest first."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=MOST_ENTRIES)
        self._listeners: list[Callable[[Entry], None]] = []
        self._lock = Lock()

    def listen(self, listener: Callable[[Entry], None]) -> None:
        """Have each entry told to this listener when it is written."""
        self._listeners.append(listener)

    def write(self, entry: Entry) -> None:
        with self._lock:
            self._entries.append(entry)
        for listener in self._listeners:
            listener(entry)

    def __iter__(self) -> Iterator[Entry]:
        with self._lock:
            return iter(tuple(self._entries))

    def forget(self, account: str | None = None) -> None:
        """Drop the entries of one account, or all of them."""
        with self._lock:
            kept = [e for e in self._entries if account is not None and e.account != account]
            self._entries.clear()
            self._entries.extend(kept)


def masked(key: str) -> str:
    """A key as it may be written down: never more than its first three and last two signs."""
    return f"{key[:3]}…{key[-2:]}" if len(key) >= LONG_KEY else "…"
