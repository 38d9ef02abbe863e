"""Holds requests, answers and stream events against their contract, and says what is off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from memories_contracts.catalogue import Contract
from memories_contracts.evidence import Schema
from memories_contracts.fitting import fits

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError


class Reading(StrEnum):
    """OPEN lets new fields pass (a live service may grow); CLOSED admits only named ones."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not keep the contract: where, what was seen, how the rule is known."""

    operation: str
    field: str
    problem: str
    evidence: str

    def __str__(self) -> str:
        return f"{self.operation}: {self.field or 'the whole'}: {self.problem} [{self.evidence}]"


class Checker:
    """Checks exchanges against contracts. Validators are built once, when something is off."""

    def __init__(self, reading: Reading = Reading.CLOSED) -> None:
        self._reading = reading
        self._schemas: dict[tuple[str, str], Schema] = {}
        self._validators: dict[tuple[str, str], Draft202012Validator] = {}

    def check_request(self, contract: Contract, parameters: dict[str, Any]) -> list[Finding]:
        """What is wrong with these parameters, read and coerced: an empty list is good news."""
        return self._findings(contract, "request", contract.request_schema, parameters)

    def check_answer(self, contract: Contract, body: Any) -> list[Finding]:
        """What is wrong with a JSON answer; a refusal must carry one of the listed codes."""
        if isinstance(body, dict) and body.get("code") != contract.success_code:
            return self._findings(contract, "refusal", contract.refusal_schema, body)
        return self._findings(contract, "answer", contract.answer_schema, body)

    def check_plain(self, contract: Contract, body: Any) -> list[Finding]:
        """What is wrong with an answer that comes in no envelope."""
        return self._findings(contract, "answer", contract.answer_schema, body)

    def check_event(self, contract: Contract, kind: str, event: Any) -> list[Finding]:
        """What is wrong with one event of a stream."""
        schema = contract.event_schemas.get(kind)
        if schema is None:
            return [Finding(contract.name, kind, "no such event", str(contract.evidence))]
        return self._findings(contract, f"events.{kind}", schema, event)

    def check_callback(self, contract: Contract, kind: str, body: Any) -> list[Finding]:
        """What is wrong with what is told to the caller's own address."""
        schema = contract.callback_schemas.get(kind)
        if schema is None:
            return [Finding(contract.name, kind, "no such callback", str(contract.evidence))]
        return self._findings(contract, f"callbacks.{kind}", schema, body)

    def _findings(self, contract: Contract, part: str, schema: Schema, seen: Any) -> list[Finding]:
        key = (contract.name, part)
        if key not in self._schemas:
            strict = self._reading is Reading.CLOSED and part != "request"
            self._schemas[key] = closed(schema) if strict else schema
        if fits(self._schemas[key], seen):
            return []
        from jsonschema import Draft202012Validator  # 100 ms, for what goes wrong only

        if key not in self._validators:
            self._validators[key] = Draft202012Validator(self._schemas[key])
        return list(_spelled(contract, self._validators[key].iter_errors(seen)))


def closed(schema: Schema) -> Schema:
    """The same schema, refusing every field that it does not name."""
    copy: Schema = {}
    for key, value in schema.items():
        if key == "properties":
            copy[key] = {name: closed(child) for name, child in value.items()}
        elif key in {"items", "not"} and isinstance(value, dict):
            copy[key] = closed(value)
        elif key in {"anyOf", "oneOf"}:
            copy[key] = [closed(branch) for branch in value]
        else:
            copy[key] = value
    if "properties" in schema:
        copy.setdefault("additionalProperties", False)
    return copy


def _spelled(contract: Contract, errors: Iterable[ValidationError]) -> Iterable[Finding]:
    for error in errors:
        schema = error.schema if isinstance(error.schema, dict) else {}
        path = ".".join(str(step) for step in error.absolute_path)
        known = schema.get("x-evidence", str(contract.evidence))
        yield Finding(contract.name, path, _problem(error), known)


def _problem(error: ValidationError) -> str:
    """What is wrong, and what was seen, unless that is said already or too much to say."""
    told, seen = error.message[:300], repr(error.instance)
    is_plain = not isinstance(error.instance, (dict, list))
    return f"{told}, but {seen[:100]} was seen" if is_plain and seen not in told else told
