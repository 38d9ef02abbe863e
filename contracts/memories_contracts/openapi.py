"""The contracts as one OpenAPI 3.1 document."""

from __future__ import annotations

from typing import Any

from memories_contracts.catalogue import Catalogue, Contract
from memories_contracts.evidence import Schema

JSON = "application/json"
EVENT_STREAM = "text/event-stream"


def openapi_document(catalogue: Catalogue, *, version: str = "0.1.0") -> dict[str, Any]:
    """A whole document; `operationId` is the contract's name, `x-evidence` says how it is known."""
    paths: dict[str, Any] = {}
    for contract in catalogue.values():
        paths.setdefault(contract.path, {})[contract.method.lower()] = _operation(contract)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Memories.ai, as memories-fake serves it",
            "version": version,
            "description": "Made from the contracts; every field says how it is known.",
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "components": {
            "securitySchemes": {
                "key": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "The raw key, no scheme word before it.",
                }
            }
        },
        "paths": paths,
    }


def _operation(contract: Contract) -> dict[str, Any]:
    operation = {
        "operationId": contract.name,
        "summary": contract.summary,
        "tags": [contract.generation],
        "x-evidence": str(contract.evidence),
        "parameters": _query_parameters(contract),
        "responses": {"200": _response(contract), **_refusals_apart(contract)},
    }
    if contract.request_media:
        operation["requestBody"] = {"required": True, "content": _bodies(contract)}
    return operation


def _travels_in(contract: Contract, field: Schema) -> str:
    return str(field.get("x-in", "body-field" if contract.request_media else "query"))


def _query_parameters(contract: Contract) -> list[dict[str, Any]]:
    required = contract.request_schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": field}
        for name, field in contract.request_schema["properties"].items()
        if _travels_in(contract, field) == "query"
    ]


def _bodies(contract: Contract) -> dict[str, Any]:
    fields = contract.request_schema["properties"]
    for field in fields.values():
        if _travels_in(contract, field) == "body":
            return {JSON: {"schema": field}}
    named = {n: f for n, f in fields.items() if _travels_in(contract, f) == "body-field"}
    required = [name for name in contract.request_schema.get("required", ()) if name in named]
    body = {"type": "object", "properties": named, "required": required}
    return {
        media: {"schema": _with_files(contract, media, body)} for media in contract.request_media
    }


def _with_files(contract: Contract, media: str, body: Schema) -> Schema:
    if media != "multipart/form-data" or not contract.files:
        return body
    files = {
        name: {"type": "string", "format": "binary", **file}
        for name, file in contract.files.items()
    }
    return {
        **body,
        "properties": {**files, **body["properties"]},
        "required": [*files, *body["required"]],
    }


def _response(contract: Contract) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if contract.answer_media == JSON:
        content[JSON] = {"schema": {"anyOf": [contract.answer_schema, _refusal(contract)]}}
    else:
        content[contract.answer_media] = {"schema": contract.answer_schema}
        content[JSON] = {"schema": _refusal(contract)}
    if contract.event_schemas:
        content[EVENT_STREAM] = {"schema": _event(contract)}
    return {"description": "The answer, or a refusal under the same status.", "content": content}


def _refusals_apart(contract: Contract) -> dict[str, Any]:
    """The refusals that some sources have under a status of their own."""
    apart = {case.also_under: case.when for case in contract.errors if case.also_under}
    content: dict[str, Any] = {JSON: {"schema": _refusal(contract)}}
    if contract.event_schemas:
        content[EVENT_STREAM] = {"schema": _event(contract)}
    return {
        str(status): {"description": f"In a dialect: {when}.", "content": content}
        for status, when in apart.items()
    }


def _event(contract: Contract) -> Schema:
    """One event of the stream: its data is JSON, one of the kinds, the end, or a refusal."""
    end = {"const": {"code": "SUCCESS", "data": "Done"}}
    kinds = [*contract.event_schemas.values(), end, _refusal(contract), {"type": "string"}]
    data = {
        "type": "string",
        "contentMediaType": JSON,
        "contentSchema": {"anyOf": kinds},
    }
    bare = [{"const": end} for end in contract.bare_ends]
    held = {"anyOf": [*bare, data]} if bare else data
    return {"type": "object", "required": ["data"], "properties": {"data": held}}


def _refusal(contract: Contract) -> Schema:
    return {
        **contract.refusal_schema,
        "x-cases": [
            {"code": case.code, "when": case.when, "x-evidence": str(case.evidence)}
            for case in contract.errors
        ],
    }
