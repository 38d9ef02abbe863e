"""The plugin in a pytest run that has nothing to do with it: what it loads, and for how long."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from measuring import Bound, Row, Stage, in_turns

TEST = """
import sys
def test_it():
    heavy = {"flask", "werkzeug", "requests", "sqlalchemy", "jsonschema", "rich", "click"}
    assert not heavy & set(sys.modules)
"""
LOADING = """
import pytest, time
began = time.perf_counter()
import NAMES
print(1000 * (time.perf_counter() - began))
"""
OURS, XDIST = "loading the plugin", "loading that of pytest-xdist"


def measure(stage: Stage) -> Row:
    _insist_that_nothing_heavy_comes_along(stage.folder)
    found = in_turns(
        {
            OURS: _loading("memories_fake.pytest_plugin, memories_fake.pytest_live"),
            XDIST: _loading("xdist.plugin, xdist.looponfail"),
        },
        rounds=stage.size(21, 5),
        told="plugin",
    )
    return Row(
        "plugin in an unrelated pytest run",
        "ms",
        found,
        (
            Bound("≤ 5 ms", found[OURS], 5.0),
            Bound("no third-party import (the run itself asserts that)", 0.0, 0.0),
        ),
        notes=("the time of its import; whole runs differ by more from one to the next",),
    )


def _insist_that_nothing_heavy_comes_along(folder: Path) -> None:
    (folder / "test_unrelated.py").write_text(TEST, encoding="utf-8")
    others = ("cacheprovider", "xdist", "hypothesispytest", "schemathesis", "anyio", "subtests")
    off = [part for name in others for part in ("-p", f"no:{name}")]
    run = [sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", "--rootdir", str(folder), *off]
    subprocess.run([*run, "test_unrelated.py"], check=True, stdout=subprocess.DEVNULL, cwd=folder)


def _loading(names: str) -> Callable[[], float]:
    run = [sys.executable, "-c", LOADING.replace("NAMES", names)]

    def took_ms() -> float:
        return float(subprocess.run(run, check=True, capture_output=True, text=True).stdout)

    return took_ms
