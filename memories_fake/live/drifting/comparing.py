"""Compares three ways, operation by operation: the contract, a service's answers, the fake's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from memories_contracts import Contract, Known, parse_evidence
from memories_contracts.evidence import fields
from memories_fake.live.calling import Heard
from memories_fake.live.drifting.shapes import NUMERIC, Shape, paths, shape_of
from memories_fake.live.judging import Judge, Remark, Severity

GUESSED = frozenset({Known.INFERRED, Known.INVENTED})
FREE = frozenset({"text", "empty text"})
LIMITED = frozenset({'"0429"', "429"})  # whoever was called too often has not drifted


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which the three do not agree. `where` names a field, or what it is about."""

    operation: str
    where: str
    severity: Severity
    contract: str
    live: str
    fake: str

    def __str__(self) -> str:
        said = f"contract: {self.contract}; live: {self.live}; fake: {self.fake}"
        return f"{self.operation}: {self.where or 'the whole'}: {said}"


def differences(
    contract: Contract, live: Sequence[Heard], fake: Sequence[Heard]
) -> list[Difference]:
    """All on which they do not agree about one operation. One that was not called tells nothing."""
    if not live or not fake:
        return []
    theirs, ours = shape_of(contract, live), shape_of(contract, fake)
    return list(
        dict.fromkeys(
            [
                *_from_contract(contract, live, "live"),
                *_from_contract(contract, fake, "fake"),
                *_in_whole(contract, theirs, ours),
                *_in_fields(contract, theirs, ours),
            ]
        )
    )


def _from_contract(
    contract: Contract, answers: Sequence[Heard], whose: str
) -> Iterator[Difference]:
    """What breaks the contract, or is news to it. Where the contract only guessed, that is news."""
    judge = Judge()
    for remark in dict.fromkeys(
        each for heard in answers for each in judge.remarks(contract, heard)
    ):
        where, _, told = remark.text.rpartition(" [")[0].partition(": ")
        is_field = bool(told)
        said = {"live": "keeps it", "fake": "keeps it", whose: told or remark.text}
        yield Difference(
            contract.name,
            where if is_field else "",
            _severity(remark),
            remark.evidence or str(contract.evidence),
            **said,
        )


def _in_whole(contract: Contract, theirs: Shape, ours: Shape) -> Iterator[Difference]:
    """Statuses, content types, refusals and the events of streams."""
    sides: Mapping[str, tuple[set[str], set[str], set[str]]] = {
        "HTTP status": ({"200"}, _texts(theirs.statuses) - LIMITED, _texts(ours.statuses)),
        "content type": ({contract.answer_media}, theirs.media, ours.media),
        "refusals": (
            {json.dumps(e.code) for e in contract.errors},
            theirs.refusals - LIMITED,
            ours.refusals,
        ),
        "kinds of events": (set(contract.event_schemas), theirs.kinds, ours.kinds),
        "end of the stream": (set(contract.bare_ends), theirs.ends, ours.ends),
    }
    for where, (known, live, fake) in sides.items():
        if live - fake or (fake - live and where != "HTTP status" and live):
            is_guess = where in ("kinds of events", "end of the stream")
            breaks = not is_guess or contract.evidence.known is Known.RECORDED
            severity = Severity.CRITICAL if breaks and live - fake else Severity.WARNING
            said = _listed(known), _listed(live), _listed(fake)
            yield Difference(contract.name, where, severity, *said)


def _in_fields(contract: Contract, theirs: Shape, ours: Shape) -> Iterator[Difference]:
    evidence = _evidence(contract)
    for path in paths(theirs, ours):
        known = evidence.get(path, "")
        severity = _compared(theirs, ours, path)
        if severity is None:
            continue
        if known and parse_evidence(known).known in GUESSED:
            severity = Severity.WARNING
        said = (known or "knows of none", _seen(theirs, path), _seen(ours, path))
        yield Difference(contract.name, path, severity, *said)


def _compared(theirs: Shape, ours: Shape, path: str) -> Severity | None:
    """How bad it is that a field is unlike; None where it is alike, or where nobody can tell."""
    if theirs.is_never(path) and ours.is_always(path):
        return Severity.WARNING
    if ours.is_never(path) and theirs.is_always(path):
        return Severity.WARNING
    live, fake = theirs.forms[path] - {"null"}, ours.forms[path] - {"null"}
    is_free = bool(fake & FREE) and not live & _NO_TEXT  # any text may stand there
    if not live or not fake or not live - fake or is_free:
        return None
    if live == {"a whole number"} and "a fraction" in fake:
        return None
    if live & _NO_TEXT or fake & _NO_TEXT or fake <= NUMERIC:
        return None if live | fake <= NUMERIC else Severity.CRITICAL
    return Severity.WARNING


_NO_TEXT = frozenset({"a boolean", "a whole number", "a fraction", "an object", "a list"})


def _evidence(contract: Contract) -> dict[str, str]:
    told = {path: each["x-evidence"] for path, each in fields(contract.answer_schema)}
    for kind, schema in contract.event_schemas.items():
        told |= {f"events.{kind}.{path}": each["x-evidence"] for path, each in fields(schema)}
    return told


def _severity(remark: Remark) -> Severity:
    is_guess = remark.evidence and parse_evidence(remark.evidence).known in GUESSED
    return Severity.WARNING if is_guess else remark.severity


def _seen(shape: Shape, path: str) -> str:
    if shape.is_never(path):
        return "never sent"
    return _listed(shape.forms[path]) or "not seen"


def _texts(values: set[int]) -> set[str]:
    return {str(value) for value in values}


def _listed(values: set[str]) -> str:
    return " | ".join(sorted(values))
