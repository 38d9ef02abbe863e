"""What the fixtures cost a test that makes one call, beside a fixture of a bare Flask.

    python tests/benchmarks/fixture_cost.py

Set-up and tear-down together are to take 2 ms at most on a quiet machine. What holds on any machine
is how many times as long they take as those of the bare Flask, measured in the same run.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import pytest

TESTS = 200
MOST_MS = 2.0
SUITE = """
import flask, pytest, requests

@pytest.fixture
def bare():
    app = flask.Flask("bare")
    app.add_url_rule("/", "hello", lambda: {"hello": "world"})
    with app.test_client() as client:
        yield client

@pytest.mark.parametrize("n", range(COUNT))
def test_bare(bare, n):
    assert bare.get("/").status_code == 200

@pytest.mark.parametrize("n", range(COUNT))
def test_fake(memories_account, n):
    address = "https://api.memories.ai/serve/api/v1/list_videos"
    answer = requests.post(address, json={}, headers={"Authorization": memories_account.key})
    assert answer.json()["code"] == "0000"

@pytest.mark.parametrize("n", range(COUNT))
def test_client(memories_client, n):
    memories_client.upload_url("https://films.example/harbour.mp4")
"""


class Costs:
    """What each test's set-up and tear-down take, by the test's function."""

    def __init__(self) -> None:
        self.ms: dict[str, list[float]] = defaultdict(list)
        self._set_up_ms = 0.0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            raise RuntimeError(report.longreprtext)
        if report.when == "setup":
            self._set_up_ms = report.duration * 1000
        elif report.when == "teardown":
            name = report.nodeid.partition("::")[2].partition("[")[0]
            self.ms[name].append(self._set_up_ms + report.duration * 1000)


def measured(tests: int) -> Costs:
    costs = Costs()
    with TemporaryDirectory() as folder:
        file = Path(folder, "test_costs.py")
        file.write_text(SUITE.replace("COUNT", str(tests)))
        quiet = ("-qq", "--no-header", "--no-summary", "-p", "no:cacheprovider", "-p", "no:xdist")
        code = pytest.main([*quiet, f"--rootdir={folder}", str(file)], plugins=[costs])
    assert code == 0
    return costs


def main() -> int:
    costs = measured(TESTS)
    bare_ms = median(costs.ms["test_bare"])
    for name, each in costs.ms.items():
        tail_ms = quantiles(each, n=20)[-1]
        told = f"median {median(each):.2f} ms, 95 % below {tail_ms:.2f} ms"
        print(f"{name:12} {told}, {median(each) / bare_ms:.1f} times a bare Flask")
    return int(median(costs.ms["test_fake"]) > MOST_MS)


if __name__ == "__main__":
    sys.exit(main())
