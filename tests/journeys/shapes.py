"""Compares a recorded answer with ours: keys, JSON types, the forms of text, words of the API."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import chain
from typing import Any

MISSING = "missing"
TOO_MANY = "not recorded"

# Fields whose text is one of a few words that programs compare with.
WORDS = frozenset({"code", "msg", "role", "status", "type", "cause"})

# Of any other text, the first that fits the whole of it is its form.
FORMS = {
    "the text null": r"null",
    "a video number": r"VE?I[0-9]{18}",
    "a public video number": r"PI-[0-9]{18}",
    "an id": r"[0-9]{18}",
    "epoch milliseconds": r"[0-9]{13}",
    "digits": r"[0-9]+",
    "a task id": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}_[0-9a-f]{32}",
    "an address": r"https?://\S+",
    "text after a blank": r"\s.*",
    "text": r".*",
}
KINDS = {bool: "a boolean", int: "a whole number", float: "a fraction", dict: "an object"}


class Way(Enum):
    """How alike: with the same keys and kinds of items, or with these and others besides."""

    EXACTLY = auto()
    AT_LEAST = auto()


@dataclass(frozen=True, slots=True)
class Difference:
    """Where one answer is unlike the other. A `path` names fields, and `[]` any item."""

    path: str
    problem: str


def differences(
    recorded: Any, ours: Any, path: str = "", *, way: Way = Way.EXACTLY
) -> list[Difference]:
    """Other keys, JSON types, forms of text, or words.

    In a list each item of ours has to be like a recorded one and, exactly, the other way round.
    """
    if kind_of(recorded, path) != kind_of(ours, path):
        told = f"recorded {kind_of(recorded, path)}, ours {kind_of(ours, path)}"
        return [Difference(path, told)]
    if isinstance(recorded, dict):
        return _of_objects(recorded, ours, path, way)
    if isinstance(recorded, list):
        return _of_lists(recorded, ours, f"{path}[]", way)
    return []


def kind_of(value: Any, path: str = "") -> str:
    """The JSON type; of text its form, or the word itself in a field that holds words."""
    if not isinstance(value, str):
        return "null" if value is None else KINDS.get(type(value), "a list")
    if path.rpartition(".")[2] in WORDS:
        return repr(value)
    return next(form for form, rule in FORMS.items() if re.fullmatch(rule, value, re.DOTALL))


def _of_objects(
    recorded: dict[str, Any], ours: dict[str, Any], path: str, way: Way
) -> list[Difference]:
    at = f"{path}." if path else ""
    too_many = ours.keys() - recorded.keys() if way is Way.EXACTLY else ()
    return [
        *(Difference(f"{at}{key}", MISSING) for key in sorted(recorded.keys() - ours.keys())),
        *(Difference(f"{at}{key}", TOO_MANY) for key in sorted(too_many)),
        *(
            each
            for key in sorted(recorded.keys() & ours.keys())
            for each in differences(recorded[key], ours[key], f"{at}{key}", way=way)
        ),
    ]


def _of_lists(recorded: list[Any], ours: list[Any], path: str, way: Way) -> list[Difference]:
    if not recorded and not ours:
        return []
    if not recorded or not ours:
        return [Difference(path, f"recorded {len(recorded)} items, ours {len(ours)}")]
    table = [[differences(r, item, path, way=way) for item in ours] for r in recorded]
    nearest = [min(column, key=len) for column in zip(*table, strict=True)]
    if way is Way.EXACTLY:
        nearest += [min(row, key=len) for row in table]
    return list(dict.fromkeys(chain.from_iterable(nearest)))
