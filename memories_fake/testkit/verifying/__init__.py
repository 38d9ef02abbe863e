"""What was called, to be narrowed down and counted; a miss tells what came near."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from memories_contracts import load_catalogue
from memories_fake.runtime.journal import Entry
from memories_fake.testkit.verifying.telling import miss, out_of_order
from memories_fake.testkit.verifying.wanted import ANY_REFUSAL, Count, Wanted

__all__ = ["Calls", "calls_of"]


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls that fit what is wanted. Every word returns calls again, so words can be chained.

    A count that was stated holds for what follows too: `once().with_(prompt="…")` says that there
    was one call and that it had this prompt; `with_(prompt="…").once()`, that one of them had.
    What does not hold raises AssertionError.
    """

    journal: tuple[Entry, ...]
    wanted: Wanted
    count: Count | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of the journal that fit, oldest first."""
        return tuple(entry for entry in self.journal if self.wanted.fits(entry))

    @property
    def first(self) -> Entry:
        """The first of them. Raises AssertionError where there is none."""
        __tracebackhide__ = True
        return self.at_least(1).entries[0]

    @property
    def last(self) -> Entry:
        """The last of them. Raises AssertionError where there is none."""
        __tracebackhide__ = True
        return self.at_least(1).entries[-1]

    def with_(self, **parameters: Any) -> Self:
        """Those with these parameters: equal to a value, found by a compiled pattern, or true of
        a function. None means that it was not sent. Raises ValueError for what no contract knows.
        """
        __tracebackhide__ = True
        return self._held(wanted=self.wanted.having(parameters))

    def refused(self, code: str = ANY_REFUSAL) -> Self:
        """Those that were refused: with this code, or with whatever code."""
        __tracebackhide__ = True
        return self._held(wanted=replace(self.wanted, code=code))

    def once(self) -> Self:
        """There is one."""
        __tracebackhide__ = True
        return self.times(1)

    def times(self, number: int) -> Self:
        """There are so many, no more and no fewer."""
        __tracebackhide__ = True
        return self._held(count=Count(number, number))

    def at_least(self, number: int) -> Self:
        """There are so many, or more."""
        __tracebackhide__ = True
        return self._held(count=Count(number))

    def never(self) -> Self:
        """There is none."""
        __tracebackhide__ = True
        return self.times(0)

    def in_order(self, *operations: str) -> Self:
        """Calls of these operations are among them, one after the other; others may lie between."""
        __tracebackhide__ = True
        coming = iter(self.entries)
        after: Entry | None = None
        for operation in operations:
            step = Wanted.of(operation)
            found = next((entry for entry in coming if step.fits(entry)), None)
            if found is None:
                raise AssertionError(out_of_order(operations, operation, after, self.entries))
            after = found
        return self

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def _held(self, **changed: Any) -> Self:
        __tracebackhide__ = True
        calls = replace(self, **changed)
        if calls.count and not calls.count.holds(len(calls)):
            raise AssertionError(miss(calls.wanted, calls.count, calls.journal))
        return calls


def calls_of(journal: Sequence[Entry], operation: str) -> Calls:
    """The calls of an operation; `*` and `?` stand for any letters.

    Raises ValueError where no operation has that name.
    """
    return Calls(tuple(journal), Wanted.of(operation, load_catalogue()))
