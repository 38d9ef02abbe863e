"""A stream arrives event by event, measured at the client: requests, httpx and Node's fetch."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
import pytest
import requests

from memories_fake import Fake

HEADERS = {"Authorization": "sk-streams-0001"}
PACE_SECONDS = 0.04


@dataclass(frozen=True)
class Arrival:
    """A piece of a stream, and when it came."""

    at_seconds: float
    piece: bytes


@pytest.fixture
def question() -> Iterator[tuple[str, dict[str, object]]]:
    """A stream's address and body, on a server in real time that paces its events."""
    fake = Fake(time="real", parse_seconds=0, stream_pace_seconds=PACE_SECONDS)
    with fake, fake.serve() as server:
        made = requests.post(
            f"{server.url}/serve/api/v1/upload_url",
            data={"url": "https://films.example/ferry.mp4"},
            headers=HEADERS,
            timeout=10,
        )
        numbers = [made.json()["data"]["videoNo"]]
        yield (
            f"{server.url}/serve/api/v1/chat_stream",
            {"video_nos": numbers, "prompt": "What are the highlights?"},
        )


def by_requests(url: str, body: dict[str, object]) -> list[Arrival]:
    with requests.post(url, json=body, headers=HEADERS, stream=True, timeout=10) as answer:
        assert "Content-Length" not in answer.headers
        return [Arrival(time.monotonic(), piece) for piece in answer.iter_content(None)]


def by_httpx(url: str, body: dict[str, object]) -> list[Arrival]:
    with httpx.stream("POST", url, json=body, headers=HEADERS, timeout=10) as answer:
        assert "Content-Length" not in answer.headers
        return [Arrival(time.monotonic(), piece) for piece in answer.iter_bytes()]


NODE = """
const [url, body, key] = process.argv.slice(1);
const headers = {Authorization: key, "Content-Type": "application/json"};
fetch(url, {method: "POST", headers, body}).then(async (answer) => {
  const arrivals = [];
  for await (const piece of answer.body)
    arrivals.push([performance.now() / 1000, Buffer.from(piece).toString("base64")]);
  console.log(JSON.stringify({length: answer.headers.get("content-length"), arrivals}));
});
"""


def by_node(url: str, body: dict[str, object]) -> list[Arrival]:
    import base64

    command = ["node", "-e", NODE, url, json.dumps(body), HEADERS["Authorization"]]
    run = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    told = json.loads(run.stdout)
    assert told["length"] is None
    return [Arrival(at, base64.b64decode(piece)) for at, piece in told["arrivals"]]


needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


@pytest.mark.parametrize("read", [by_requests, by_httpx, pytest.param(by_node, marks=needs_node)])
def test_events_arrive_one_by_one_and_in_time(
    question: tuple[str, dict[str, object]],
    read: Callable[[str, dict[str, object]], list[Arrival]],
) -> None:
    arrivals = read(*question)

    assert len(arrivals) > 5
    # One whole frame per write: what arrives together begins and ends with a frame.
    assert all(a.piece.startswith(b"data:") and a.piece.endswith(b"\n\n") for a in arrivals)
    frames = b"".join(a.piece for a in arrivals).split(b"\n\n")[:-1]
    assert json.loads(frames[-1].removeprefix(b"data:")) == {"code": "SUCCESS", "data": "Done"}
    # Buffered, all would come at once; paced, the whole takes as long as its pauses.
    took_seconds = arrivals[-1].at_seconds - arrivals[0].at_seconds
    assert took_seconds > 0.5 * PACE_SECONDS * (len(frames) - 1)
    assert len(arrivals) > len(frames) / 2


def test_a_client_that_goes_away_leaves_the_server_well(
    question: tuple[str, dict[str, object]],
) -> None:
    url, body = question
    with requests.post(url, json=body, headers=HEADERS, stream=True, timeout=10) as answer:
        next(answer.iter_content(None))
    assert by_requests(url, body)[-1].piece.startswith(b"data:")
