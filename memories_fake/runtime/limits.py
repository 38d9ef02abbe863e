"""How often an account may call: counted on its own clock, in a window that slides."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from threading import Lock


class Limits:
    """The calls that were let through lately, by account and by the group that shares a limit."""

    def __init__(self) -> None:
        self._calls: dict[tuple[str, str], deque[int]] = {}
        self._lock = Lock()

    def admit(self, account: str, group: str, *, now_ms: int, most: int, per_ms: int) -> bool:
        """Whether one more call fits among the `most` of the last `per_ms`; if so it is counted."""
        with self._lock:
            calls = self._lately(account, group, now_ms - per_ms)
            if len(calls) >= most:
                return False
            calls.append(now_ms)
            return True

    def used(self, account: str, group: str, *, now_ms: int, per_ms: int) -> int:
        """How many calls of the last `per_ms` were let through."""
        with self._lock:
            return len(self._lately(account, group, now_ms - per_ms))

    def mark(self, account: str) -> dict[str, tuple[int, ...]]:
        """The moments that count against each limit now, to come back to."""
        with self._lock:
            return {
                group: tuple(calls)
                for (name, group), calls in sorted(self._calls.items())
                if name == account and calls
            }

    def rewind(self, account: str, mark: Mapping[str, tuple[int, ...]]) -> None:
        """Have just these count again."""
        self.forget(account)
        with self._lock:
            self._calls |= {(account, group): deque(calls) for group, calls in mark.items()}

    def forget(self, account: str) -> None:
        """Let the account begin anew."""
        with self._lock:
            for key in [key for key in self._calls if key[0] == account]:
                del self._calls[key]

    def _lately(self, account: str, group: str, until_ms: int) -> deque[int]:
        calls = self._calls.setdefault((account, group), deque())
        while calls and calls[0] <= until_ms:
            calls.popleft()
        return calls
