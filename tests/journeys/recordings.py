"""Reads the answers that the live service once gave, and the calls that they were given to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from memories_contracts import Contract, load_catalogue

RECORDINGS = Path(__file__).parents[3] / "shared" / "api" / "recordings"
FILES = ("v1.jsonl", "visual_search.jsonl")

here = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason=f"the recordings are not here: {RECORDINGS} does not exist"
)


@dataclass(frozen=True)
class Recording:
    """One line of a file. `request` holds json, form, query, multipart or file, as it was sent."""

    name: str
    kind: str
    endpoint: str
    request: Mapping[str, Any]
    body: Any
    status: int | None

    @property
    def is_captured(self) -> bool:
        """Whether this is what the service sent, and not what somebody says that it sent."""
        return self.kind.startswith("recorded")

    @property
    def contract(self) -> Contract | None:
        """The contract of its operation; None where it is of none of ours."""
        by_call = {f"{c.method} {c.path}": c for c in load_catalogue().values()}
        return by_call.get(self.endpoint)

    def parameter(self, name: str) -> Any:
        """What was sent under this name, be it in the query, a form or JSON."""
        return next(sent[name] for sent in self.request.values() if name in sent)


def recordings() -> dict[str, Recording]:
    """Every line of the files by its name, which is file and line number; none without files."""
    lines = [
        (f"{file}:{number}", json.loads(line))
        for file in FILES
        if (RECORDINGS / file).is_file()
        for number, line in enumerate(
            (RECORDINGS / file).read_text(encoding="utf-8").splitlines(), 1
        )
    ]
    return {
        name: Recording(
            name,
            told["kind"],
            told["endpoint"],
            told.get("request", {}),
            whole(told["body"]),
            told["http_status"],
        )
        for name, told in lines
    }


def whole(value: Any) -> Any:
    """The same without the marks of where a list was cut."""
    if isinstance(value, list):
        return [whole(item) for item in value if not _is_mark(item)]
    if isinstance(value, dict):
        return {key: whole(item) for key, item in value.items()}
    return value


def _is_mark(item: Any) -> bool:
    return isinstance(item, str) and item.startswith("…[")
