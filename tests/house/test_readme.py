"""What the README says is so: its table is fresh, its commands exist, its code runs."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from memories_contracts import load_catalogue, load_control
from memories_contracts.table import markdown_controls, markdown_evidence, markdown_table
from memories_fake import Fake
from memories_fake.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_operations_is_made_from_the_contracts() -> None:
    (table,) = re.findall(r"<!-- routes -->\n(.*?)<!-- /routes -->", README, re.DOTALL)
    assert table == markdown_table(load_catalogue()), "run: memories-fake routes --markdown"


def test_the_counts_of_evidence_are_made_from_the_contracts() -> None:
    (table,) = re.findall(r"<!-- evidence -->\n(.*?)<!-- /evidence -->", README, re.DOTALL)
    assert table == markdown_evidence(load_catalogue())


def test_the_table_of_the_controls_is_made_from_theirs() -> None:
    (table,) = re.findall(r"<!-- controls -->\n(.*?)<!-- /controls -->", README, re.DOTALL)
    assert table == markdown_controls(load_control()), "run: memories-fake routes --controls …"


def test_every_command_that_it_names_is_there() -> None:
    named = set(re.findall(r"memories-fake ([a-z]+)", README))
    assert named == set(main.commands)


def test_every_option_that_it_names_is_there(pytester: pytest.Pytester) -> None:
    helps = pytester.runpytest_inprocess("--help").stdout.str()
    commands = [*([name] for name in main.commands), ["world", "make"]]
    helps += "".join(CliRunner().invoke(main, [*each, "--help"]).output for each in commands)
    for option in re.findall(r"`(--[a-z-]+)", README):
        assert option in helps, option


def test_its_test_command_is_the_one_that_the_gate_runs() -> None:
    lines = [line.strip() for line in README.splitlines() if ".venv/bin/pytest" in line]
    assert len(lines) == 1
    assert lines[0].startswith("python3 -m venv .venv && ")


def test_its_python_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(blocks) >= 4
    for block in blocks:
        names: dict[str, object] = {}
        exec(block, names)
        assert len(names) > 1


def test_its_tests_pass(pytester: pytest.Pytester) -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    tests = [block for block in blocks if "def test_" in block]
    pytester.makepyfile("\n\n".join(tests))
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed="".join(tests).count("def test_"))


def test_its_javascript_says_what_it_should(port: str) -> None:
    (script,) = re.findall(r"```js\n(.*?)```", README, re.DOTALL)
    run = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        env={**os.environ, "MEMORIES_FAKE_URL": port},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert run.stdout.strip() == "FAIL no picture"


@pytest.fixture
def port(memories_fake: Fake) -> Iterator[str]:
    with memories_fake.serve() as server:
        yield server.url
