"""Random stories of three accounts with two namespaces each, in every operation of both lines.

They are held against a model in plain Python. After a deletion no operation can see the video, its
words, pictures or bytes; and nobody ever sees what is somebody else's.

By default a few are told, always the same. `STORIES=500` tells so many others, new ones each time
or those of a seed:

    STORIES=500 .venv/bin/pytest tests/journeys/test_random_stories.py --hypothesis-seed=7

A failure prints the steps of the shortest story that shows it. They can be told again:

    with stories_in(tmp_path) as new_story:
        state = new_story()
"""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from stories.opening import stories_in

FEW = settings(
    max_examples=8,
    stateful_step_count=35,
    phases=(Phase.generate, Phase.shrink),
    report_multiple_bugs=False,
    deadline=None,
    derandomize=True,
)
MANY = os.environ.get("STORIES")


def chosen_settings() -> settings:
    """A few stories that are always the same, or as many others as are wanted."""
    return settings(FEW, max_examples=int(MANY), derandomize=False) if MANY else FEW


def test_random_stories(tmp_path: Path) -> None:
    with stories_in(tmp_path) as new_story:
        run_state_machine_as_test(new_story, settings=chosen_settings())
