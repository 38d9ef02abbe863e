"""Reads the contract files: one JSON document per operation, the only place for wire facts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memories_contracts.evidence import (
    Evidence,
    Known,
    Schema,
    as_known_here,
    parse_evidence,
    tally,
)

if TYPE_CHECKING:
    from memories_contracts.terms import Price, Rate

HERE = Path(__file__).parent
OPERATIONS = HERE / "operations"
CONTROL = HERE / "control"
SHAPES = HERE / "shapes"
OURS = "invented(the fake's own)"
REFUSALS_OF_TERMS = {"limits": "limit_exceeded", "price": "credits_used_up"}


@dataclass(frozen=True, slots=True)
class ErrorCase:
    """One way in which the operation refuses: its code, when, and how that is known.

    `also_under` is the HTTP status that some sources have for it in the place of 200.
    """

    code: str | int
    when: str
    evidence: Evidence
    case: str | None = None  # its name in shapes/errors.json
    also_under: int | None = None


@dataclass(frozen=True)
class Contract:
    """One operation on the wire. `name` is `generation.operation`, e.g. `v1.list_videos`.

    `written` is the contract as its file has it, or that file and the one that it is like.
    """

    name: str
    written: Mapping[str, Any]

    @cached_property
    def document(self) -> Mapping[str, Any]:
        """The whole of it, with each shared shape in its place; made when first looked at."""
        return _whole(self.written) if "evidence" in self.written else self.written

    @cached_property
    def generation(self) -> str:
        return self.name.partition(".")[0]

    @cached_property
    def operation(self) -> str:
        return self.name.partition(".")[2]

    @cached_property
    def method(self) -> str:
        return str(self.written["method"])

    @cached_property
    def path(self) -> str:
        return str(self.written["path"])

    @property
    def host(self) -> str:
        return str(self.document["host"])

    @property
    def summary(self) -> str:
        return str(self.document["summary"])

    @cached_property
    def evidence(self) -> Evidence:
        """How the operation as a whole is known."""
        return parse_evidence(self.document.get("evidence", OURS))

    def rate(self, year: str) -> Rate | None:
        """How often it may be called by the documents of that year; None where none tells."""
        from memories_contracts.terms import parse_rate

        rates = self.document.get("limits", {})
        return parse_rate(rates[year]) if year in rates else None

    @cached_property
    def limit_group(self) -> str:
        """Whose calls are counted together with these: at least the same operation's elsewhere."""
        return str(self.document.get("limit_group", self.operation))

    @cached_property
    def price(self) -> Price | None:
        """What it costs; None where it is free, or where no price is known."""
        if "price" not in self.document:
            return None
        from memories_contracts.terms import parse_price

        return parse_price(self.document["price"])

    @cached_property
    def polls(self) -> bool:
        """Whether this is how a program looks if its videos are parsed yet."""
        return bool(self.document.get("polls", False))

    @cached_property
    def takes_bearer(self) -> bool:
        """Whether this operation's own page has the key come with Bearer before it."""
        return self.document.get("bearer") == "accepted"

    @cached_property
    def request_media(self) -> tuple[str, ...]:
        """Content types that a request body may have; empty when there is no body."""
        return tuple(self.document["request"].get("media", ()))

    @cached_property
    def request_schema(self) -> Schema:
        """All parameters as one object schema; `x-in` says which travel outside the body."""
        schema: Schema = self.document["request"]["schema"]
        return schema

    @cached_property
    def files(self) -> Mapping[str, Schema]:
        """The files that a multipart request must carry, by field."""
        files: Mapping[str, Schema] = self.document["request"].get("files", {})
        return files

    @property
    def document_part(self) -> str | None:
        """The part of a multipart request that holds all parameters as one JSON document."""
        part: str | None = self.document["request"].get("document")
        return part

    @cached_property
    def answer_media(self) -> str:
        return str(self.document["answer"]["media"])

    @property
    def answer_schema(self) -> Schema:
        """The whole answer, envelope included, when the operation succeeds."""
        schema: Schema = self.document["answer"]["schema"]
        return schema

    @cached_property
    def success_code(self) -> str | int:
        """The code that an answer bears when the operation succeeds."""
        fields = self.answer_schema.get("properties", {})
        code: str | int = fields["code"]["const"] if "code" in fields else "0000"
        return code

    @cached_property
    def refusal_schema(self) -> Schema:
        """The whole answer when the operation refuses: one of its codes, in the same envelope."""
        refusal: Schema = self.document["refusal"]
        codes = sorted({case.code for case in self.errors}, key=str)
        return {**refusal, "properties": {**refusal["properties"], "code": {"enum": codes}}}

    @cached_property
    def event_schemas(self) -> Mapping[str, Schema]:
        """The events of a stream by their kind; empty when the operation never streams."""
        events: Mapping[str, Schema] = self.document.get("events", {})
        return events

    @property
    def bare_ends(self) -> tuple[str, ...]:
        """What may end the stream besides the usual events: text that is no JSON."""
        return tuple(self.document.get("bare_ends", ()))

    @property
    def callback_schemas(self) -> Mapping[str, Schema]:
        """What may be told to the caller's own address, by its kind; empty for most."""
        callbacks: Mapping[str, Schema] = self.document.get("callbacks", {})
        return callbacks

    @property
    def examples(self) -> tuple[Mapping[str, Any], ...]:
        """Pairs of a request's parameters and a fitting answer, in our own words."""
        return tuple(self.document.get("examples", ()))

    @cached_property
    def errors(self) -> tuple[ErrorCase, ...]:
        return tuple(
            ErrorCase(
                self._code(case),
                case["when"],
                parse_evidence(case["x-evidence"]),
                case.get("case"),
                case.get("also_under"),
            )
            for case in self.document["errors"]
        )

    def _code(self, case: Mapping[str, Any]) -> str | int:
        """A line of the API that has but one code for all refusals names it once."""
        code: str | int = self.document.get("refusal_code", case["code"])
        return code

    def schemas(self) -> Iterator[Schema]:
        """Every schema of the contract: request, answer, events, callbacks."""
        yield self.request_schema
        yield self.answer_schema
        yield from self.event_schemas.values()
        yield from self.callback_schemas.values()

    def evidence_counts(self) -> dict[Known, int]:
        """How many of the operation's fields are known in which way."""
        counts = tally(self.schemas())
        return {known: counts[known] for known in Known}


