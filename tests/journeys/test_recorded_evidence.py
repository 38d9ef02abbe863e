"""What the contracts call recorded stands in a captured request or answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from recordings import here as recordings_are_here
from recordings import recordings

from memories_contracts import Known, load_catalogue, parse_evidence
from memories_contracts.evidence import Schema
from memories_contracts.evidence import fields as schema_fields

pytestmark = recordings_are_here

TOLD_IN_PROSE = "2025-10-12"  # a run whose answers were described field by field, not kept


def test_what_is_called_recorded_was_recorded_of_that_very_operation() -> None:
    """Each such field has to stand in a captured request or answer of its own operation."""
    seen: dict[str, set[str]] = defaultdict(set)
    for recording in recordings().values():
        if recording.is_captured and (contract := recording.contract):
            seen[contract.name].update(_met(contract.request_schema, _sent(recording.request)))
            seen[contract.name].update(_met(contract.answer_schema, recording.body))
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
