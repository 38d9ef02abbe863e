"""How a fact is known: recorded, documented, inferred or invented, and from where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Schema = dict[str, Any]

_FORM = re.compile(r"^(recorded|documented|inferred|invented)(?:\((.+)\))?$", re.DOTALL)


class Known(StrEnum):
    """The four grades, firmest first."""

    RECORDED = "recorded"
    DOCUMENTED = "documented"
    INFERRED = "inferred"
    INVENTED = "invented"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A grade and its source: when it was recorded, where it is documented, why it is inferred."""

    known: Known
    source: str = ""

    def __str__(self) -> str:
        return f"{self.known}({self.source})" if self.source else str(self.known)


def parse_evidence(text: str) -> Evidence:
    """Read `grade(source)`. Only what is invented may go without a source; else ValueError."""
    match = _FORM.match(text)
    if not match or (match[1] != Known.INVENTED and not match[2]):
        raise ValueError(f"not evidence: {text!r}; write e.g. recorded(2025-08-15) or invented")
    return Evidence(Known(match[1]), match[2] or "")


def fields(schema: Schema, path: str = "") -> Iterator[tuple[str, Schema]]:
    """Every named field of a schema, at any depth, as (dotted path, its schema)."""
    for name, child in schema.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        yield here, child
        yield from fields(child, here)
    if isinstance(items := schema.get("items"), dict):
        yield from fields(items, f"{path}[]")
    for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from fields(branch, path)


def as_known_here(schema: Schema, *, recorded: bool) -> Schema:
    """The same schema, where nothing is called recorded inside of what was not.

    A shared shape tells where it was recorded; of any other operation that is an inference.
    `recorded` tells whether what the schema describes was.
    """
    copy = dict(schema)
    if properties := schema.get("properties"):
        copy["properties"] = {
            name: _field_as_known_here(child, recorded=recorded)
            for name, child in properties.items()
        }
    if isinstance(items := schema.get("items"), dict):
        copy["items"] = as_known_here(items, recorded=recorded)
    for branches in schema.keys() & {"anyOf", "oneOf"}:
        copy[branches] = [as_known_here(each, recorded=recorded) for each in schema[branches]]
    return copy


def _field_as_known_here(field: Schema, *, recorded: bool) -> Schema:
    known = parse_evidence(field["x-evidence"]) if "x-evidence" in field else None
    was_recorded = known is not None and known.known is Known.RECORDED
    here = as_known_here(field, recorded=recorded and was_recorded)
    if known and was_recorded and not recorded:
        here["x-evidence"] = str(Evidence(Known.INFERRED, f"recorded elsewhere: {known.source}"))
    return here


def tally(schemas: Iterator[Schema]) -> Counter[Known]:
    """How many fields of these schemas are known in which way."""
    return Counter(
        parse_evidence(field["x-evidence"]).known
        for schema in schemas
        for _, field in fields(schema)
    )
