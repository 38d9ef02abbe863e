"""The webhook sink's ear on a port of this machine: a small HTTP server."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, cast

from memories_fake.runtime.breaking import Break
from memories_fake.testkit.receiving import Answer

HOST = "127.0.0.1"
NO_LINGERING = struct.pack("ii", 1, 0)  # closing sends a reset

Take = Callable[[str, Mapping[str, str], bytes], Answer]


class Port:
    """Takes POSTs until closed. `pause` is as slow as an answer says, and tells if it is heard."""

    def __init__(self, take: Take, pause: Callable[[Answer], bool], *, port: int = 0) -> None:
        self._server = _Server(take, pause, port)
        self._thread = Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.01},
            daemon=True,
            name="memories-fake-sink",
        )
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, take: Take, pause: Callable[[Answer], bool], port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.take = take
        self.pause = pause

    def handle_error(self, *_args: Any) -> None:
        """A sender that goes away is no news."""

    def shutdown_request(self, request: Any) -> None:
        """Close at once what is to be reset: a polite end would come before the reset."""
        if request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER):
            self.close_request(request)
        else:
            super().shutdown_request(request)


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = cast(_Server, self.server)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = server.take(self.path, dict(self.headers), body)
        if not server.pause(answer):
            return
        if answer.breaks is Break.RESET:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGERING)
        elif answer.breaks is None:
            self.send_response(answer.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""
