"""What the rules look at: plain facts about one exchange, and about two of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from memories_contracts import Contract, load_catalogue
from memories_fake.domain import refusals as no
from memories_fake.runtime.journal import Entry

SUCCESS = "0000"
LIMITED = frozenset({"0429", "HTTP 429"})
TOO_MANY_REQUESTS = 429
UPLOADS = frozenset({"upload", "upload_url"})
FAILED = frozenset({"FAIL", "FAILED"})
DEFAULT_NAMESPACE = "default"
WAITING = "UNPARSE"
PARSED = "PARSE"


def names_of(*refusals: type[no.Refusal]) -> frozenset[str]:
    """What the journal calls these refusals."""
    return frozenset(refusal.__name__ for refusal in refusals)


MISSED = names_of(no.NoVideosFound, no.VideoNotFound)


@dataclass(frozen=True, slots=True)
class Offence:
    """What a rule has found: in words, and in the exchanges that show it (one or more)."""

    message: str
    entries: tuple[Entry, ...]


def contract_of(entry: Entry) -> Contract | None:
    """The contract of the operation; None where none fitted the call."""
    return load_catalogue().get(entry.operation)


def operation_of(entry: Entry) -> str:
    """The operation's name, whichever line of the API it was called on."""
    return entry.operation.partition(".")[2]


def is_answered(entry: Entry) -> bool:
    """Whether the service did what was asked."""
    return entry.code == SUCCESS


def is_limited(entry: Entry) -> bool:
    """Whether it was turned away for coming too often."""
    return entry.code in LIMITED or entry.status == TOO_MANY_REQUESTS


def is_look(entry: Entry) -> bool:
    """Whether this is how a program looks if something is ready."""
    contract = contract_of(entry)
    return contract is not None and contract.polls


def data_of(entry: Entry) -> Any:
    """What a good answer holds; None where there is none, or not all of it was kept."""
    try:
        body = json.loads(entry.answer)
    except ValueError:
        return None
    return body.get("data") if isinstance(body, dict) and is_answered(entry) else None


def statuses_in(entry: Entry) -> dict[str, str]:
    """The videos whose status an answer tells, by number."""
    return dict(_statuses(data_of(entry)))


def numbers_in(entry: Entry) -> tuple[str, ...]:
    """The videos that a call names."""
    several = entry.parameters.get("video_nos")
    named = [entry.parameters.get("video_no"), *(several if isinstance(several, list) else ())]
    return tuple(str(number) for number in named if number)


def namespace_of(entry: Entry) -> str | None:
    """The `unique_id` that a call is about; None where it is about the whole account."""
    if sent := entry.parameters.get("unique_id"):
        return str(sent)
    contract = contract_of(entry)
    field = contract.request_schema["properties"].get("unique_id") if contract else None
    if field is None:
        return None
    # Where no default is named, a folder is looked into in the whole account.
    is_of_folder = "default" not in field and entry.parameters.get("folder_id") is not None
    return None if is_of_folder else DEFAULT_NAMESPACE


def uploaded(entries: Sequence[Entry]) -> dict[str, Entry]:
    """The uploads that succeeded, by the number that each was given."""
    made = [(data_of(e), e) for e in entries if operation_of(e) in UPLOADS and is_answered(e)]
    return {str(data["videoNo"]): entry for data, entry in made if isinstance(data, dict)}


def pause_ms(before: Entry, after: Entry) -> int:
    """How long the program waited between an answer and its next call."""
    return after.came_at_ms - before.at_ms


def is_same_call(one: Entry, other: Entry) -> bool:
    """Whether the very same was asked."""
    return _asked(one) == _asked(other)


def _asked(entry: Entry) -> tuple[Any, ...]:
    return entry.operation, entry.method, entry.path, entry.parameters, entry.digests


def _statuses(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for item in value:
            yield from _statuses(item)
    elif isinstance(value, dict):
        number = value.get("video_no") or value.get("videoNo")
        if number and isinstance(value.get("status"), str):
            yield str(number), value["status"]
        for item in value.values():
            yield from _statuses(item)
