"""The file of a cassette: one readable JSON document with a version."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from memories_fake.live.recording.cassette import Cassette, Entry, State
from memories_fake.live.recording.references import referred, resolved
from memories_fake.live.recording.taking import WHOLE, Answer, Request

KIND = "memories-fake"
VERSION = 1
RECORDING = "memories-fake record --against URL --out FILE -- CMD"
_PAIRS = ("query", "headers")


class NoCassette(ValueError):
    """There is no such file, or it is no cassette; the message says what to do."""


def save(cassette: Cassette, file: Path) -> None:
    """Write a cassette, whole or not at all. Its exchanges have passed the scrubber."""
    told = document_of(cassette)
    try:
        content = json.dumps(told, indent=1, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half of a pair of surrogates
        content = json.dumps(told, indent=1).encode()
    unfinished = file.with_name(f".{file.name}.part")
    unfinished.write_bytes(content + b"\n")
    unfinished.replace(file)


def insist_on_place(file: Path) -> None:
    """Make the folder of a cassette. Raises NoCassette where it could not be written in the end."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_dir() or not os.access(file.parent, os.W_OK):
            raise NoCassette(f"{file} cannot be written: choose another place")
    except OSError as error:
        raise NoCassette(f"{file} cannot be written: {error}") from error


def load(file: Path) -> Cassette:
    """Read a cassette. Raises NoCassette."""
    try:
        told = json.loads(file.read_bytes())
    except FileNotFoundError as error:
        raise NoCassette(f"there is no cassette {file}: record it first ({RECORDING})") from error
    except (OSError, ValueError) as error:
        raise NoCassette(f"{file} cannot be read as a cassette: {error}") from error
    if not isinstance(told, dict) or told.get("cassette") != KIND:
        hint = "memories-fake convert makes one of a cassette of VCR.py"
        raise NoCassette(f"{file} is no cassette of memories-fake; {hint}")
    if told.get("version") != VERSION:
        theirs = told.get("version")
        raise NoCassette(f"{file} has version {theirs} and this reads {VERSION}: record it anew")
    try:
        return cassette_of(told)
    except (KeyError, TypeError, ValueError) as error:
        raise NoCassette(f"{file} is damaged: {type(error).__name__} {error}") from error


def document_of(cassette: Cassette) -> dict[str, Any]:
    """A cassette as JSON, its ids by reference."""
    references, exchanges = referred([_entry_document(entry) for entry in cassette.entries])
    expires_at_ms = cassette.expires_at_ms
    return {
        "cassette": KIND,
        "version": VERSION,
        "recorded_at": date(cassette.recorded_at_ms),
        "expires_at": None if expires_at_ms is None else date(expires_at_ms),
        "against": list(cassette.against),
        "references": references,
        "exchanges": exchanges,
    }


def cassette_of(told: Mapping[str, Any]) -> Cassette:
    """A cassette from its JSON."""
    exchanges = resolved(told["exchanges"], told["references"])
    expires_at = told["expires_at"]
    return Cassette(
        entries=tuple(_entry(each) for each in exchanges),
        recorded_at_ms=_ms(told["recorded_at"]),
        against=tuple(told["against"]),
        expires_at_ms=None if expires_at is None else _ms(expires_at),
    )


def date(at_ms: int) -> str:
    """A moment as people read it."""
    moment = datetime.fromtimestamp(at_ms / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _ms(told: str) -> int:
    return round(datetime.fromisoformat(told).timestamp() * 1000)


def _entry_document(entry: Entry) -> dict[str, Any]:
    return {
        "operation": entry.request.operation,
        "request": _readable(asdict(entry.request)),
        "answers": [_state_document(state) for state in entry.states],
    }


def _state_document(state: State) -> dict[str, Any]:
    answer = asdict(state.answer)
    times = {} if state.times == 1 else {"times": state.times, "until_ms": state.until_ms}
    ended = answer.pop("ended")
    return {
        "at_ms": state.at_ms,
        "took_ms": state.took_ms,
        **times,
        **({} if ended == WHOLE else {"ended": ended}),
        **_readable(answer),
    }


def _entry(told: Mapping[str, Any]) -> Entry:
    request = told["request"]
    return Entry(
        request=Request(
            method=request["method"],
            host=request["host"],
            path=request["path"],
            query=_pairs(request["query"]),
            headers=_pairs(request["headers"]),
            body=_body(request["body"]),
        ),
        states=tuple(_state(each) for each in told["answers"]),
    )


def _state(told: Mapping[str, Any]) -> State:
    return State(
        answer=Answer(
            status=told["status"],
            headers=_pairs(told["headers"]),
            body=told["body"],
            ended=told.get("ended", WHOLE),
        ),
        at_ms=told["at_ms"],
        took_ms=told["took_ms"],
        times=told.get("times", 1),
        until_ms=told.get("until_ms", told["at_ms"]),
    )


def _readable(told: Mapping[str, Any]) -> dict[str, Any]:
    """The same with an object in the place of pairs; what comes more than once, as a list."""
    made = {name: _object(told[name]) if name in _PAIRS else told[name] for name in told}
    if "form" in made["body"]:
        made["body"] = {"form": _object(made["body"]["form"])}
    return made


def _object(pairs: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        made.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in made.items()}


def _pairs(told: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, value)
        for name, values in told.items()
        for value in (values if isinstance(values, list) else [values])
    )


def _body(told: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"form": [list(pair) for pair in _pairs(told["form"])]} if "form" in told else told
