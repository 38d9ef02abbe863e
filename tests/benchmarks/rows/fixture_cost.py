"""What a fixture adds to a test with one call in it: tests of one run, with and without it.

The time is told by the tests themselves, from the body of an early one to that of the last: each
test between them is set up, called and torn down. What is loaded once does not count.
"""

from __future__ import annotations

import os
import pstats
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from measuring import OURS, Bound, Row, Stage, in_turns
from profiling import Profile, rooms, shares_of

FIRST = 10
FILE = "test_of_a_fixture.py"
OUR_PLUGINS = ("-p", "memories_fake.pytest_plugin", "-p", "memories_fake.pytest_live")
THEIR_PLUGINS = ("-p", "pytest_httpserver.pytest_plugin")

MARKING = """
import pathlib, time
MARKS = []
def mark(number):
    if number in (FIRST, LAST):
        MARKS.append(time.perf_counter())
    if number == LAST:
        told = (MARKS[1] - MARKS[0]) / (LAST - FIRST)
        pathlib.Path(__file__).with_suffix(".txt").write_text(repr(told))
"""
NOTHING = """
import pytest
@pytest.mark.parametrize("number", range(TESTS))
def test_it(number):
    mark(number)
"""
CASES = {
    OURS: """
import pytest, requests
URL = "https://api.memories.ai/serve/api/v1/list_videos"
@pytest.mark.parametrize("number", range(TESTS))
def test_it(number, memories_fake):
    mark(number)
    told = requests.post(URL, json={}, headers={"Authorization": "sk-benchmark"})
    assert told.json()["code"] == "0000"
""",
    "memories-fake, shared session": """
import pytest, requests
URL = "https://api.memories.ai/serve/api/v1/list_videos"
SESSION = requests.Session()
@pytest.mark.parametrize("number", range(TESTS))
def test_it(number, memories_fake):
    mark(number)
    told = SESSION.post(URL, json={}, headers={"Authorization": "sk-benchmark"})
    assert told.json()["code"] == "0000"
""",
    "memories-fake, its client": """
import pytest
@pytest.mark.parametrize("number", range(TESTS))
def test_it(number, memories_client):
    mark(number)
    assert memories_client.list_videos().total == 0
""",
    "responses (static)": """
import pytest, requests, responses
URL = "https://api.memories.ai/serve/api/v1/list_videos"
@pytest.fixture
def mocked():
    with responses.RequestsMock() as mock:
        yield mock
@pytest.mark.parametrize("number", range(TESTS))
def test_it(number, mocked):
    mark(number)
    mocked.post(URL, json={"code": "0000"})
    assert requests.post(URL, json={}).json()["code"] == "0000"
""",
}
OF_PEERS = {
    "moto, new client": """
import boto3, pytest
from moto import mock_aws
@pytest.mark.parametrize("number", range(TESTS))
def test_it(number):
    mark(number)
    with mock_aws():
        keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s"}
        assert boto3.client("s3", region_name="us-east-1", **keys).list_buckets()["Buckets"] == []
""",
    "pytest-httpserver": """
import pytest, requests
@pytest.mark.parametrize("number", range(TESTS))
def test_it(number, httpserver):
    mark(number)
    httpserver.expect_request("/list").respond_with_json({"code": "0000"})
    assert requests.post(httpserver.url_for("/list"), json={}).json()["code"] == "0000"
""",
}


def measure(stage: Stage) -> Row:
    tests = stage.size(200, 30)
    cases = {name: (sys.executable, OUR_PLUGINS, text) for name, text in CASES.items()}
    if stage.python_peers:
        peers, plugins = str(stage.python_peers), THEIR_PLUGINS
        cases |= {name: (peers, plugins, text) for name, text in OF_PEERS.items()}
    found = in_turns(
        {name: _costing(stage.folder, *case, tests) for name, case in cases.items()},
        rounds=stage.size(3, 1),
        told="fixture",
    )
    return Row(
        "per-test cost of the fixture, one call in it",
        "ms",
        found,
        (Bound("≤ 2 ms", found[OURS], 2.0),),
        notes=("over the same test without fixture and call; from the tenth test to the last",),
    )


def _costing(
    folder: Path, python: str, plugins: Sequence[str], text: str, tests: int
) -> Callable[[], float]:
    """What each test takes, less what one takes that does nothing."""

    def each(text: str) -> float:
        return _each(folder, [python, "-m", "pytest", *plugins], text, tests)

    return lambda: (each(text) - each(NOTHING)) * 1000


def _each(folder: Path, pytest: Sequence[str], text: str, tests: int) -> float:
    """The seconds of one test among many."""
    run = [*pytest, *_run(folder, text, tests)]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL, cwd=folder, env=_alone())
    return float((folder / FILE).with_suffix(".txt").read_text(encoding="utf-8"))


def _run(folder: Path, text: str, tests: int) -> list[str]:
    """What pytest is given, to run so many of these tests."""
    whole = MARKING + text
    for name, number in (("TESTS", tests), ("FIRST", FIRST), ("LAST", tests - 1)):
        whole = whole.replace(name, str(number))
    (folder / FILE).write_text(whole, encoding="utf-8")
    settings = ["-q", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", str(folder)]
    return [*settings, str(folder / FILE)]


def _alone() -> dict[str, str]:
    """Other plugins that happen to be there cost each test something, too."""
    return {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def profile(stage: Stage) -> Profile:
    """Of tests alone: what a short run spends is taken off a long one."""
    many, few = stage.size(400, 30), stage.size(50, 12)
    shares = {}
    for name, case in {OURS: OURS, "responses": "responses (static)"}.items():
        spent = _spent(stage.folder, CASES[case], many)
        spent.subtract(_spent(stage.folder, CASES[case], few))
        shares[name] = shares_of(+spent, calls=many - few)
    told = "Of one test, all of what pytest itself does for it included."
    return Profile("The fixture, and one call in it", "µs of a test, profiled", shares, told)


def _spent(folder: Path, text: str, tests: int) -> Counter[str]:
    told = folder / "fixture.profile"
    profiling = [sys.executable, "-m", "cProfile", "-o", str(told), "-m", "pytest"]
    run = [*profiling, *OUR_PLUGINS, *_run(folder, text, tests)]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL, cwd=folder, env=_alone())
    return rooms(pstats.Stats(str(told)))
