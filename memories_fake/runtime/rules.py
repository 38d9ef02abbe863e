"""What a test has laid down in advance, newest first, each perhaps for a number of times only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """Something to go by, for `times` more times (None: for good). `number` is its own."""

    number: int
    what: T
    times: int | None = None
    applied: int = 0


class Rules(Generic[T]):
    """The rules of one kind that an account has. The newest that fits is gone by.

    Those of several kinds may share the source of their numbers, so that a number is of one rule.
    """

    def __init__(self, numbers: Iterator[int] | None = None) -> None:
        self._rules: tuple[Rule[T], ...] = ()
        self._numbers = numbers or count(1)
        self._lock = Lock()

    def add(self, what: T, *, times: int | None = None) -> int:
        """Lay something down, and get the number to take it back by."""
        if times is not None and times < 1:
            raise ValueError("times is 1 or more")
        with self._lock:
            number = next(self._numbers)
            self._rules = (Rule(number, what, times), *self._rules)
            return number

    def take(self, fits: Callable[[T], bool]) -> T | None:
        """The newest that fits, counted as gone by once; None where none does."""
        if not self._rules:
            return None
        with self._lock:
            for rule in self._rules:
                if rule.times != rule.applied and fits(rule.what):
                    self._put(replace(rule, applied=rule.applied + 1))
                    return rule.what
        return None

    def remove(self, number: int) -> bool:
        """Take one back; False where there is none of that number."""
        with self._lock:
            kept = tuple(rule for rule in self._rules if rule.number != number)
            removed = len(kept) < len(self._rules)
            self._rules = kept
            return removed

    def clear(self) -> None:
        with self._lock:
            self._rules = ()

    def __iter__(self) -> Iterator[Rule[T]]:
        return iter(self._rules)

    def mark(self) -> tuple[Rule[T], ...]:
        """What is laid down now, to come back to."""
        return self._rules

    def rewind(self, mark: tuple[Rule[T], ...]) -> None:
        """Have laid down again just what was."""
        with self._lock:
            self._rules = mark

    def _put(self, changed: Rule[T]) -> None:
        self._rules = tuple(changed if r.number == changed.number else r for r in self._rules)
