"""A program's own address, on this machine: takes callbacks and remembers them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread
from typing import Any

import requests
from calling import Caller

Body = dict[str, Any]


@dataclass
class Receiver:
    """`url` to be called at, and what has come: the bodies in order, and how they were sent."""

    url: str
    bodies: list[Body] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    news: Queue[Body] = field(default_factory=Queue)

    def wait(self, seconds: float = 10) -> Body:
        """The next body, as soon as it comes. Raises queue.Empty if none does."""
        return self.news.get(timeout=seconds)


@contextmanager
def receiving(
    *, status: int = 200, then: Callable[[Body], object] | None = None
) -> Iterator[Receiver]:
    """A receiver that answers with this status, after it has done what there is to be done."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if then:
                then(body)
            receiver.bodies.append(body)
            receiver.sent.append((self.path, self.headers["Content-Type"]))
            receiver.news.put(body)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}/told")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def deliveries(caller: Caller) -> list[Body]:
    """What the fake says of this account's callbacks."""
    url, headers = f"{caller.base}/_fake/deliveries", {"Authorization": caller.key}
    found: list[Body] = requests.get(url, headers=headers, timeout=10).json()["deliveries"]
    return found
