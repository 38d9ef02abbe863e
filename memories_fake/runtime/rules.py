"""What a test has laid down in advance, newest first, each perhaps for a number of times only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class RulesMark(Generic[T]):
    """What is laid down at some point, newest first, and the last number given by then."""

    rules: tuple[Rule[T], ...] = ()
    last_number: int = 0


class Numbers:
    """The numbers that rules are given, from 1 on."""

    def __init__(self) -> None:
        self.last = 0

    def next(self) -> int:
        """One that is not given yet."""
        self.last += 1
        return self.last


class Rules(Generic[T]):
    """The rules of one kind that an account has. The newest that fits is gone by.

    Those of several kinds may share the source of their numbers, so that a number is of one rule.
    """

    def __init__(self, numbers: Numbers | None = None) -> None:
        self._rules: tuple[Rule[T], ...] = ()
        self._numbers = numbers or Numbers()
        self._lock = Lock()

    def add(self, what: T, *, times: int | None = None) -> int:
        """Lay something down, and get the number to take it back by."""
        if times is not None and times < 1:
            raise ValueError("times is 1 or more")
        with self._lock:
            number = self._numbers.next()
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

    def mark(self) -> RulesMark[T]:
        """What is laid down now, to come back to."""
        with self._lock:
            return RulesMark(self._rules, self._numbers.last)

    def rewind(self, mark: RulesMark[T]) -> None:
        """Have laid down again just what was; the same numbers come again, too."""
        with self._lock:
            self._rules, self._numbers.last = mark.rules, mark.last_number

    def _put(self, changed: Rule[T]) -> None:
        self._rules = tuple(changed if r.number == changed.number else r for r in self._rules)
