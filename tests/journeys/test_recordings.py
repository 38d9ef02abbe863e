"""What the live service once answered keeps our contracts, read openly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from memories_contracts import Checker, Contract, Reading, load_catalogue

RECORDINGS = Path(__file__).parents[3] / "shared" / "api" / "recordings"

pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason=f"the recordings are not here: {RECORDINGS} does not exist"
)


def recorded() -> list[Any]:
    """Every answer that was really captured, with the contract of its operation."""
    by_call = {f"{c.method} {c.path}": c for c in load_catalogue().values()}
    found = []
    for name in ("v1.jsonl", "visual_search.jsonl"):
        file = RECORDINGS / name
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
        for number, line in enumerate(lines, 1):
            told = json.loads(line)
            contract = by_call.get(told["endpoint"])
            if told["kind"].startswith("recorded") and contract:
                found.append(pytest.param(contract, told["body"], id=f"{name}:{number}"))
    return found


@pytest.mark.parametrize(("contract", "body"), recorded())
def test_a_recorded_answer_keeps_its_contract(contract: Contract, body: Any) -> None:
    assert Checker(Reading.OPEN).check_answer(contract, _whole(body)) == []


def test_most_recordings_are_of_operations_that_are_served() -> None:
    assert len(recorded()) >= 30


def _whole(value: Any) -> Any:
    """The same without the marks of where a recording was cut."""
    if isinstance(value, list):
        return [_whole(item) for item in value if not _is_mark(item)]
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    return value


def _is_mark(item: Any) -> bool:
    return isinstance(item, str) and item.startswith("…[")
