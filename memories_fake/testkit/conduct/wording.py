"""Rules on how a call is put: its path, its key, and what it sends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from memories_contracts import Contract
from memories_fake.domain import refusals as no
from memories_fake.runtime.journal import Entry
from memories_fake.testkit.conduct.facts import Offence, contract_of, names_of

NO_SUCH_CALL = names_of(no.OperationUnknown, no.MethodWrong)


def no_such_call(entries: Sequence[Entry]) -> Iterator[Offence]:
    """A method and path that no operation has."""
    for entry in entries:
        if entry.refusal in NO_SUCH_CALL:
            yield Offence("; ".join(entry.findings), (entry,))


def bearer(entries: Sequence[Entry]) -> Iterator[Offence]:
    """The key with Bearer before it, where only the bare key is understood."""
    for entry in entries:
        if _has_bearer(entry) and not _takes_bearer(entry):
            told = "Bearer was sent before the key: send the bare key in Authorization."
            yield Offence(told, (entry,))


def unknown_fields(entries: Sequence[Entry]) -> Iterator[Offence]:
    """Fields that the operation does not know, and passes over."""
    for entry in entries:
        contract = contract_of(entry)
        for name in entry.unknown if contract else ():
            told = f"{entry.operation} does not know {name} and passes over it"
            yield Offence(f"{told}: {_instead(contract, name)}.", (entry,))


def too_many_at_once(entries: Sequence[Entry]) -> Iterator[Offence]:
    """More ids, or other items, in one call than the operation takes."""
    for entry in entries:
        contract = contract_of(entry)
        fields = contract.request_schema["properties"] if contract else {}
        for name, sent in entry.parameters.items():
            most = fields.get(name, {}).get("maxItems")
            if most and isinstance(sent, list) and len(sent) > most:
                told = f"{entry.operation} takes {most} {name} in one call, {len(sent)} were sent"
                yield Offence(f"{told}: send them in several calls.", (entry,))


def _has_bearer(entry: Entry) -> bool:
    return entry.headers.get("Authorization", "").lower().startswith("bearer ")


def _takes_bearer(entry: Entry) -> bool:
    contract = contract_of(entry)
    return contract is not None and contract.takes_bearer


def _instead(contract: Contract | None, name: str) -> str:
    known = list(contract.request_schema["properties"]) if contract else []
    if near := get_close_matches(name, known, n=1):
        return f"send {near[0]}"
    return f"leave it out; it knows {', '.join(known) or 'no fields'}"
