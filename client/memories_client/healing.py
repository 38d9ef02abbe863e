"""Heals values of the wire: numbers as text, absence as "null", one thing under two names."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

Raw = Mapping[str, Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def first(raw: Raw, *names: str) -> Any:
    """The value under the first name that has one, else None."""
    return next((raw[name] for name in names if raw.get(name) is not None), None)


def word(value: object) -> str | None:
    """A short text; None for null, for the text "null" and for nothing but blanks."""
    said = "" if value is None else str(value).strip()
    return None if said in {"", "null"} else said


def prose(value: object) -> str:
    """A text as it stands (a film may well be called "null"); empty for null."""
    return "" if value is None else str(value)


def number(value: object) -> float | None:
    """A number that came as one or as text, else None."""
    try:
        found = float(prose(value))
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def numbers(value: object) -> tuple[float, ...]:
    """The numbers of a list; nothing at all for null and for anything else."""
    found = map(number, value) if isinstance(value, list) else ()
    return tuple(each for each in found if each is not None)


def count(value: object) -> int | None:
    """A whole number that came as one or as text, else None."""
    try:
        return int(prose(value))  # not by way of a float, which rounds ids
    except ValueError:
        found = number(value)
        return None if found is None else int(found)


def instant(value: object) -> datetime | None:
    """Epoch milliseconds as an aware datetime in UTC, else None."""
    at_ms = number(value)
    try:
        return None if at_ms is None else _EPOCH + timedelta(milliseconds=at_ms)
    except OverflowError:
        return None


def rows(value: object) -> list[Raw]:
    """The objects of a list; nothing at all for null and for anything else."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def texts(value: object) -> tuple[str, ...]:
    """The items of a list as texts; nothing at all for null and for anything else."""
    return tuple(map(prose, value)) if isinstance(value, list) else ()


def mapping(value: object) -> Raw:
    """An object, or an empty one where none came."""
    return value if isinstance(value, Mapping) else {}
