"""What an answer rests on: how each of its fields is known, and the weakest of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from memories_contracts.catalogue import Contract
from memories_contracts.evidence import Evidence, Known, Schema, parse_evidence

GRADES = list(Known)  # firmest first


def evidence_of_answer(contract: Contract, body: Any) -> dict[str, Evidence]:
    """How each field of a good answer is known, by its dotted path."""
    return dict(_known(contract.answer_schema, body, ""))


def evidence_of_refusal(contract: Contract, case: str | None) -> dict[str, Evidence]:
    """How a refusal is known: by its case, as the contract names it. One without is invented."""
    known = next((each.evidence for each in contract.errors if each.case == case), None)
    return {"code": known or Evidence(Known.INVENTED)}


def weakest(known: Mapping[str, Evidence]) -> Known:
    """The weakest grade of all: what the whole rests on. Recorded where there is nothing."""
    grades: Iterable[Known] = (each.known for each in known.values())
    return max(grades, key=GRADES.index, default=Known.RECORDED)


def weaker_than(known: Mapping[str, Evidence], least: Known) -> dict[str, Evidence]:
    """Those that are known less well than that."""
    bound = GRADES.index(least)
    return {path: each for path, each in known.items() if GRADES.index(each.known) > bound}


def _known(schema: Schema, value: Any, path: str) -> Iterator[tuple[str, Evidence]]:
    """The marks of all that the value has; of several forms, those of the one that it is in."""
    branches = (*schema.get("anyOf", ()), *schema.get("oneOf", ()))
    from jsonschema import Draft202012Validator  # 100 ms, for who asks only

    for branch in islice((b for b in branches if Draft202012Validator(b).is_valid(value)), 1):
        yield from _known(branch, value, path)
    if isinstance(value, dict):
        for name, child in schema.get("properties", {}).items():
            if name in value:
                here = f"{path}.{name}" if path else name
                if "x-evidence" in child:
                    yield here, parse_evidence(child["x-evidence"])
                yield from _known(child, value[name], here)
    if isinstance(value, list) and isinstance(items := schema.get("items"), dict):
        for item in value:
            yield from _known(items, item, f"{path}[]")
