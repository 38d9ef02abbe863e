"""Servers to be measured, one a process: python subjects.py KIND PORT.

Bare Flask is the floor: the same answers, with nothing behind them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.formparser import FormDataParser
from werkzeug.wsgi import get_input_stream

VIDEOS = 5
EVENTS, PACE_SECONDS = 20, 0.05
WORDS = 91  # that many make so many events, the end marker among them
KEY = {"Authorization": "sk-benchmark"}


def bare_flask() -> Flask:
    """A small list that can be added to, a stream, and a form of which nothing is kept."""
    app = Flask("floor")
    films = [_film(number) for number in range(VIDEOS)]

    @app.post("/serve/api/v1/list_videos")
    def listed() -> Response:
        request.get_json(silent=True)
        data = {
            "videos": films,
            "total_count": str(len(films)),
            "current_page": 1,
            "page_size": 200,
        }
        told = {"code": "0000", "msg": "success", "data": data, "success": True, "failed": False}
        return jsonify(told)

    @app.post("/stream")
    def stream() -> Response:
        request.get_json()
        return Response(_events(), content_type="text/event-stream")

    @app.post("/upload")
    def upload() -> str:
        parser = FormDataParser(stream_factory=lambda *_args, **_kwargs: Sink(), silent=False)
        body = get_input_stream(request.environ)
        parser.parse(body, request.mimetype, request.content_length, request.mimetype_params)
        return "taken"

    return app


class Sink:
    """Counts what is written, and forgets it."""

    def __init__(self) -> None:
        self.size_bytes = 0

    def write(self, piece: bytes) -> int:
        self.size_bytes += len(piece)
        return len(piece)

    def seek(self, *_where: int) -> int:
        return 0

    def close(self) -> None:
        """There is nothing to close."""


def _film(number: int) -> dict[str, Any]:
    return {
        "video_no": f"VI63354395781369068{number}",
        "video_name": f"harbour_{number}",
        "status": "PARSE",
        "duration": "8",
        "size": "3338994",
        "cause": "null",
        "create_time": "1760262064507",
    }


def _events() -> Iterator[bytes]:
    for number in range(EVENTS):
        yield b'data:{"type":"content","role":"assistant","content":"word %d"}\n\n' % number
        time.sleep(PACE_SECONDS)


def our_fake() -> Any:
    """The fake as `serve` has it, with some videos, and an answer that is told in many events."""
    from memories_fake import Fake

    fake = Fake(time="real", parse_seconds=0, stream_pace_seconds=PACE_SECONDS, check_replies=False)
    said = " ".join(f"word{each:03}" for each in range(WORDS))
    fake.account(KEY["Authorization"]).chat.reply(said)
    client = fake.app.test_client()
    for number in range(VIDEOS):
        film = {"url": f"https://films.example/harbour_{number}.mp4"}
        client.post("/serve/api/v1/upload_url", json=film, headers=KEY)
    return fake


def change(client: Any) -> None:
    """Something changes, in the account of somebody else."""
    film = {"url": "https://films.example/tram.mp4"}
    client.post("/serve/api/v1/upload_url", json=film, headers={"Authorization": "sk-another"})


def on_our_server(app: Any, port: int) -> None:
    from memories_fake.doors.server import Server

    Server(app, port=port).serve()


def on_werkzeug(app: Any, port: int) -> None:
    from werkzeug.serving import run_simple

    run_simple("127.0.0.1", port, app, threaded=True)


KINDS: dict[str, Callable[[int], None]] = {
    "floor": lambda port: on_our_server(bare_flask(), port),
    "floor-werkzeug": lambda port: on_werkzeug(bare_flask(), port),
    "ours": lambda port: on_our_server(our_fake().app, port),
}

if __name__ == "__main__":
    KINDS[sys.argv[1]](int(sys.argv[2]))
else:
    app = bare_flask()  # for a server that is told where an application is
