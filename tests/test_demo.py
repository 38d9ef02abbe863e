"""The demo as a new user meets it: what it prints, and what it returns to the shell."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from media_making import make_clip

from memories_fake.api.v1 import chat as chatting
from memories_fake.api.v1 import shapes
from memories_fake.demo import run_demo

OPERATIONS = (
    "POST /serve/api/v1/upload",
    "POST /serve/api/v1/list_videos",
    "POST /serve/api/v1/search",
    "POST /serve/api/v1/chat",
    "POST /serve/api/v1/chat_stream",
    "GET /serve/api/v1/get_video_transcription",
    "GET /serve/api/v1/get_audio_transcription",
    "GET /serve/api/v1/generate_summary",
    "GET /serve/api/v1/list_sessions",
    "GET /serve/api/v1/get_session_detail",
    "POST /serve/api/v1/marketer_chat",
    "POST /serve/api/v1/delete_videos",
)


@dataclass(frozen=True)
class Told:
    """How a telling of the demo ended, and all that it printed."""

    code: int
    output: str


def tell(video: Path | None = None, *, seed: str = "0") -> Told:
    with redirect_stdout(StringIO()) as pipe:
        code = run_demo(video, seed=seed)
    return Told(code, pipe.getvalue())


@pytest.fixture(scope="module", autouse=True)
def eighty_plain_columns() -> Iterator[None]:
    """Whatever the terminal of the tests is, the demo is told into a pipe."""
    with pytest.MonkeyPatch.context() as environment:
        for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
            environment.delenv(name, raising=False)
        environment.setenv("COLUMNS", "80")
        yield


@pytest.fixture(scope="module")
def clip(eighty_plain_columns: None) -> Told:
    """The demo of the shipped clip."""
    return tell()


def part(output: str, start: str, end: str = "") -> str:
    """What stands between two words, as one line, however it was wrapped and framed."""
    _, _, rest = output.partition(start)
    assert rest, f"{start!r} is not in the output"
    return " ".join((rest.partition(end)[0] if end else rest).replace("│", " ").split())


def without(shape: Callable[..., Any], key: str) -> Callable[..., Any]:
    """The same shape, which now loses a key."""

    def losing(*args: Any, **options: Any) -> Any:
        made = shape(*args, **options)
        del made[key]
        return made

    return losing


def test_the_shipped_clip_goes_through_every_operation(clip: Told) -> None:
    lines = [line.strip() for line in clip.output.splitlines()]

    assert clip.code == 0, clip.output
    assert [operation for operation in OPERATIONS if operation not in lines] == []
    assert clip.output.count("contract kept ✓") == 17
    assert "17 calls · 17 contracts kept" in clip.output


def test_time_passes_in_the_fake_and_not_outside(clip: Told) -> None:
    before, _, after = clip.output.partition("advance(seconds=60)")

    assert "UNPARSE" in before
    assert " PARSE " not in before
    assert " PARSE " in after
    assert "63 virtual seconds" in after
    assert "77 virtual ones" in after


def test_the_film_is_heard_by_its_own_subtitles(clip: Told) -> None:
    pytest.importorskip("av")
    heard = part(clip.output, "get_audio_transcription", "generate_summary")

    assert "00:08–00:10 Then the tide turns and the boats float free." in heard


def test_both_questions_end_up_in_one_session(clip: Told) -> None:
    detail = part(clip.output, "get_session_detail", "marketer_chat")

    first, second = "user What are the two best moments?", "user And what is said in it?"
    assert detail.index(first) < detail.index(second)


def test_a_deleted_video_is_refused_with_its_code(clip: Told) -> None:
    end = part(clip.output, "delete_videos", "What to try next")

    assert "total_count 0" in end
    assert "0001 video not found" in end


def test_equal_seeds_tell_equal_stories() -> None:
    def seen(seed: str) -> str:
        shown = part(tell(seed=seed).output, "get_video_transcription", "get_audio_transcription")
        return shown[shown.index("when seen") :]

    assert seen("tide") == seen("tide") != seen("ebb")


@pytest.mark.parametrize(
    ("shape", "key", "step"),
    [
        ("uploaded", "videoNo", "1 Upload a video"),
        ("transcript", "videoNo", "7 Read what is seen and said"),
        ("topics", "items", "8 Sum it up"),
        ("session_detail", "messages", "9 Look back at the talk"),
    ],
)
def test_an_answer_that_loses_a_key_fails_its_step(
    monkeypatch: pytest.MonkeyPatch, shape: str, key: str, step: str
) -> None:
    monkeypatch.setattr(shapes, shape, without(getattr(shapes, shape), key))

    told = tell()

    assert told.code == 1
    assert "contract broken" in told.output
    assert f"'{key}' is a required property" in told.output
    assert step in part(told.output, "not all went well")


def test_a_stream_event_that_loses_a_key_fails_its_step(monkeypatch: pytest.MonkeyPatch) -> None:
    events = chatting._events

    def losing(said: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        for kind, event in events(said):
            del event["sessionId"]
            yield kind, event

    monkeypatch.setattr(chatting, "_events", losing)

    told = tell()

    assert told.code == 1
    assert "'sessionId' is a required property" in told.output
    assert "6 Ask on, and hear the answer live" in part(told.output, "not all went well")


def test_a_stream_that_ends_otherwise_fails_its_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chatting, "_end", lambda _dialect: {"code": "0001", "data": "Error"})

    told = tell()

    assert told.code == 1
    assert "6 Ask on, and hear the answer live" in part(told.output, "not all went well")


def test_a_video_that_outlives_its_deletion_fails_the_story(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("memories_fake.domain.deleting.delete_videos", lambda *_, **__: None)

    told = tell()

    assert told.code == 1
    ending = part(told.output, "not all went well")
    assert "11 Delete the video the number of videos should be '0', but is '1'" in ending


def test_a_file_that_is_no_video_fails_as_it_does_at_the_service(tmp_path: Path) -> None:
    letter = tmp_path / "letter.mp4"
    letter.write_text("Dear harbour master,")

    told = tell(letter)

    assert told.code == 1
    assert "letter.mp4 cannot be read as a video" in part(told.output, "not all went well")
    assert " FAIL " in told.output
    assert "/search" not in told.output


def test_a_missing_file_is_told_in_words(tmp_path: Path) -> None:
    told = tell(tmp_path / "nowhere.mp4")

    assert told.code == 1
    assert "nowhere.mp4" in told.output
    assert "Traceback" not in told.output


def test_ones_own_film_without_sound_is_fine(tmp_path: Path) -> None:
    told = tell(make_clip(tmp_path / "garden_birds.mp4", with_sound=False))

    assert told.code == 0, told.output
    assert "file=garden_birds.mp4" in told.output
    assert "nothing is said" in told.output


def test_a_pipe_gets_plain_text_of_80_columns(clip: Told) -> None:
    assert not {"\x1b", "\r"} & set(clip.output)
    assert max(map(len, clip.output.splitlines())) <= 80


def test_a_terminal_gets_colour_and_sees_the_bytes_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)

    told = tell()

    assert told.code == 0
    assert "\x1b[" in told.output
    assert "68.4/68.4 kB" in told.output


def test_the_command_line_tells_the_story_even_to_a_pipe_that_knows_only_ascii() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from memories_fake.cli import main; main(['demo'])"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "17 contracts kept" in done.stdout
