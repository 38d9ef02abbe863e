"""What was asked and answered: the latest thousand exchanges of each account, with no key in it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from threading import Lock
from typing import Any

MOST_ENTRIES = 1_000
MOST_BODY_BYTES = 65_536
LONG_KEY = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One exchange. `at_ms` is the account's time; bodies are as sent, cut at 64 KiB.

    `number` counts the exchanges of the fake. `unknown` lists what was sent that no contract
    knows, `refusal` is why the domain said no, `frames` are the pieces of a stream, and `ended`
    says how that ended: whole, cut (on purpose), or left (by the reader).
    """

    operation: str
    account: str
    method: str
    path: str
    number: int = 0
    host: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)  # of the files that were sent
    status: int = 200
    code: str = ""
    refusal: str = ""
    answer: str = ""
    frames: tuple[str, ...] = ()
    ended: str = "whole"
    fault: str = ""
    findings: tuple[str, ...] = ()
    at_ms: int = 0


class Journal:
    """The last exchanges of every account, oldest first."""

    def __init__(self) -> None:
        self._entries: dict[str, deque[Entry]] = {}
        self._listeners: list[Callable[[Entry], None]] = []
        self._last_number = 0
        self._lock = Lock()

    def listen(self, listener: Callable[[Entry], None]) -> None:
        """Have each entry told to this listener when it is written."""
        self._listeners.append(listener)

    def write(self, entry: Entry) -> None:
        """Add an entry; it is given its number."""
        with self._lock:
            self._last_number += 1
            entry = replace(entry, number=self._last_number)
            self._entries.setdefault(entry.account, deque(maxlen=MOST_ENTRIES)).append(entry)
        for listener in self._listeners:
            listener(entry)

    def of(self, account: str) -> tuple[Entry, ...]:
        """The entries of one account."""
        with self._lock:
            return tuple(self._entries.get(account, ()))

    def __iter__(self) -> Iterator[Entry]:
        with self._lock:
            everything = [entry for entries in self._entries.values() for entry in entries]
        return iter(sorted(everything, key=attrgetter("number")))

    def forget(self, account: str | None = None) -> None:
        """Drop the entries of one account, or all of them."""
        with self._lock:
            if account is None:
                self._entries.clear()
                self._last_number = 0
            else:
                self._entries.pop(account, None)

    def rewind(self, account: str, entries: tuple[Entry, ...]) -> None:
        """Have just these entries of an account again."""
        with self._lock:
            self._entries[account] = deque(entries, maxlen=MOST_ENTRIES)


def masked(key: str) -> str:
    """A key as it may be written down: never more than its first three and last two signs."""
    return f"{key[:3]}…{key[-2:]}" if len(key) >= LONG_KEY else "…"


def hidden(value: Any, key: str) -> Any:
    """The same value, with the key masked wherever it occurs in it."""
    if not key:
        return value
    if isinstance(value, str):
        return value.replace(key, masked(key))
    if isinstance(value, Mapping):
        return {name: hidden(item, key) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(hidden(item, key) for item in value)
    return value


def shortened(value: Any) -> Any:
    """The same value, with long texts cut at 64 KiB."""
    if isinstance(value, str):
        return value[:MOST_BODY_BYTES]
    if isinstance(value, Mapping):
        return {name: shortened(item) for name, item in value.items()}
    if isinstance(value, list):
        return [shortened(item) for item in value]
    return value
