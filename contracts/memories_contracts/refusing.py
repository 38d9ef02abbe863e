"""Requests that are not as they should be, made from the contracts, and what is known of each.

A parameter's `x-refused` and `x-taken` say, kind by kind, how it is known that the service refuses
it, or takes it. What neither names is `unevidenced`: nobody has seen what the service does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from memories_contracts.catalogue import Contract, ErrorCase
from memories_contracts.evidence import Evidence, Known, Schema, parse_evidence

FIRM = frozenset({Known.RECORDED, Known.DOCUMENTED})
NEW_FIELD = "surprise"  # no operation has a parameter of that name
UNREADABLE = ("bad_parameter", "unreadable", "bad_film", "blob_missing", None)
# The refusals that name something which is not there, by the parameter that names it.
NOT_THERE = {
    "video_no": ("video_not_found",),
    "video_nos": ("no_videos",),
    "session_id": ("session_not_found",),
    "folder_id": ("folder_not_found",),
    "blob": ("blob_not_found",),
}
INSIDE = ("video_no", "video_nos", "session_id")  # of a namespace
IDS = frozenset({*NOT_THERE, "task_id", "unique_id"})


class Kind(StrEnum):
    """In which way a request is not as it should be."""

    MISSING = "missing"
    EMPTY = "empty"
    NULL = "null"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    TOO_SMALL = "too_small"
    TOO_GREAT = "too_great"
    OFF_LIST = "off_list"
    OFF_FORM = "off_form"
    ALONE = "alone"
    LOOSE_TYPE = "loose_type"
    WRONG_TYPE = "wrong_type"
    UNKNOWN = "unknown"
    ANOTHERS = "anothers"
    NEW_FIELD = "new_field"
    WRONG_MEDIA = "wrong_media"
    NO_KEY = "no_key"
    EMPTY_KEY = "empty_key"
    BEARER = "bearer"
    UNKNOWN_KEY = "unknown_key"


OF_KEYS = {
    Kind.NO_KEY: "bad_key",
    Kind.EMPTY_KEY: "bad_key",
    Kind.UNKNOWN_KEY: "bad_key",
    Kind.BEARER: "no_permission",
}


RULES = {
    "maxLength": Kind.TOO_LONG,
    "maxItems": Kind.TOO_MANY,
    "minimum": Kind.TOO_SMALL,
    "maximum": Kind.TOO_GREAT,
    "enum": Kind.OFF_LIST,
    "pattern": Kind.OFF_FORM,
}
SCALARS = frozenset({"string", "integer", "number", "boolean"})


class Expected(StrEnum):
    """What the service does with a request; `unevidenced` where nobody has seen or said it."""

    REFUSED = "refused"
    TAKEN = "taken"
    UNEVIDENCED = "unevidenced"


@dataclass(frozen=True, slots=True)
class Case:
    """One thing wrong with one request. `parameter` is empty where it is about the whole.

    `codes` are those that the refusal may bear by the contract.
    """

    operation: str
    parameter: str
    kind: Kind
    expected: Expected
    evidence: Evidence
    codes: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        return f"{self.parameter or 'the request'}: {self.kind.replace('_', ' ')}"


def cases(contract: Contract) -> Iterator[Case]:
    """Everything that may be wrong with a request of this operation, one thing at a time."""
    for kind in OF_KEYS:
        yield case_of(contract, "", kind)
    for name, file in contract.files.items():
        yield _judged(contract, name, Kind.MISSING, file)
    for name, field in contract.request_schema["properties"].items():
        for kind in kinds_of(contract, name, field):
            yield case_of(contract, name, kind)
    if contract.request_media:
        yield case_of(contract, "", Kind.WRONG_MEDIA)
    if contract.request_schema["properties"]:
        yield case_of(contract, NEW_FIELD, Kind.NEW_FIELD)


def case_of(contract: Contract, parameter: str, kind: Kind) -> Case:
    """What is known of one way in which a request is not as it should be."""
    if kind in OF_KEYS:
        return _of_key(contract, kind)
    field = contract.request_schema["properties"].get(parameter, {})
    if parameter == "unique_id" and kind is Kind.UNKNOWN:
        # A new namespace is made, but nothing is in it: what is asked for is not there.
        required = contract.request_schema.get("required", ())
        if asked_for := next((name for name in required if name in INSIDE), None):
            return replace(case_of(contract, asked_for, kind), parameter=parameter)
    return _judged(contract, parameter, kind, field)


def kinds_of(contract: Contract, name: str, field: Schema) -> list[Kind]:
    """In which ways this parameter may be wrong: by its schema, and by what is told of it."""
    told = (*_told(field, "refused"), *_told(field, "taken"))
    return list(dict.fromkeys((*_by_schema(contract, name, field), *map(Kind, told))))


def _by_schema(contract: Contract, name: str, field: Schema) -> Iterator[Kind]:
    kind, has_types = field.get("type"), in_json(contract, field)
    if name in contract.request_schema.get("required", ()):
        yield Kind.MISSING
    if kind in ("string", "array"):
        yield Kind.EMPTY
    if has_types:
        yield Kind.NULL
    if has_types and kind in SCALARS:
        yield Kind.LOOSE_TYPE
    if kind and (has_types or kind not in ("string", "array")):
        yield Kind.WRONG_TYPE
    yield from (broken for rule, broken in RULES.items() if rule in field)
    if name in IDS:
        yield from (Kind.UNKNOWN,) if name == "unique_id" else (Kind.UNKNOWN, Kind.ANOTHERS)


def in_json(contract: Contract, field: Schema) -> bool:
    """Whether this parameter travels as JSON, which has types, and not as mere text."""
    media = contract.request_media[:1]
    is_json = media == ("application/json",) or contract.document_part is not None
    return is_json and field.get("x-in") != "query"


def doubts(
    contract: Contract, sent: Mapping[str, Any], *, unknown: tuple[str, ...] = (), media: str = ""
) -> list[Case]:
    """What is unusual about a request as it was sent, of which nobody knows what becomes live.

    `media` is the content type of its body; empty where there is none.
    """
    seen = [case for name, value in sent.items() for case in _oddities(contract, name, value)]
    seen += [case_of(contract, name, Kind.NEW_FIELD) for name in unknown]
    if media and media not in contract.request_media:
        seen.append(case_of(contract, "", Kind.WRONG_MEDIA))
    return [case for case in seen if case.expected is Expected.UNEVIDENCED]


def _oddities(contract: Contract, sent_as: str, value: Any) -> Iterator[Case]:
    fields = contract.request_schema["properties"]
    name = next((n for n, f in fields.items() if sent_as in (n, *f.get("x-also", ()))), None)
    if name is None:
        return
    if value is None:
        yield case_of(contract, name, Kind.NULL)
    elif value in ("", []):
        yield case_of(contract, name, Kind.EMPTY)
    elif in_json(contract, fields[name]) and _is_loose(fields[name].get("type"), value):
        yield case_of(contract, name, Kind.LOOSE_TYPE)


def _is_loose(kind: Any, value: Any) -> bool:
    """Text in the place of a number, or a number in the place of text."""
    if kind == "string":
        return isinstance(value, (int, float))
    return kind in ("integer", "number", "boolean") and isinstance(value, str)


def _of_key(contract: Contract, kind: Kind) -> Case:
    codes = tuple(_codes(contract, tuple(OF_KEYS.values())))
    told = next((e for e in contract.errors if e.case == OF_KEYS[kind]), None)
    if kind is Kind.BEARER and contract.takes_bearer:
        evidence = Evidence(Known.DOCUMENTED, "the page of this operation shows it so")
        return Case(contract.name, "", kind, Expected.TAKEN, evidence)
    evidence = told.evidence if told else Evidence(Known.INVENTED)
    return Case(contract.name, "", kind, _if_firm(evidence), evidence, codes)


def _judged(contract: Contract, name: str, kind: Kind, field: Schema) -> Case:
    codes = tuple(_codes(contract, (*UNREADABLE, *NOT_THERE.get(name, ()))))
    if kind in (taken := _told(field, "taken")):
        evidence = _as_known_here(contract, parse_evidence(taken[kind]))
        expected = Expected.TAKEN if evidence.known in FIRM else Expected.UNEVIDENCED
        return Case(contract.name, name, kind, expected, evidence, codes)
    evidence = _how_refused(contract, name, kind, field)
    return Case(contract.name, name, kind, _if_firm(evidence), evidence, codes)


def _how_refused(contract: Contract, name: str, kind: Kind, field: Schema) -> Evidence:
    """How it is known that this is refused. That something is required, its documents say."""
    if kind in (refused := _told(field, "refused")):
        return parse_evidence(refused[kind])
    if kind in (Kind.UNKNOWN, Kind.ANOTHERS):
        found = _case(contract, NOT_THERE.get(name, ()))
        return found.evidence if found else Evidence(Known.INVENTED, "nobody has told")
    known = parse_evidence(field["x-evidence"]) if "x-evidence" in field else contract.evidence
    if kind is Kind.MISSING and known.known in FIRM:
        return Evidence(Known.DOCUMENTED, f"required: {known.source}")
    return Evidence(Known.INFERRED, "the contract has a rule, no source tells of a refusal")


def _as_known_here(contract: Contract, evidence: Evidence) -> Evidence:
    """What was recorded of another operation is but inferred of this one."""
    if evidence.known is Known.RECORDED and contract.evidence.known is not Known.RECORDED:
        return Evidence(Known.INFERRED, f"recorded elsewhere: {evidence.source}")
    return evidence


def _case(contract: Contract, names: tuple[str, ...]) -> ErrorCase | None:
    return next((each for each in contract.errors if each.case in names), None)


def _codes(contract: Contract, names: tuple[str | None, ...]) -> Iterator[str | int]:
    yield from dict.fromkeys(each.code for each in contract.errors if each.case in names)


def _told(field: Schema, what: str) -> Mapping[str, str]:
    told: Mapping[str, str] = field.get(f"x-{what}", {})
    return told


def _if_firm(evidence: Evidence) -> Expected:
    return Expected.REFUSED if evidence.known in FIRM else Expected.UNEVIDENCED
