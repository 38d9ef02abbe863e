"""On what terms an operation may be called: how often, and for how much."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_RATE = re.compile(r"([1-9][0-9]*)/(s|m)")
_SECONDS = {"s": 1, "m": 60}


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls in so many seconds, per account."""

    most: int
    per_seconds: int

    def __str__(self) -> str:
        unit = next(name for name, seconds in _SECONDS.items() if seconds == self.per_seconds)
        return f"{self.most}/{unit}"


@dataclass(frozen=True, slots=True)
class Price:
    """So many dollars for so many calls, minutes, tokens or gigabytes (`unit` says which)."""

    dollars: float
    per: float
    unit: str

    def of(self, quantity: float) -> float:
        """What that many units cost, in dollars."""
        return self.dollars * quantity / self.per


def parse_rate(text: str) -> Rate:
    """Read `10/s` or `12/m`; else ValueError."""
    match = _RATE.fullmatch(text)
    if not match:
        raise ValueError(f"not a rate: {text!r}; write e.g. 10/s or 12/m")
    return Rate(int(match[1]), _SECONDS[match[2]])


def parse_price(document: Mapping[str, Any]) -> Price:
    """Read a contract's `price`."""
    return Price(float(document["dollars"]), float(document["per"]), str(document["unit"]))
