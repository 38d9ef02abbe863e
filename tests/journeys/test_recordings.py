"""What the live service once answered keeps our contracts, read openly."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from memories_contracts import Checker, Contract, Known, Reading, load_catalogue, parse_evidence
from memories_contracts.evidence import Schema
from memories_contracts.evidence import fields as schema_fields

RECORDINGS = Path(__file__).parents[3] / "shared" / "api" / "recordings"

pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason=f"the recordings are not here: {RECORDINGS} does not exist"
)


TOLD_IN_PROSE = "2025-10-12"  # a run whose answers were described field by field, not kept


def exchanges() -> Iterator[tuple[str, Contract, Any]]:
    """Every exchange that was really captured, with its place and its operation's contract."""
    by_call = {f"{c.method} {c.path}": c for c in load_catalogue().values()}
    for name in ("v1.jsonl", "visual_search.jsonl"):
        file = RECORDINGS / name
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
        for number, line in enumerate(lines, 1):
            told = json.loads(line)
            contract = by_call.get(told["endpoint"])
            if told["kind"].startswith("recorded") and contract:
                yield f"{name}:{number}", contract, told


def recorded() -> list[Any]:
    return [pytest.param(contract, told["body"], id=id_) for id_, contract, told in exchanges()]


@pytest.mark.parametrize(("contract", "body"), recorded())
def test_a_recorded_answer_keeps_its_contract(contract: Contract, body: Any) -> None:
    assert Checker(Reading.OPEN).check_answer(contract, _whole(body)) == []


def test_most_recordings_are_of_operations_that_are_served() -> None:
    assert len(recorded()) >= 30


def test_what_is_called_recorded_was_recorded_of_that_very_operation() -> None:
    """Each such field has to stand in a captured request or answer of its own operation."""
    seen: dict[str, set[str]] = defaultdict(set)
    for _, contract, told in exchanges():
        seen[contract.name].update(_met(contract.request_schema, _sent(told.get("request"))))
        seen[contract.name].update(_met(contract.answer_schema, told["body"]))
    for contract in load_catalogue().values():
        for schema in (contract.request_schema, contract.answer_schema):
            for path, field in schema_fields(schema):
                evidence = parse_evidence(field["x-evidence"])
                is_kept = not evidence.source.startswith(TOLD_IN_PROSE)
                if evidence.known is Known.RECORDED and is_kept:
                    assert path in seen[contract.name], f"{contract.name}: {path} is {evidence}"


def _sent(request: Any) -> Any:
    """The parameters of a captured request, wherever they stood."""
    parts = [
        {"video_nos": part} if isinstance(part, list) else part for part in (request or {}).values()
    ]
    return {n: v for part in parts if isinstance(part, dict) for n, v in part.items()}


def _met(schema: Schema, value: Any, path: str = "") -> Iterator[str]:
    """The fields of a schema that a captured value has, by the name or by another one."""
    for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _met(branch, value, path)
    if isinstance(value, list):
        for item in value:
            yield from _met(schema.get("items", {}), item, f"{path}[]")
    if isinstance(value, dict):
        for name, child in schema.get("properties", {}).items():
            here = f"{path}.{name}" if path else name
            for alias in value.keys() & {name, *child.get("x-also", ())}:
                yield here
                yield from _met(child, value[alias], here)


def _whole(value: Any) -> Any:
    """The same without the marks of where a recording was cut."""
    if isinstance(value, list):
        return [_whole(item) for item in value if not _is_mark(item)]
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    return value


def _is_mark(item: Any) -> bool:
    return isinstance(item, str) and item.startswith("…[")
