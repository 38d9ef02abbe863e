"""What the pytest plugin adds to a run: a timeline on failures, and the audit on request."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = """
def test_good(memories_fake, memories_client):
    memories_client.upload_url("https://films.example/harbour.mp4")
"""
BAD = """
import requests

def test_bad(memories_fake):
    key = {"Authorization": "Bearer sk-some-key-0001"}
    requests.post("https://api.memories.ai/serve/api/v1/list_videos", headers=key)
"""
FAILING = """
import requests

def test_failing(memories_fake):
    key = {"Authorization": "sk-some-key-0001"}
    requests.post("https://api.memories.ai/serve/api/v1/list_videos", headers=key)
    memories_fake.calls("v1.chat").with_(prompt="Why?").once()

def test_other():
    assert 1 + 1 == 3
"""
UNRELATED = """
import sys

def test_unrelated():
    assert not {"flask", "requests", "sqlalchemy", "memories_fake.fake"} & set(sys.modules)
    assert 1 + 1 == 3
"""


def run(folder: Path, program: str, *options: str, ini: str = "") -> str:
    """What pytest prints of a run of this file."""
    (folder / "test_it.py").write_text(program, encoding="utf-8")
    (folder / "pytest.ini").write_text(f"[pytest]\n{ini}", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, str(folder)]
    command[3:3] = ["-p", "memories_fake.pytest_plugin"]  # and no other plugin
    alone = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    ended = subprocess.run(
        command, cwd=folder, env=alone, capture_output=True, text=True, check=False
    )
    return ended.stdout + ended.stderr


def marked(program: str, conduct: str) -> str:
    mark = f'@pytest.mark.memories_fake(conduct="{conduct}")'
    return f"import pytest\n{program}".replace("def test_", f"{mark}\ndef test_")


def test_a_failing_test_shows_the_timeline_and_the_nearest_calls(tmp_path: Path) -> None:
    told = run(tmp_path, FAILING)
    assert "memories-fake timeline" in told
    assert "#1    0.000  v1.list_videos  0000" in told
    assert "v1.chat with prompt='Why?': wanted once, came never." in told
    assert "verifying" not in told, "the kit's own lines have no place in a failure"
    other = told.partition("test_other")[2]
    assert "assert (1 + 1) == 3" in other
    assert "memories-fake timeline" not in other


def test_a_passing_test_shows_nothing(tmp_path: Path) -> None:
    assert "timeline" not in run(tmp_path, GOOD, "-rA")


def test_a_run_that_uses_no_fake_loads_nothing(tmp_path: Path) -> None:
    told = run(tmp_path, UNRELATED, "--memories-conduct=fail")
    assert "assert (1 + 1) == 3" in told
    assert "1 failed" in told


@pytest.mark.parametrize("by", ["option", "marker", "ini"])
def test_a_misbehaving_program_fails_its_test_on_request(by: str, tmp_path: Path) -> None:
    program = marked(BAD, "fail") if by == "marker" else BAD
    options = ["--memories-conduct=fail"] if by == "option" else []
    told = run(tmp_path, program, *options, ini="memories_conduct = fail" if by == "ini" else "")
    assert "1 failed" in told
    assert "error bearer: Bearer was sent before the key" in told
    assert "memories-fake timeline" in told
    assert "sk-some-key-0001" not in told.partition("bad conduct")[2]


def test_it_may_be_warned_of_instead(tmp_path: Path) -> None:
    told = run(tmp_path, BAD, "--memories-conduct=warn")
    assert "1 passed, 1 warning" in told
    assert "ConductWarning: bad conduct towards Memories.ai:" in told
    assert "error bearer: Bearer was sent before the key" in told


def test_nothing_is_audited_unless_it_is_asked_for(tmp_path: Path) -> None:
    told = run(tmp_path, BAD)
    assert "1 passed" in told
    assert "warning" not in told


def test_the_marker_goes_before_the_option_and_that_before_the_file(tmp_path: Path) -> None:
    ini = "memories_conduct = fail"
    assert "1 passed" in run(tmp_path, marked(BAD, "off"), "--memories-conduct=fail", ini=ini)
    assert "1 passed" in run(tmp_path, BAD, "--memories-conduct=off", ini=ini)


def test_a_good_program_passes_the_audit(tmp_path: Path) -> None:
    assert "1 passed" in run(tmp_path, GOOD, "--memories-conduct=fail", "--strict-markers")


def test_a_test_that_failed_by_itself_is_not_audited(tmp_path: Path) -> None:
    told = run(tmp_path, f"{BAD}    assert not key\n", "--memories-conduct=fail")
    assert "assert not key" in told
    assert "bad conduct" not in told


def test_a_word_that_is_none_is_refused(tmp_path: Path) -> None:
    assert "conduct is one of off, warn, fail, not 'no'" in run(tmp_path, marked(BAD, "no"))
