"""One server for many tests: the kit's own suite, at once and in random order; nothing crosses."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from canary import SEED_NAME

from memories_fake import Fake

HERE = Path(__file__).parent
# One run of a part by itself; with MEMORIES_FAKE_SHARED_RUNS=20, so many of the whole suite.
RUNS = int(os.environ.get("MEMORIES_FAKE_SHARED_RUNS", "0"))
WORKERS = os.environ.get("MEMORIES_FAKE_SHARED_WORKERS", "2")
SUITE = (
    "test_clock.py",
    "test_faults.py",
    "test_outcomes.py",
    "test_webhooks.py",
    "test_webhooks_sink.py",
    "test_scripts.py",
)
# The hand that is remote is the same as Python's here. A receiver in another process really waits,
# and what an address stands for in the test's own process is unknown to the server.
NOT_HERE = ("remote", "came_slowly", "in_process", "stays_here")
NEVER_WANTED = ("-p", "no:schemathesis", "-p", "no:hypothesispytest")  # slow to begin with


def shared(seed: int, *arguments: str) -> str:
    """One run in a process of its own; what it has printed. Raises where not all is well."""
    command = [sys.executable, "-m", "pytest", "-p", "canary", *NEVER_WANTED, *arguments]
    path = [str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])]
    run = subprocess.run(
        command,
        check=False,
        cwd=HERE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path), SEED_NAME: str(seed)},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-5_000:]
    return run.stdout


@pytest.mark.parametrize("seed", range(RUNS or 1))
def test_nothing_crosses_at_a_server_that_all_share(seed: int) -> None:
    chosen = " and ".join(f"not {each}" for each in NOT_HERE)
    chosen = chosen if RUNS else "curl and not task and not image"
    files = SUITE if RUNS else SUITE[-1:]
    output = shared(seed, *files, "-n", WORKERS, "--memories-share", "-k", chosen)
    assert sum(map(int, re.findall(r"(\d+) passed", output))) > (300 if RUNS else 10)


def test_nothing_crosses_at_a_server_that_was_there_before() -> None:
    with Fake(seed=3) as fake, fake.serve() as server:
        fake.account("sk-memories-fake-test").speak(failure_word="FAILED")
        before = fake.account("sk-memories-fake-test").export()
        where = f"--memories-url={server.url}"
        output = shared(1, "test_scripts.py", "-n", "0", where, "-k", "remote")
        assert re.search(r"\d\d passed", output)
        assert "skipped" not in output
        assert fake.account("sk-memories-fake-test").export() == before
        assert list(fake.services.journal) == []  # each test has swept its account
