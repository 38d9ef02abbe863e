"""What a single call may be told by its headers: the fault that it meets, the outcome it has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from memories_fake.domain.outcomes import Ending, Outcome, Speech
from memories_fake.runtime.faults import Fault

FAULT = "X-Memories-Fake-Fault"
OUTCOME = "X-Memories-Fake-Outcome"


def fault_of(header: str) -> Fault:
    """`code=0429; message=slow down`, or the same as a JSON object. Raises ValueError."""
    return Fault.of(_fields(header))


def outcome_of(header: str) -> Outcome:
    """`FAIL; cause=no picture; after_seconds=5`, or a JSON object. Raises ValueError."""
    word, _, rest = header.strip().partition(";")
    if header.lstrip().startswith("{") or "=" in word:
        return outcome_from(_fields(header))
    return outcome_from({"ends": word.strip(), **_fields(rest)})


def outcome_from(told: Mapping[str, Any]) -> Outcome:
    """An outcome from its fields by name. Raises ValueError for a name or value that is none."""
    known = {each.name for each in fields(Outcome)}
    if unknown := sorted(set(told) - known):
        listed = ", ".join(sorted(known))
        raise ValueError(f"an outcome has no {', '.join(unknown)}; there are: {listed}")
    chosen = dict(told)
    if "ends" in chosen:
        chosen["ends"] = Ending(str(chosen["ends"]).upper())
    if "speech" in chosen:
        chosen["speech"] = Speech(chosen["speech"])
    return Outcome(**chosen)


def _fields(text: str) -> dict[str, Any]:
    if text.lstrip().startswith("{"):
        told: dict[str, Any] = json.loads(text)
        return told
    pairs = (part.partition("=") for part in text.split(";") if part.strip())
    return {name.strip().replace("-", "_"): _value(name, value.strip()) for name, _, value in pairs}


def _value(name: str, text: str) -> Any:
    """A number where it is one; but a code such as 0429 is text."""
    if name.strip() in {"code", "message", "body", "cause", "video"}:
        return text
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
