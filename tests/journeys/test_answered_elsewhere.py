"""What the second service of the drift tests answers is shaped as the recording that it names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from recordings import here, recordings, whole
from shapes import differences

pytestmark = here

FILE = Path(__file__).parents[1] / "live" / "answered.json"
ANSWERED = json.loads(FILE.read_text(encoding="utf-8"))
NUMBER = "VI631700000004194304"


@pytest.mark.parametrize("name", ANSWERED)
def test_an_answer_elsewhere_has_the_shape_of_its_recording(name: str) -> None:
    recorded = recordings()[ANSWERED[name]["recording"]]
    data = json.loads(json.dumps(ANSWERED[name]["data"]).replace("$number", NUMBER))
    assert recorded.is_captured
    assert recorded.contract is not None
    assert recorded.contract.operation == name.partition(".")[2]
    found = differences(whole(recorded.body["data"]), data)
    assert found == [], found