class Catalogue(Mapping[str, Contract]):
    """All contracts by name, in the order of generation and path."""

    def __init__(self, contracts: Mapping[str, Contract]) -> None:
        self._contracts = dict(contracts)

    def __getitem__(self, name: str) -> Contract:
        return self._contracts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._contracts)

    def __len__(self) -> int:
        return len(self._contracts)


@cache
def load_catalogue() -> Catalogue:
    """Read every contract file, once. A broken file raises ValueError that names it."""
    files = sorted(OPERATIONS.glob("*/*.json"))
    documents = {f"{file.parent.name}.{file.stem}": _read(file) for file in files}
    return Catalogue({name: Contract(name, _written(name, documents)) for name in documents})


@cache
def load_control() -> Catalogue:
    """The contracts of the fake's own paths, once. They have no evidence: they are the source."""
    documents = [_read(file) for file in sorted(CONTROL.glob("*.json"))]
    return Catalogue({told["$id"]: Contract(told["$id"], told) for told in documents})


def _read(file: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"contract {file.name} is not JSON: {error}") from error
    return document


def _written(name: str, documents: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    document = documents[name]
    if document["$id"] != name:
        raise ValueError(f"contract {name} calls itself {document['$id']}")
    return _patched(documents[document["like"]], document) if "like" in document else document


def _whole(written: Mapping[str, Any]) -> dict[str, Any]:
    refusals = [
        {"$ref": f"errors.json#/{case}"}
        for term, case in REFUSALS_OF_TERMS.items()
        if term in written
    ]
    document = {"refusal": {"$ref": "refusal.json"}, **written}
    return _as_known_here(_inlined({**document, "errors": [*document["errors"], *refusals]}))


def _as_known_here(document: dict[str, Any]) -> dict[str, Any]:
    """The same, where its fields are called recorded only if this very operation was."""
    here = partial(
        as_known_here, recorded=parse_evidence(document["evidence"]).known is Known.RECORDED
    )
    told = {
        part: {kind: here(schema) for kind, schema in document[part].items()}
        for part in document.keys() & {"events", "callbacks"}
    }
    both = {
        part: {**document[part], "schema": here(document[part]["schema"])}
        for part in ("request", "answer")
    }
    return {**document, **told, **both}


def _patched(base: Any, patch: Any) -> Any:
    """JSON Merge Patch (RFC 7396): objects merge, null removes, all else replaces."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(base) if isinstance(base, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = _patched(merged.get(key), value)
    return merged


def _inlined(node: Any) -> Any:
    """Put each shared shape where it is referred to; what stands beside the `$ref` wins."""
    if isinstance(node, list):
        return [_inlined(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        own = {key: value for key, value in node.items() if key != "$ref"}
        return _inlined(_patched(_shape(node["$ref"]), own))
    return {key: _inlined(value) for key, value in node.items()}


@cache
def _shapes(file: str) -> Any:
    return _read(SHAPES / file)


def _shape(reference: str) -> Any:
    file, _, pointer = reference.partition("#/")
    shape: Any = _shapes(file)
    for step in filter(None, pointer.split("/")):
        shape = shape[step]
    return shape
