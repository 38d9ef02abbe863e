"""Generated calls one after the other, each naming what those before it have made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from furnishing import furnish
from generating import CHECKS, generated, new_fake, schema_of
from hypothesis import given
from hypothesis import strategies as st

USUALLY = 15
STEPS = 12
# Under which keys an answer tells of what was made, and which parameter takes it up.
TOLD = {
    "videoNo": "video_no",
    "video_no": "video_no",
    "session_id": "session_id",
    "sessionId": "session_id",
    "folder_id": "folder_id",
    "taskId": "task_id",
}


class Story:
    """One account that begins anew for each sequence, and what it has been told of so far."""

    key = "sk-generated-story"

    def __init__(self) -> None:
        self.calls = 0
        self.fake = new_fake()
        self.fake.services.journal.listen(self.count)
        schema = schema_of(self.fake, lambda _: self.there)
        self.operations = [each.ok() for each in schema.get_all_operations()]

    def count(self, _entry: Any) -> None:
        self.calls += 1

    def begin(self) -> None:
        generated_so_far = self.calls
        self.fake.reset(self.key)
        self.there = {name: list(known) for name, known in furnish(self.fake, self.key).items()}
        self.there["video_nos"] = self.there["video_no"]
        self.calls = generated_so_far

    def remember(self, answer: Any) -> None:
        """Take up whatever an answer tells of."""
        for key, value in _pairs(answer):
            if key in TOLD and isinstance(value, (str, int)):
                public = "public " if str(value).startswith("PI") else ""
                known = self.there[f"{public}{TOLD[key]}"]
                known[:] = dict.fromkeys([*known, value])


STORY = Story()


@pytest.fixture
def counted(request: pytest.FixtureRequest) -> Iterator[None]:
    before = STORY.calls
    yield
    made = STORY.calls - before
    request.node.user_properties.append(("generated calls", made))
    assert made >= USUALLY * STEPS


@pytest.mark.usefixtures("counted")
@generated(usually=USUALLY)
@given(data=st.data())
def test_no_sequence_of_generated_calls_leaves_a_contract(data: st.DataObject) -> None:
    STORY.begin()
    for _ in range(STEPS):
        case = data.draw(data.draw(st.sampled_from(STORY.operations)).as_strategy())
        answer = case.call_and_validate(headers={"Authorization": STORY.key}, checks=CHECKS)
        if answer.headers["content-type"] == ["application/json"]:
            STORY.remember(answer.json())


def _pairs(told: Any) -> Iterator[tuple[str, Any]]:
    """Every key in an answer with its value, at any depth."""
    if isinstance(told, dict):
        yield from told.items()
    inner = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    for item in inner:
        yield from _pairs(item)
