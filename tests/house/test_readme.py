"""What the README says is so: its table is fresh, its commands exist, its code runs."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from memories_contracts import load_catalogue
from memories_contracts.table import markdown_table
from memories_fake import Fake
from memories_fake.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_operations_is_made_from_the_contracts() -> None:
    (table,) = re.findall(r"<!-- routes -->\n(.*?)<!-- /routes -->", README, re.DOTALL)
    assert table == markdown_table(load_catalogue()), "run: memories-fake routes --markdown"


def test_every_command_that_it_names_is_there() -> None:
    named = set(re.findall(r"memories-fake ([a-z]+)", README))
    assert named == {"demo", "serve", "exec", "dialects", "routes"}
    assert named == set(main.commands)


def test_every_option_that_it_names_is_there() -> None:
    helps = "".join(CliRunner().invoke(main, [name, "--help"]).output for name in main.commands)
    for option in re.findall(r"`(--[a-z-]+)", README):
        assert option in helps, option


def test_its_test_command_is_the_one_that_the_gate_runs() -> None:
    lines = [line.strip() for line in README.splitlines() if ".venv/bin/pytest" in line]
    assert len(lines) == 1
    assert lines[0].startswith("python3 -m venv .venv && ")


def test_its_python_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        names: dict[str, object] = {}
        exec(block, names)
        assert names.keys() & {"made", "test_it", "app"}


def test_its_fixture_story_holds(
    memories_fake: Fake, memories_client: object, memories_clock: object
) -> None:
    (block,) = (b for b in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "test_it" in b)
    names: dict[str, object] = {}
    exec(block, names)
    names["test_it"](memories_fake, memories_client, memories_clock)  # type: ignore[operator]
