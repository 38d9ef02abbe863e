"""Cold start: from launch to the first good answer."""

from __future__ import annotations

import sys
from collections.abc import Callable

from loading import Call
from measuring import FLOOR, OURS, Bound, Row, Stage, in_turns
from peers import LIST, servers
from processes import Command, running, subject
from profiling import Profile, of_imports

SERVE = (sys.executable, "-m", "memories_fake", "serve", "--quiet", "--port", "PORT")


def measure(stage: Stage) -> Row:
    subjects = {
        FLOOR: Command(subject("floor-werkzeug"), LIST),
        OURS: Command(SERVE, Call("POST", "/serve/api/v1/list_videos", b"{}")),
        **servers(stage),
    }
    found = in_turns(
        {name: _starting(command) for name, command in subjects.items()},
        rounds=stage.size(5, 2),
        told="cold start",
    )
    return Row(
        "cold start, launch to first 200",
        "ms",
        found,
        (
            Bound(f"≤ 2.2 × {FLOOR}", Row("", "", found, ()).ratio(FLOOR), 2.2),
            Bound("ahead of moto", Row("", "", found, ()).ratio("moto"), 1.0),
        ),
    )


def _starting(command: Command) -> Callable[[], float]:
    def started_ms() -> float:
        with running(command) as server:
            return server.started_seconds * 1000

    return started_ms


def profile(_stage: Stage) -> Profile:
    """Of what is loaded."""
    ours = "import memories_fake.cli, memories_fake.fake, memories_fake.doors.server"
    shares = {FLOOR: of_imports("import flask, werkzeug.serving"), OURS: of_imports(ours)}
    told = "Of loading alone: what is left is Python itself, the first tables, and the first call."
    return Profile("Cold start", "ms of loading, each module timed", shares, told)
