"""What calls are wanted, how many of them, and wherein a call differs from that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any, Self

from memories_contracts import Catalogue, load_catalogue
from memories_fake.runtime.journal import Entry

SUCCESS = "0000"
ANY_REFUSAL = "*"
ANY_OPERATION = "*"
TIMES = {0: "never", 1: "once", 2: "twice"}


@dataclass(frozen=True, slots=True)
class Count:
    """So many, or between so many. Raises ValueError for fewer than none."""

    least: int
    most: int | None = None

    def __post_init__(self) -> None:
        if self.least < 0:
            raise ValueError("calls are counted from 0 on")

    def holds(self, number: int) -> bool:
        return self.least <= number and (self.most is None or number <= self.most)

    def __str__(self) -> str:
        return times(self.least) if self.most is not None else f"at least {times(self.least)}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as wanted, in words."""

    name: str
    wanted: Any
    was: Any


@dataclass(frozen=True, slots=True)
class Wanted:
    """Calls of an operation, perhaps with some parameters, perhaps refused with a code."""

    operation: str = ANY_OPERATION
    parameters: Mapping[str, Any] = field(default_factory=dict)
    code: str | None = None

    @classmethod
    def of(cls, operation: str, catalogue: Catalogue | None = None) -> Self:
        """Calls of this operation. Raises ValueError where there is none of that name."""
        known = list(catalogue or load_catalogue())
        if not any(fnmatchcase(name, operation) for name in known):
            raise ValueError(_unknown("operation", operation, known))
        return cls(operation)

    def having(self, parameters: Mapping[str, Any]) -> Self:
        """The same, with these parameters too. Raises ValueError for one that no contract knows."""
        known = sorted(self._known_parameters())
        for name in parameters:
            if name not in known:
                raise ValueError(f"{self.operation}: {_unknown('parameter', name, known)}")
        return replace(self, parameters={**self.parameters, **parameters})

    def fits(self, entry: Entry) -> bool:
        return self.is_of_operation(entry) and not self.differences(entry)

    def is_of_operation(self, entry: Entry) -> bool:
        return fnmatchcase(entry.operation, self.operation)

    def differences(self, entry: Entry) -> tuple[Difference, ...]:
        """Wherein a call differs, its operation aside."""
        sent = entry.parameters
        differing = [
            Difference(name, wanted, sent.get(name))
            for name, wanted in self.parameters.items()
            if not _is_met(wanted, sent.get(name))
        ]
        if self.code is not None and not self._has_code(entry):
            differing.append(Difference("answer", _Refusal(self.code), entry.code))
        return tuple(differing)

    def __str__(self) -> str:
        told = "any call" if self.operation == ANY_OPERATION else self.operation
        if self.parameters:
            pairs = (f"{name}={wanted_text(value)}" for name, value in self.parameters.items())
            told += f" with {', '.join(pairs)}"
        return told if self.code is None else f"{told}, {_Refusal(self.code)}"

    def _has_code(self, entry: Entry) -> bool:
        if self.code == ANY_REFUSAL:
            return entry.code not in ("", SUCCESS)  # a broken connection is no refusal
        return entry.code == self.code

    def _known_parameters(self) -> set[str]:
        contracts = load_catalogue().items()
        fitting = [each for name, each in contracts if fnmatchcase(name, self.operation)]
        return {name for each in fitting for name in each.request_schema["properties"]}


@dataclass(frozen=True, slots=True)
class _Refusal:
    code: str

    def __repr__(self) -> str:
        return "refused" if self.code == ANY_REFUSAL else f"refused with {self.code}"


def times(number: int) -> str:
    """A number of times, in words."""
    return TIMES.get(number, f"{number} times")


def wanted_text(value: Any) -> str:
    """A wanted value as a person would write it."""
    if isinstance(value, re.Pattern):
        return f"/{value.pattern}/"
    return getattr(value, "__name__", "a function") if callable(value) else repr(value)


def _is_met(wanted: Any, was: Any) -> bool:
    """A pattern or function is met by nothing that was not sent, or that it cannot be asked of."""
    if isinstance(wanted, re.Pattern):
        return isinstance(was, str) and wanted.search(was) is not None
    if callable(wanted):
        try:
            return was is not None and bool(wanted(was))
        except (TypeError, ValueError, AttributeError, LookupError):
            return False
    return bool(was == (list(wanted) if isinstance(wanted, tuple) else wanted))


def _unknown(kind: str, name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=3, cutoff=0.4) or known
    return f"no {kind} {name!r}; there are: {', '.join(near)}"
