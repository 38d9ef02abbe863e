"""A second service of this API, small and apart from the fake: it answers as was once recorded.

What it says stands in answered.json, each answer shaped as the recording that it names; where
nothing was recorded it answers with the example of the documents, as the contracts hold it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import urlsplit

from memories_contracts import load_catalogue

NUMBER, SESSION = "VI631700000004194304", "631600000004194304"
ANSWERED = json.loads((Path(__file__).parent / "answered.json").read_text(encoding="utf-8"))
STREAMED = (
    {"type": "thinking", "title": "Searching", "content": "It is looked up.", "sessionId": SESSION},
    {"type": "content", "role": "assistant", "content": "Ropes are ", "sessionId": SESSION},
    {"type": "content", "role": "assistant", "content": "thrown.", "sessionId": SESSION},
)
END = {"code": "SUCCESS", "data": "Done"}


@dataclass(frozen=True)
class Reply:
    """What is answered: a JSON body, or events, or bytes."""

    body: Any = None
    events: tuple[Any, ...] = ()
    status: int = 200
    media: str = "application/json"
    content: bytes = b""

    def written(self) -> bytes:
        """The bytes of it."""
        if self.events:
            return b"".join(
                b"data:" + json.dumps(event).encode() + b"\n\n" for event in self.events
            )
        return self.content or json.dumps(self.body).encode()


@dataclass
class Elsewhere:
    """The service. `otherwise` changes its reply to one operation."""

    otherwise: dict[str, Callable[[Reply], Reply]] = field(default_factory=dict)

    def reply(self, method: str, path: str) -> Reply:
        """What it answers to a call."""
        for name, contract in load_catalogue().items():
            if (contract.method, contract.path) == (method, path) and name.startswith("v1."):
                return self.otherwise.get(name, lambda same: same)(plain(name))
        return Reply({"code": "0001", "msg": "No static resource.", **refused()})


def plain(name: str) -> Reply:
    """The answer to an operation, as it was recorded or is documented."""
    if name.endswith("_stream"):
        return Reply(events=(*STREAMED, END), media="text/event-stream")
    if name.startswith("v1.download"):
        return Reply(content=b"\0" * 64, media="application/octet-stream")
    if name in ANSWERED:
        data = json.loads(json.dumps(ANSWERED[name]["data"]).replace("$number", NUMBER))
        return Reply({"code": "0000", "msg": "success", "data": data, **well()})
    return Reply(load_catalogue()[name].examples[0]["answer"])


def well() -> dict[str, bool]:
    return {"success": True, "failed": False}


def refused() -> dict[str, Any]:
    return {"data": None, "success": False, "failed": True}


@contextmanager
def served(service: Elsewhere) -> Iterator[str]:
    """The service over a port, as its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version: ClassVar[str] = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            reply = service.reply(self.command, urlsplit(self.path).path)
            written = reply.written()
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.media)
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def in_body(change: Callable[[Any], Any]) -> Callable[[Reply], Reply]:
    """Do something to the JSON of a reply: `change` may change it in place, or give another."""

    def changed(reply: Reply) -> Reply:
        body = json.loads(json.dumps(reply.body))
        return replace(reply, body=change(body) or body)

    return changed
