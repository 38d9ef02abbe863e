"""Looking at the fake: whether it is well, what it serves, and how it speaks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from fnmatch import fnmatchcase
from typing import Any

from memories_contracts import Contract
from memories_contracts.evidence import Schema
from memories_contracts.evidence import fields as schema_fields
from memories_contracts.openapi import openapi_document
from memories_fake.api.serving import serves
from memories_fake.control.serving import Steer


@serves("control.health")
def health(steer: Steer) -> Any:
    return {"status": "ok", "operations": len(steer.services.catalogue)}


@serves("control.openapi")
def openapi(steer: Steer) -> Any:
    return openapi_document(steer.services.catalogue)


@serves("control.evidence")
def evidence(steer: Steer) -> Any:
    pattern = steer.parameters.get("operation", "*")
    found = {n: c for n, c in steer.services.catalogue.items() if fnmatchcase(n, pattern)}
    return {"operations": {name: _evidence(contract) for name, contract in found.items()}}


def _evidence(contract: Contract) -> dict[str, Any]:
    def told(schema: Schema) -> dict[str, str]:
        marks: dict[str, list[str]] = defaultdict(list)
        for path, field in schema_fields(schema):  # a field of several forms comes several times
            marks[path].append(field["x-evidence"])
        return {path: " or ".join(dict.fromkeys(listed)) for path, listed in marks.items()}

    return {
        "evidence": str(contract.evidence),
        "request": told(contract.request_schema),
        "answer": told(contract.answer_schema),
        "events": {kind: told(schema) for kind, schema in contract.event_schemas.items()},
        "refusals": [
            {"code": each.code, "when": each.when, "evidence": str(each.evidence)}
            for each in contract.errors
        ],
    }


@serves("control.reset")
def reset(steer: Steer) -> Any:
    steer.services.reset(steer.key or None)
    return {"status": "ok"}


@serves("control.dialect")
def dialect(steer: Steer) -> Any:
    return {"switches": asdict(steer.account.dialect)}


@serves("control.dialect_set")
def dialect_set(steer: Steer) -> Any:
    steer.account.speak(**steer.parameters["switches"])
    return dialect(steer)
