"""What the live service once answered keeps our contracts, and we answer the same calls alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from recordings import Recording, here, recordings
from replaying import replay
from shapes import TOO_MANY, Difference, differences
from situations import SITUATIONS, Situation

from memories_contracts import Checker, Contract, Known, Reading, parse_evidence
from memories_contracts.evidence import fields

pytestmark = here

ALL = recordings()
CAPTURED = [recording for recording in ALL.values() if recording.is_captured]
OF_OURS = [recording for recording in CAPTURED if recording.contract]
REPLAYED = [(ALL[name], situation) for name, situation in SITUATIONS.items() if name in ALL]


@pytest.mark.parametrize("recording", OF_OURS, ids=lambda recording: recording.name)
def test_a_recorded_answer_keeps_its_contract(recording: Recording) -> None:
    assert recording.contract
    assert Checker(Reading.OPEN).check_answer(recording.contract, recording.body) == []


def test_most_recordings_are_of_operations_that_are_served() -> None:
    assert len(OF_OURS) >= 30


def test_every_recording_has_its_situation_and_every_situation_its_recording() -> None:
    assert {recording.name for recording in CAPTURED} - SITUATIONS.keys() == set()
    assert SITUATIONS.keys() - ALL.keys() == set()


@pytest.mark.parametrize(
    ("recording", "situation"), REPLAYED, ids=[recording.name for recording, _ in REPLAYED]
)
def test_our_answer_to_the_recorded_call_is_like_the_recorded_one(
    recording: Recording, situation: Situation, tmp_path: Path
) -> None:
    answer = replay(recording, situation, tmp_path)

    assert answer.status_code == (recording.status or 200)
    off = differences(recording.body, answer.json())
    assert set(off) == {Difference(path, TOO_MANY) for path in situation.also}


@pytest.mark.parametrize(
    ("recording", "situation"),
    [pair for pair in REPLAYED if pair[1].also],
    ids=lambda value: getattr(value, "name", ""),
)
def test_what_only_we_answer_is_documented(recording: Recording, situation: Situation) -> None:
    assert recording.contract
    known = known_fields(recording.contract)
    for path in situation.also:
        assert known[path] in {Known.RECORDED, Known.DOCUMENTED}, path


def known_fields(contract: Contract) -> dict[str, Known]:
    """How each field of an answer is known."""
    told = fields(contract.answer_schema)
    return {path: parse_evidence(field["x-evidence"]).known for path, field in told}
