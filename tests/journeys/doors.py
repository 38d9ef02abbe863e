"""The three ways in: each runs the same cells, with equal seeds and virtual time."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import notebook

from memories_fake import Fake

Answers = list[dict[str, Any]]
Door = Callable[[list[str], str], Answers]
SEED = "7"


def in_process(cells: list[str], key: str) -> Answers:
    with Fake(seed=SEED).activate():
        return notebook.run_cells(cells, base=notebook.LIVE, key=key)


def over_a_port(cells: list[str], key: str) -> Answers:
    with Fake(seed=SEED) as fake, fake.serve() as server:
        return notebook.run_cells(cells, base=server.url, key=key)


def by_exec(cells: list[str], key: str) -> Answers:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as plan:
        json.dump({"cells": cells, "base": notebook.LIVE, "key": key}, plan)
        plan.flush()
        fake = [sys.executable, "-m", "memories_fake", "exec", "--virtual-time"]
        program = [sys.executable, str(Path(notebook.__file__)), plan.name]
        run = subprocess.run(
            [*fake, "--seed", SEED, "--check-replies", "--", *program],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert run.returncode == 0, run.stderr
    answers: Answers = json.loads(run.stdout)
    return answers


DOORS: tuple[Door, ...] = (in_process, over_a_port, by_exec)
