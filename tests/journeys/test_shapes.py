"""The comparison that the recordings are held against sees what it has to see."""

from __future__ import annotations

from typing import Any

import pytest
from shapes import MISSING, TOO_MANY, Difference, Way, differences

WAITING = {"status": "UNPARSE", "duration": "0"}
PARSED = {"status": "PARSE", "duration": "653"}


@pytest.mark.parametrize(
    ("recorded", "ours"),
    [
        ({"video_no": "VI611471886560694272"}, {"video_no": "VI633543957813690368"}),
        ({"duration": "653"}, {"duration": "2"}),
        ({"score": 0.25}, {"score": 0.75}),
        ({"videos": [PARSED, PARSED, WAITING]}, {"videos": [WAITING, PARSED]}),
        ({"videos": []}, {"videos": []}),
    ],
)
def test_what_differs_only_in_value_is_alike(recorded: Any, ours: Any) -> None:
    assert differences(recorded, ours) == []


@pytest.mark.parametrize(
    ("recorded", "ours"),
    [
        ("653", 653),
        ("1755245460412", "1755245460"),
        ("null", None),
        ("VI611471886560694272", "611471886560694272"),
        (" Are you hurt?", "Are you hurt?"),
        (0, 0.5),
        (True, 1),
        ([PARSED], []),
        ([], [PARSED]),
        ({"code": "0000"}, {"code": "0001"}),
        ({"status": "FAIL"}, {"status": "FAILED"}),
    ],
)
def test_another_type_form_or_word_is_not_alike(recorded: Any, ours: Any) -> None:
    assert differences(recorded, ours) != []
    assert differences(ours, recorded) != []


def test_a_key_too_few_and_a_key_too_many_are_told_by_their_path() -> None:
    recorded, ours = {"data": {"videos": [PARSED]}}, {"data": {"videos": [{**PARSED, "size": "1"}]}}
    path = "data.videos[].size"
    assert differences(recorded, ours) == [Difference(path, TOO_MANY)]
    assert differences(ours, recorded) == [Difference(path, MISSING)]
    assert differences(recorded, ours, way=Way.AT_LEAST) == []


def test_every_kind_of_item_has_to_be_there_on_either_side() -> None:
    sized = {**PARSED, "size": "1"}
    assert differences([PARSED, WAITING], [sized, WAITING]) == [Difference("[].size", TOO_MANY)]
    assert differences([PARSED, WAITING], [PARSED]) != []
    assert differences([PARSED], [PARSED, WAITING]) != []
    assert differences([PARSED, WAITING], [PARSED], way=Way.AT_LEAST) == []
