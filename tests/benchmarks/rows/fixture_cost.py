"""What a fixture adds to a test with one call in it: whole pytest runs with and without it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from measuring import OURS, Bound, Row, Stage, in_turns, seconds

NOTHING = """
import pytest
@pytest.mark.parametrize("number", range(TESTS))
def test_it(number): pass
"""
CASES = {
    OURS: """
import pytest, requests
URL = "https://api.memories.ai/serve/api/v1/list_videos"
@pytest.mark.parametrize("number", range(TESTS))
def test_it(number, memories_fake):
    told = requests.post(URL, json={}, headers={"Authorization": "sk-benchmark"})
    assert told.json()["code"] == "0000"
""",
    "memories-fake, its client": """
import pytest
@pytest.mark.parametrize("number", range(TESTS))
def test_it(number, memories_client):
    assert memories_client.list_videos().total == 0
""",
}
OF_PEERS = {
    "moto, new client": """
import boto3, pytest
from moto import mock_aws
@pytest.mark.parametrize("number", range(TESTS))
def test_it(number):
    with mock_aws():
        keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s"}
        assert boto3.client("s3", region_name="us-east-1", **keys).list_buckets()["Buckets"] == []
""",
    "pytest-httpserver": """
import pytest, requests
@pytest.mark.parametrize("number", range(TESTS))
def test_it(number, httpserver):
    httpserver.expect_request("/list").respond_with_json({"code": "0000"})
    assert requests.post(httpserver.url_for("/list"), json={}).json()["code"] == "0000"
""",
}


def measure(stage: Stage) -> Row:
    tests = stage.size(100, 30)
    cases = {name: (sys.executable, text) for name, text in CASES.items()}
    if stage.python_peers:
        cases |= {name: (str(stage.python_peers), text) for name, text in OF_PEERS.items()}
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
        notes=("over the same test without fixture and call; loading is not counted",),
    )


def _costing(folder: Path, python: str, text: str, tests: int) -> Callable[[], float]:
    """Many tests less a single one: what is loaded once falls out."""

    def added_ms() -> float:
        many, one = (_run(folder, python, text, count) for count in (tests, 1))
        nothing, none = (_run(folder, python, NOTHING, count) for count in (tests, 1))
        return ((many - one) - (nothing - none)) / (tests - 1) * 1000

    return added_ms


def _run(folder: Path, python: str, text: str, tests: int) -> float:
    file = folder / "test_of_a_fixture.py"
    file.write_text(text.replace("TESTS", str(tests)), encoding="utf-8")
    command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", str(file)]
    run = [*command, "--rootdir", str(folder)]
    return seconds(lambda: subprocess.run(run, check=True, stdout=subprocess.DEVNULL, cwd=folder))
