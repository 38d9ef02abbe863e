"""The door for unmodified programs: the environment they get, their exit codes and signals."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from redirect_target import PATH, PATIENCE_SECONDS, Target, python, said_by, said_in, serving

from memories_fake.doors import redirect
from memories_fake.doors.hosts import HOSTS
from memories_fake.doors.redirect import OtherHosts, redirected_environment, run

DOOR = Path(redirect.__file__).parent
CALLING = f"""
import http.client
connection = http.client.HTTPSConnection("api.memories.ai")
connection.request("GET", "{PATH}")
connection.getresponse().read()
connection.close()
"""


@pytest.fixture
def target() -> Iterator[Target]:
    with serving() as target:
        yield target


def test_the_environment_is_added_to_and_nothing_is_taken_away() -> None:
    before = {
        "HOME": "/home/ada",
        "PYTHONPATH": "/mine",
        "NODE_OPTIONS": "--no-warnings",
        "MEMORIES_API_KEY": "sk-mine",
        "no_proxy": "intranet",
        "VIDEO_API": "https://api.memories.ai/serve/api/v1",
        "OTHER_API": "https://api.memories.ai.example/",
    }
    after = redirected_environment(before, base_url="http://127.0.0.1:8000/", api_key="sk-new")
    assert after["HOME"] == "/home/ada"
    assert after["PYTHONPATH"].split(os.pathsep) == [str(DOOR / "python"), "/mine"]
    assert after["NODE_OPTIONS"].split(" ", 1)[0] == "--no-warnings"
    assert (after["MEMORIES_API_KEY"], after["MEMORIES_AI_API_KEY"]) == ("sk-mine", "sk-new")
    assert after["MEMORIES_BASE_URL"] == after["MEMORIES_FAKE_URL"] == "http://127.0.0.1:8000"
    assert after["VIDEO_API"] == "http://127.0.0.1:8000/serve/api/v1"
    assert after["OTHER_API"] == before["OTHER_API"]
    assert after["MEMORIES_FAKE_HOSTS"].split(",") == list(HOSTS)
    assert after["NO_PROXY"] == after["no_proxy"]
    assert after["no_proxy"].split(",") == ["intranet", *HOSTS, "127.0.0.1"]


def test_an_empty_environment_gets_a_key_and_no_empty_path() -> None:
    after = redirected_environment({"PYTHONPATH": ""}, base_url="http://127.0.0.1:8000")
    assert after["PYTHONPATH"] == str(DOOR / "python")
    assert after["MEMORIES_API_KEY"] == "sk-fake-exec"


@pytest.mark.parametrize(
    ("program", "exit_code"),
    [
        ("", 0),
        ("import sys; sys.exit(7)", 7),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 128 + signal.SIGKILL),
    ],
)
def test_the_exit_code_is_the_programs_own(program: str, exit_code: int) -> None:
    assert run([sys.executable, "-c", program], os.environ) == exit_code


def test_a_program_that_does_not_exist_is_127_and_named(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert run(["no-such-program", "--help"], os.environ) == 127
    assert "'no-such-program': no such program" in capfd.readouterr().err


def test_a_file_that_cannot_be_run_is_126(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes").write_text("no program")
    assert run([str(tmp_path / "notes")], os.environ) == 126
    assert "Permission denied" in capfd.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_handed_on_and_the_program_has_the_last_word(number: signal.Signals) -> None:
    inner = f"""
import signal, sys
signal.signal({int(number)}, lambda *_: sys.exit(42))
print("ready", flush=True)
signal.pause()
"""
    outer = f"""
import os, sys
from memories_fake.doors.redirect import run
sys.exit(run([sys.executable, "-c", {inner!r}], os.environ))
"""
    with subprocess.Popen(
        python(outer),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        child.send_signal(number)
        assert child.wait(PATIENCE_SECONDS) == 42


def test_a_sitecustomize_further_along_still_runs(target: Target, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nsys.path.append('/of/its/own')\nname, ran = __name__, True\n"
    )
    program = "import sitecustomize, sys; print(vars(sitecustomize)['name'], sys.path)"
    undisturbed = said_in(os.environ | {"PYTHONPATH": str(tmp_path)}, python(program))
    assert said_by(python(program), target, PYTHONPATH=str(tmp_path)) == undisturbed
    assert undisturbed.startswith("sitecustomize [")
    assert "/of/its/own" in undisturbed

    said_by(python(CALLING), target, PYTHONPATH=str(tmp_path))
    assert [seen.path for seen in target.seen] == [PATH]


def test_a_library_that_is_there_already_is_patched_at_once(target: Target) -> None:
    # -S: no sitecustomize on its own, so that it can be imported late.
    said_by([sys.executable, "-S", "-c", f"import http.client, sitecustomize\n{CALLING}"], target)
    assert [seen.path for seen in target.seen] == [PATH]


def test_a_library_of_another_shape_is_named_and_not_broken(target: Target, tmp_path: Path) -> None:
    (tmp_path / "httpcore.py").write_text("answer = 42\n")
    environment = redirected_environment(
        os.environ | {"PYTHONPATH": str(tmp_path)}, base_url=target.url
    )
    child = subprocess.run(
        python("import httpcore; print(httpcore.answer)"),
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert child.stdout == "42\n"
    assert child.stderr.startswith("memories-fake: httpcore is not redirected: ")


def test_an_interpreter_starts_with_nothing_imported_on_top(target: Target) -> None:
    program = "import sys; print('\\n'.join(sys.modules))"
    bare = set(said_in(dict(os.environ), python(program)).split())
    assert set(said_by(python(program), target).split()) - bare <= {"sitecustomize", "__future__"}


def test_the_python_hook_is_written_for_python_3_8() -> None:
    source = (DOOR / "python" / "sitecustomize.py").read_text()
    ast.parse(source, feature_version=(3, 8))


OFFLINE_PYTHON = """
import requests
for url in ("https://api.memories.ai/x", "https://elsewhere.example/", "http://10.0.0.1/"):
    try:
        print(requests.get(url, timeout=5).status_code)
    except requests.ConnectionError as error:
        print("not on this machine" in str(error))
"""
OFFLINE_NODE = """
for (const url of ["https://api.memories.ai/x", "https://elsewhere.example/", "http://10.0.0.1/"])
    await fetch(url).then((answer) => console.log(answer.status),
        (error) => console.log(String(error.cause).includes("not on this machine")));
"""


@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "-c", OFFLINE_PYTHON],
        ["node", "--input-type=module", "-e", OFFLINE_NODE],
    ],
    ids=["python", "node"],
)
def test_offline_a_program_reaches_the_fake_and_nobody_else(
    target: Target, command: list[str]
) -> None:
    environment = redirected_environment(os.environ, base_url=target.url, others=OtherHosts.REFUSED)
    said = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=True
    ).stdout.split()
    assert [word.lower() for word in said] == ["200", "true", "true"]
    assert len(target.seen) == 1
