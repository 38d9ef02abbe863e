"""What a test tells, in Python, under /_fake or by a header: the same words, read by one contract.

The contracts are those of the control surface. What they do not know is refused, for a word that
is misspelled must not be passed over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import MultiDict

from memories_contracts import load_control
from memories_fake.domain import refusals as no
from memories_fake.wire.reading import Parameters, Reader, Texts

if TYPE_CHECKING:
    from memories_fake.domain.outcomes import Outcome
    from memories_fake.runtime.faults import Fault

FAULT = "X-Memories-Fake-Fault"
OUTCOME = "X-Memories-Fake-Outcome"


def read(name: str, told: Any, query: Texts | None = None) -> Parameters:
    """What is told, as the control contract of that name reads it. Raises ValueError."""
    contract, asked = load_control()[name], MultiDict() if query is None else query
    if unknown := _reader().unknown(contract, asked, told):
        known = ", ".join(contract.request_schema["properties"]) or "none"
        raise ValueError(f"there is no {', '.join(unknown)} here; there are: {known}")
    try:
        return _reader().read(contract, asked, told)
    except no.ParameterMissing as missing:
        raise ValueError(f"{missing.name} is missing") from missing
    except no.Refusal as refusal:
        raise ValueError(str(refusal)) from refusal


def outcome_of(told: Mapping[str, Any]) -> Outcome:
    """An outcome from its words, which have been read. Raises ValueError for what cannot be."""
    from memories_fake.domain.outcomes import Ending, Outcome, Speech

    known = {each.name for each in fields(Outcome)}
    if loose := [name for name in told if name not in known]:
        raise ValueError(f"{', '.join(loose)} means nothing here")
    chosen = dict(told)
    for name, kind in (("ends", Ending), ("speech", Speech)):
        if name in chosen:
            chosen[name] = kind(chosen[name])
    return Outcome(**chosen)


def fault_in(header: str) -> Fault:
    """`code=0429; message=slow down`, or the same as a JSON object. Raises ValueError."""
    from memories_fake.runtime.faults import Aim, fault_of

    fault = fault_of(read("control.faults_add", _words(header)))
    if fault.aim != Aim():
        raise ValueError("a header is of its own call alone: it chooses no others")
    return fault


def outcome_in(header: str) -> Outcome:
    """`FAIL; cause=no picture; after_seconds=5`, or a JSON object. Raises ValueError."""
    first, _, rest = header.strip().partition(";")
    if header.lstrip().startswith("{") or "=" in first:
        words = _words(header)
    else:
        words = {"ends": first.strip().upper(), **_words(rest)}
    return outcome_of(read("control.outcomes_add", words))


@cache
def _reader() -> Reader:
    return Reader()


def _words(header: str) -> dict[str, Any]:
    if header.lstrip().startswith("{"):
        told: dict[str, Any] = json.loads(header)
        return told
    words = {}
    for part in filter(str.strip, header.split(";")):
        name, _, value = (each.strip() for each in part.partition("="))
        if not value:
            raise ValueError(f"{part.strip()!r} is not NAME=VALUE")
        words[name.replace("-", "_")] = value
    return words
