"""What was asked and answered: the latest thousand exchanges of each account."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from threading import Lock
from typing import Any

MOST_ENTRIES = 1_000
OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One exchange, without the key, and with at most 64 KiB of each of its bodies.

    `number` counts the exchanges of the account. It came at `came_at_ms` of the account's time
    and was answered at `at_ms`, so what lies between one exchange and the next is what the
    program waited. `parameters` are as the contract reads them; as they were sent, where it could
    not. `unknown` lists what was sent that no contract knows, `unevidenced` what was taken though
    nobody knows whether the service takes it, `digests` are those of the files,
    `refusal` is why the domain said no, and `findings` name the nearest operation where none fits.
    `frames` are the pieces of a stream as they left; `ended` says how that ended: whole, cut (on
    purpose), left (by the reader), or that it is still open.
    """

    operation: str
    method: str
    path: str
    account: str = ""
    number: int = 0
    host: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    unevidenced: tuple[str, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    code: str = ""
    refusal: str = ""
    answer: str = ""
    frames: tuple[str, ...] = ()
    ended: str = "whole"
    fault: str = ""
    findings: tuple[str, ...] = ()
    came_at_ms: int = 0
    at_ms: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry and its place among those of all accounts; 0 for none yet."""

    entry: Entry
    place: int = 0


class Journal:
    """The last exchanges of every account, oldest first."""

    def __init__(self) -> None:
        self._kept: dict[str, deque[Kept]] = {}
        self._last_numbers: dict[str, int] = {}
        self._last_place = 0
        self._listeners: list[Callable[[Entry], None]] = []
        self._lock = Lock()

    def listen(self, listener: Callable[[Entry], None]) -> None:
        """Have each entry told to this listener when its exchange is over."""
        self._listeners.append(listener)

    def write(self, account: str, tell: Callable[[int], Entry]) -> Kept:
        """Add what is told of an account's exchange when its number is known.

        What tells it is called under the journal's lock, and may wait for no other.
        """
        with self._lock:
            number = self._last_numbers.get(account, 0) + 1
            self._last_numbers[account] = number
            kept = self._keep(tell(number))
        if kept.entry.ended != OPEN:
            self._tell(kept.entry)
        return kept

    def finish(self, opened: Kept, entry: Entry) -> None:
        """Say more of an exchange that was open. One that was forgotten meanwhile stays so."""
        place = opened.place
        with self._lock:
            entries = self._kept.get(entry.account, deque())
            at = bisect_left(entries, place, key=attrgetter("place"))
            if at == len(entries) or entries[at].place != place:
                return
            before = entries[at].entry
            entries[at] = Kept(entry, place)
        if before.ended == OPEN:
            self._tell(entry)

    def of(self, account: str) -> tuple[Entry, ...]:
        """The entries of one account."""
        with self._lock:
            return tuple(kept.entry for kept in self._kept.get(account, ()))

    def accounts(self) -> tuple[str, ...]:
        """The accounts that have entries."""
        with self._lock:
            return tuple(self._kept)

    def __iter__(self) -> Iterator[Entry]:
        with self._lock:
            everything = [kept for entries in self._kept.values() for kept in entries]
        return (kept.entry for kept in sorted(everything, key=attrgetter("place")))

    def forget(self, account: str | None = None) -> None:
        """Drop the entries of one account, or all of them, and count anew."""
        with self._lock:
            for name in [account] if account is not None else list(self._kept):
                self._kept.pop(name, None)
                self._last_numbers.pop(name, None)

    def mark(self, account: str) -> tuple[Kept, ...]:
        """The entries of an account as they are now, to come back to."""
        with self._lock:
            return tuple(self._kept.get(account, ()))

    def rewind(self, account: str, mark: tuple[Kept, ...]) -> None:
        """Have just these entries of an account; those of another fake are given places here."""
        self.forget(account)
        if not mark:
            return
        with self._lock:
            if mark[-1].place:
                self._kept[account] = deque(mark, maxlen=MOST_ENTRIES)
            else:
                for kept in mark:
                    self._keep(replace(kept.entry, account=account))
            self._last_numbers[account] = mark[-1].entry.number

    def _keep(self, entry: Entry) -> Kept:
        self._last_place += 1
        kept = Kept(entry, self._last_place)
        self._kept.setdefault(entry.account, deque(maxlen=MOST_ENTRIES)).append(kept)
        return kept

    def _tell(self, entry: Entry) -> None:
        for listener in self._listeners:
            listener(entry)
