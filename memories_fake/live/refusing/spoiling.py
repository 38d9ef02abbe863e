"""Makes the one thing wrong that a case tells of, in a request that is as it should be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from memories_contracts import Contract
from memories_contracts.evidence import Schema
from memories_contracts.refusing import OF_KEYS, Case, Kind, in_json
from memories_fake.live.calling import Files, Heard, Line, placed
from memories_fake.live.samples import PREFIX

UNKNOWN_KEY = "sk-nobody-has-this-key"
WRONG_MEDIA = "text/plain"
NO_SUCH: dict[str, Any] = {
    "video_no": "VI111111111111111111",
    "video_nos": ["VI111111111111111111"],
    "session_id": "111111111111111111",
    "folder_id": 111111111111111111,
    "task_id": "11111111-1111-4111-8111-111111111111_11111111111111111111111111111111",
    "unique_id": f"{PREFIX}-never-seen",
}


@dataclass(frozen=True)
class Request:
    """A request: its parameters and files, which key comes with it, and how the body is called."""

    parameters: Mapping[str, Any]
    files: Files = field(default_factory=dict)
    key: Kind | None = None
    media: str | None = None

    def without(self, name: str) -> Request:
        """The same, but for one parameter or file."""
        return replace(
            self,
            parameters={n: value for n, value in self.parameters.items() if n != name},
            files={n: file for n, file in self.files.items() if n != name},
        )

    def with_(self, name: str, value: Any) -> Request:
        """The same with another value for one parameter."""
        return replace(self, parameters={**self.parameters, name: value})


def spoiled(contract: Contract, case: Case, plain: Request, anothers: Any = None) -> Request:
    """A plain request with that one thing wrong. `anothers` is what belongs to somebody else."""
    whole = {
        **{kind: replace(plain, key=kind) for kind in OF_KEYS},
        Kind.WRONG_MEDIA: replace(plain, media=WRONG_MEDIA),
        Kind.NEW_FIELD: plain.with_(case.parameter, "1"),
        Kind.MISSING: plain.without(case.parameter),
        Kind.ANOTHERS: plain.with_(case.parameter, anothers),
    }
    if case.kind in whole:
        return whole[case.kind]
    schema = contract.request_schema["properties"][case.parameter]
    good = plain.parameters.get(case.parameter, sample(schema))
    return plain.with_(case.parameter, _bad(contract, case, schema, good))


def send(line: Line, contract: Contract, request: Request) -> Heard:
    """Send a request as it stands. Raises requests.RequestException where there is no answer."""
    told = placed_as(contract, request)
    media = told.pop("media", None)
    headers = {"Content-Type": media} if media else {}
    if (key := key_sent(line.key, request.key)) is not None:
        headers["Authorization"] = key
    return line.send(contract, told, headers)


def key_sent(key: str, kind: Kind | None) -> str | None:
    """What stands in `Authorization`; None where nothing does."""
    sent = {
        Kind.NO_KEY: None,
        Kind.EMPTY_KEY: "",
        Kind.BEARER: f"Bearer {key}",
        Kind.UNKNOWN_KEY: UNKNOWN_KEY,
    }
    return sent[kind] if kind else key


def placed_as(contract: Contract, request: Request) -> dict[str, Any]:
    """The keyword arguments of `requests`, and `media` where the body is called something else."""
    whole = _whole(contract)
    if whole and whole not in request.parameters:
        query = placed(contract, {**request.parameters, whole: None}, {})["params"]
        return {"params": query}
    told = placed(contract, request.parameters, request.files)
    if contract.files and not request.files and not contract.document_part:
        told["files"] = {"nothing": (None, "")}  # else `requests` would make no parts of it
    if request.media is None:
        return told
    return {"params": told["params"], "data": _bytes(told), "media": request.media}


def sample(schema: Schema) -> Any:
    """A value that this parameter may well have."""
    if "anyOf" in schema:
        return sample(schema["anyOf"][0])
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "array":
        return [sample(schema.get("items", {}))]
    if schema.get("type") == "object":
        needed = schema.get("required", ())
        return {name: sample(schema["properties"][name]) for name in needed}
    plain = {"integer": max(1, schema.get("minimum", 1)), "number": 1, "boolean": True}
    return plain.get(schema.get("type", ""), "1")


def _bad(contract: Contract, case: Case, schema: Schema, good: Any) -> Any:
    """What stands in the place of a good value."""
    is_list = schema.get("type") == "array"
    bad: dict[Kind, Callable[[], Any]] = {
        Kind.EMPTY: lambda: [] if is_list and in_json(contract, schema) else "",
        Kind.NULL: lambda: None,
        Kind.TOO_LONG: lambda: "x" * (schema["maxLength"] + 1),
        Kind.TOO_MANY: lambda: [good[0]] * (schema["maxItems"] + 1),
        Kind.TOO_SMALL: lambda: schema["minimum"] - 1,
        Kind.TOO_GREAT: lambda: schema["maximum"] + 1,
        Kind.ALONE: lambda: 1,
        Kind.LOOSE_TYPE: lambda: _loose(schema, good),
        Kind.WRONG_TYPE: lambda: {"a": 1} if in_json(contract, schema) else "abc",
        Kind.UNKNOWN: lambda: _no_such(case.parameter, good),
        Kind.OFF_FORM: lambda: "of no such form",
        Kind.OFF_LIST: lambda: 7 if schema.get("type") == "integer" else "none of these",
    }
    return bad[case.kind]()


def _loose(schema: Schema, good: Any) -> Any:
    return 1 if schema.get("type") == "string" else json.dumps(good)


def _no_such(name: str, good: Any) -> Any:
    """A number or name of the same form as a good one, that nobody has."""
    if name == "blob":
        return re.sub(r"[0-9](?=.*\.)", "1", str(good))
    if isinstance(good, str) and good.startswith("PI-"):
        return re.sub(r"[0-9]", "1", good)
    return NO_SUCH[name]


def _whole(contract: Contract) -> str | None:
    fields = contract.request_schema["properties"]
    return next((name for name, each in fields.items() if each.get("x-in") == "body"), None)


def _bytes(told: Mapping[str, Any]) -> bytes:
    """A body as JSON, whatever it would have been."""
    held = told.get("json", told.get("data"))
    return json.dumps(held).encode()
