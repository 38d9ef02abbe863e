"""The vendor's notebook, cell by cell as it stands, against what it once printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from doors import DOORS, Door
from notebook import cells_of
from recordings import Recording, recordings
from shapes import Difference, Way, differences

SEED = Path(__file__).parents[3] / "shared" / "seed"
KEY = "sk-notebook-0001"

pytestmark = pytest.mark.skipif(
    not SEED.is_dir(), reason=f"the vendor's notebook is not here: {SEED} does not exist"
)


def recorded_answers() -> list[Recording]:
    """What the notebook's cells printed, in their order: the first twelve recordings."""
    return list(recordings().values())[:12]


def notebook_cells() -> list[str]:
    (file,) = SEED.glob("*.txt")
    return cells_of(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_every_answer_has_the_keys_and_types_of_the_recorded_one(door: Door) -> None:
    answers = door(notebook_cells(), KEY)

    asked = recorded_answers()
    assert len(answers) == len(asked) == 12
    for recording, answer in zip(asked, answers, strict=True):
        off = differences(recording.body, answer, way=Way.AT_LEAST)
        if recording.endpoint.endswith("get_audio_transcription"):
            # Null that day; the same film had a transcript when it was recorded again.
            assert off == [Difference("data", "recorded null, ours an object")]
        else:
            assert off == [], recording.endpoint


def test_all_doors_give_equal_answers() -> None:
    in_process, over_a_port, by_exec = (door(notebook_cells(), KEY) for door in DOORS)
    assert in_process == over_a_port == by_exec
