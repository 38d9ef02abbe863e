"""A real program is recorded, and runs again on its cassette alone, seeing just the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from taped import PROGRAM, command, document, every_byte, python

from memories_fake import Fake
from memories_fake.settings import Time


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Fake(time=Time.REAL, parse_seconds=0.5) as fake, fake.serve() as server:
        yield server.url


@pytest.fixture(scope="module")
def recorded(url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The cassette of the program, and what it printed."""
    file = tmp_path_factory.mktemp("recorded") / "cassette.json"
    run = command("record", "--against", url, "--out", file, *python(PROGRAM))
    assert run.returncode == 0, run.stderr
    assert f"exchanges recorded in {file}" in run.stderr
    return file, run.stdout


def test_a_program_sees_on_its_cassette_what_it_saw_at_the_service(
    recorded: tuple[Path, str],
) -> None:
    file, printed = recorded
    again = command("replay", file, *python(PROGRAM))
    assert (again.returncode, again.stdout) == (0, printed), again.stderr
    assert "nobody asked" not in again.stderr


def test_the_cassette_is_a_readable_document(recorded: tuple[Path, str], url: str) -> None:
    told = document(recorded[0])
    assert (told["cassette"], told["version"], told["against"]) == ("memories-fake", 1, [url])
    operations = [exchange["operation"] for exchange in told["exchanges"]]
    assert operations == [
        "v1.upload_url",
        "v1.list_videos",
        "v1.chat",
        "v1.chat_stream",
        "v1.upload",
        "v1.get_session_detail",
        "v1.delete_videos",
    ]
    assert told["exchanges"][0]["request"]["host"] == url.removeprefix("http://")
    looks = told["exchanges"][1]["answers"]
    statuses = [each["body"]["json"]["data"]["videos"][0]["status"] for each in looks]
    assert statuses == ["UNPARSE", "PARSE"]
    assert looks[0]["times"] > 1


def test_what_was_uploaded_is_kept_as_its_size_and_hash_alone(recorded: tuple[Path, str]) -> None:
    (part,) = document(recorded[0])["exchanges"][4]["request"]["body"]["parts"]
    assert (part["filename"], part["bytes"], len(part["sha256"])) == ("harbour.mp4", 1400, 64)
    assert b"no film at all" not in every_byte(recorded[0])


def test_the_key_of_the_program_is_nowhere_and_any_other_will_do(
    recorded: tuple[Path, str],
) -> None:
    file, printed = recorded
    assert b"sk-first-program-key" not in every_byte(file)
    again = command("replay", file, *python(PROGRAM), THE_KEY="sk-a-new-one")
    assert (again.returncode, again.stdout) == (0, printed), again.stderr


def test_ids_are_written_by_reference(recorded: tuple[Path, str]) -> None:
    told = document(recorded[0])
    number = told["references"]["videoNo.1"]
    assert number.startswith("VI")
    assert recorded[0].read_text().count(number) == 1
    assert told["exchanges"][2]["request"]["body"]["json"]["video_nos"] == ["{{videoNo.1}}"]
    detail = told["exchanges"][5]["request"]["query"]
    assert detail == {"session_id": "{{session_id.1}}"}


@pytest.mark.parametrize(("speed", "look_seconds"), [("20", "0.01"), ("1", "0.3"), ("50", "0.2")])
def test_any_rhythm_and_any_speed_come_to_the_same_end(
    recorded: tuple[Path, str], speed: str, look_seconds: str
) -> None:
    file, printed = recorded
    again = command("replay", file, "--speed", speed, *python(PROGRAM), LOOK_SECONDS=look_seconds)
    assert (again.returncode, again.stdout) == (0, printed), again.stderr


def test_what_was_not_recorded_is_refused_with_what_comes_nearest(
    recorded: tuple[Path, str],
) -> None:
    other = PROGRAM.replace("What is in the harbour?", "Who is in the harbour?")
    again = command("replay", recorded[0], *python(other))
    assert again.returncode == 1
    assert "nothing was recorded for v1.chat as it was asked; the nearest is exchange 3" in (
        again.stderr
    )
    assert (
        "body.prompt: recorded 'What is in the harbour?', asked 'Who is in the harbour?'"
        in again.stderr
    )


def test_a_program_that_never_calls_is_told_so(url: str, tmp_path: Path) -> None:
    file = tmp_path / "nothing.json"
    run = command("record", "--against", url, "--out", file, *python("print('hello')"))
    assert (run.returncode, run.stdout, file.exists()) == (1, "hello\n", False)
    assert "nothing was recorded" in run.stderr


def test_the_exit_code_is_the_program_s_own(url: str, tmp_path: Path) -> None:
    failing = PROGRAM + "\nsys.exit(7)"
    file = tmp_path / "failing.json"
    assert command("record", "--against", url, "--out", file, *python(failing)).returncode == 7
    assert command("replay", file, *python(failing)).returncode == 7


def test_the_live_service_is_recorded_only_on_purpose(tmp_path: Path) -> None:
    live = "https://api.memories.ai"
    run = command("record", "--against", live, "--out", tmp_path / "no.json", *python("1"))
    assert run.returncode == 1
    assert "add --live" in run.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("record", "--", "true"), "say which service is recorded: --against URL"),
        (("record", "--against", "127.0.0.1:1", "--", "true"), "begin it with http://"),
        (("replay", "none.json"), "there is no cassette none.json: record it first"),
        (("replay", "pyproject.toml"), "cannot be read as a cassette"),
        (("replay", "none.json", "--mode", "once"), "say against which service"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(arguments: tuple[str, ...], told: str) -> None:
    run = command(*arguments)
    assert run.returncode in {1, 2}
    assert told in run.stderr


def test_a_service_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "dead.json"
    run = command("record", "--against", "http://127.0.0.1:9", "--out", file, *python(PROGRAM))
    assert run.returncode == 1
    assert "http://127.0.0.1:9 did not answer: ConnectionError" in run.stderr
    assert not file.exists()
