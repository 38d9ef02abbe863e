"""`memories-fake serve` as a process of its own: it streams, fails on purpose, and can be ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from requests.exceptions import ChunkedEncodingError

HEADERS = {"Authorization": "sk-serving-0001"}
SERVE = [sys.executable, "-u", "-m", "memories_fake", "serve", "--port", "0", "--quiet"]

# Whoever was begun in the background of a shell ignores SIGINT, and so do its children.
HEED_CTRL_C = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from memories_fake.cli import main; main()"
)
HEEDING_CTRL_C = [sys.executable, "-u", "-c", HEED_CTRL_C, *SERVE[SERVE.index("serve") :]]


@dataclass(frozen=True)
class Serving:
    """The process, its address, and a session that keeps its connection."""

    process: subprocess.Popen[str]
    url: str
    session: requests.Session

    def post(self, path: str, body: object, **options: object) -> requests.Response:
        url = f"{self.url}{path}"
        return self.session.post(url, json=body, headers=HEADERS, timeout=20, **options)  # type: ignore[arg-type]

    def call(self, operation: str, body: object, **options: object) -> requests.Response:
        return self.post(f"/serve/api/v1/{operation}", body, **options)

    def fail(self, **words: object) -> None:
        assert self.post("/_fake/faults", {"times": 1, **words}).ok


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    command = [*SERVE, "--parse-seconds", "0"]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process,
        requests.Session() as session,
    ):
        assert process.stdout is not None
        url = process.stdout.readline().split(" at ")[1].split()[0]
        yield Serving(process, url, session)
        process.terminate()


@pytest.fixture(scope="module")
def question(serving: Serving) -> dict[str, object]:
    made = serving.call("upload_url", {"url": "https://films.example/a.mp4"}).json()
    return {"video_nos": [made["data"]["videoNo"]], "prompt": "What is seen?"}


@pytest.mark.parametrize("how", ["reset", "empty"])
def test_a_connection_breaks_and_the_next_call_is_answered(serving: Serving, how: str) -> None:
    serving.fail(operation="v1.list_videos", connection=how)
    with pytest.raises(requests.ConnectionError):
        serving.call("list_videos", {})
    assert serving.call("list_videos", {}).json()["code"] == "0000"


def test_a_call_that_hangs_holds_up_no_other(serving: Serving) -> None:
    serving.fail(operation="v1.list_videos", connection="stall")
    with requests.Session() as impatient, pytest.raises(requests.ReadTimeout):
        impatient.post(
            f"{serving.url}/serve/api/v1/list_videos", json={}, headers=HEADERS, timeout=0.3
        )
    assert serving.call("list_videos", {}).json()["code"] == "0000"


def test_a_stream_is_cut_at_the_very_byte(serving: Serving, question: dict[str, object]) -> None:
    whole = serving.call("chat_stream", question).content
    for at in (1, 30, len(whole) // 2):
        serving.fail(operation="v1.chat_stream", cut_at_byte=at)
        came, error = until_the_end(serving.call("chat_stream", question, stream=True))
        assert (len(came), type(error)) == (at, ChunkedEncodingError)
    assert until_the_end(serving.call("chat_stream", question, stream=True))[1] is None


def until_the_end(answer: requests.Response) -> tuple[bytes, Exception | None]:
    came = b""
    try:
        for piece in answer.iter_content(None):
            came += piece
    except ChunkedEncodingError as error:
        return came, error
    return came, None


def test_streams_are_told_side_by_side(serving: Serving, question: dict[str, object]) -> None:
    began = time.monotonic()
    answers = [serving.call("chat_stream", question, stream=True) for _ in range(30)]
    each_seconds = max(answer.elapsed.total_seconds() for answer in answers)
    told = {answer.content.count(b"data:") for answer in answers}
    took_seconds = time.monotonic() - began
    (events,) = told
    assert events > 5
    assert each_seconds < 5
    assert took_seconds < 30 * events * 0.03 / 2  # one after the other they would take twice that


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_though_connections_are_kept_and_leaves_no_files(
    ending: signal.Signals, tmp_path: Path
) -> None:
    place = {**os.environ, "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(HEEDING_CTRL_C, stdout=subprocess.PIPE, text=True, env=place)
    with process, requests.Session() as session:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().split(" at ")[1].split()[0]
            told = session.post(
                f"{url}/serve/api/v1/upload",
                files={"file": ("a.mp4", b"film", "video/mp4")},
                headers=HEADERS,
                timeout=20,
            )
            assert told.json()["code"] == "0000"
            assert list(tmp_path.iterdir())
            process.send_signal(ending)
            assert process.wait(timeout=5) == 0
            assert "stopped" in process.stdout.read()
            assert list(tmp_path.iterdir()) == []
        finally:
            process.kill()
