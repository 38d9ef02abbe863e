"""Tells what an answer rests on, withholds what rests on too little, flags what is in doubt."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response

from memories_contracts import Known, parse_evidence
from memories_contracts.evidence import Evidence, fields
from memories_contracts.proving import (
    evidence_of_answer,
    evidence_of_refusal,
    weaker_than,
    weakest,
)
from memories_contracts.refusing import doubts
from memories_fake.domain.refusals import Struck
from memories_fake.envelope import spell
from memories_fake.exchange import Exchange
from memories_fake.wire.sse import to_json

ASK = "X-Memories-Fake-Explain"
TOLD = "X-Memories-Fake-Evidence"
DOUBT = "X-Memories-Fake-Unevidenced"
MOST_HEADER_SIGNS = 4_000


def weigh(exchange: Exchange) -> None:
    """Tell in a header what the answer rests on, and put a refusal in its place if too little."""
    least = exchange.services.settings.require_evidence
    is_asked = exchange.header(ASK).lower() == "evidence"
    if exchange.contract is None or isinstance(exchange.refusal, Struck):
        return
    if not least and not is_asked:
        return
    known = _known(exchange)
    if least and (weak := weaker_than(known, Known(least))):
        exchange.body = exchange.result = None
        exchange.code = "evidence"
        exchange.response = _withheld(exchange.contract.name, least, weak)
    if is_asked:
        exchange.response.headers[TOLD] = _told(known)


def flag(exchange: Exchange) -> None:
    """Say what was taken though no source tells whether the service takes it."""
    if exchange.contract is None or exchange.refusal is not None or exchange.broken:
        return
    seen = doubts(
        exchange.contract, exchange.sent, unknown=exchange.unknown, media=exchange.looked_at_media
    )
    exchange.unevidenced = tuple(map(str, seen))
    if seen:
        exchange.response.headers[DOUBT] = _as_header("; ".join(exchange.unevidenced))


def _known(exchange: Exchange) -> dict[str, Evidence]:
    contract = exchange.contract
    assert contract is not None
    if exchange.refusal is not None:
        case = spell(exchange.generation.spellings, exchange.refusal).case
        return evidence_of_refusal(contract, case)
    if exchange.body is not None:
        return evidence_of_answer(contract, exchange.body)
    # A stream is not there yet: all that it may hold counts.
    return {
        f"{kind}.{path}": parse_evidence(field["x-evidence"])
        for kind, schema in contract.event_schemas.items()
        for path, field in fields(schema)
    }


def _withheld(operation: str, least: str, weak: dict[str, Evidence]) -> Response:
    told = "; ".join(f"{path} is {known}" for path, known in weak.items())
    message = f"{operation}: this answer would not be {least}: {told}"
    body = {"error": {"message": message, "require_evidence": least}}
    return Response(to_json(body), HTTPStatus.NOT_IMPLEMENTED, content_type="application/json")


def _told(known: dict[str, Evidence]) -> str:
    """The weakest grade, then every field with its own; as a header can hold it."""
    listed = "; ".join(f"{path}={each}" for path, each in known.items())
    return _as_header(f"{weakest(known)}; {listed}")


def _as_header(text: str) -> str:
    plain = text.encode("ascii", "replace").decode()
    return " ".join(plain[:MOST_HEADER_SIGNS].split())
