"""The plugin in a pytest run that has nothing to do with it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from measuring import Bound, Row, Stage, in_turns

TEST = """
import sys
def test_it():
    heavy = {"flask", "werkzeug", "requests", "sqlalchemy", "jsonschema", "rich", "click"}
    assert not heavy & set(sys.modules)
"""
WITHOUT, WITH = "pytest without the plugin", "pytest with the plugin"


def measure(stage: Stage) -> Row:
    (stage.folder / "test_unrelated.py").write_text(TEST, encoding="utf-8")
    found = in_turns(
        {
            WITHOUT: _running(stage.folder, "-p", "no:memories_fake", "-p", "no:memories_live"),
            WITH: _running(stage.folder),
        },
        rounds=stage.size(21, 5),
        told="plugin",
    )
    return Row(
        "plugin in an unrelated pytest run",
        "ms",
        found,
        (
            Bound("≤ 5 ms", found[WITH] - found[WITHOUT], 5.0),
            Bound("no third-party import (the run itself asserts that)", 0.0, 0.0),
        ),
        notes=(
            "time of the processor, not of the clock: so short a span drowns in a busy machine",
        ),
    )


def _running(folder: Path, *options: str) -> Callable[[], float]:
    command = [sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", "--rootdir", str(folder)]
    others = ("cacheprovider", "xdist", "hypothesispytest", "schemathesis", "anyio", "subtests")
    off = [part for name in others for part in ("-p", f"no:{name}")]
    run = [*command, *off, *options, str(folder / "test_unrelated.py")]

    def took_ms() -> float:
        before = getrusage(RUSAGE_CHILDREN)
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        after = getrusage(RUSAGE_CHILDREN)
        return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    return took_ms
