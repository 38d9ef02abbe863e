"""Kept connections: each has a thread, which answers one request after another.

Werkzeug's own handler closes every connection, since it cannot tell where the next request begins.
"""

from __future__ import annotations

import socket
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import IO, Any, cast

from werkzeug.exceptions import ClientDisconnected
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.wsgi import LimitedStream

PIECE_BYTES = 1 << 16
WAITING_CONNECTIONS = 1024
WITHOUT_BODY = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


class Port(ThreadedWSGIServer):
    """Listens, and knows which connections wait for a next request."""

    def __init__(self, host: str, port: int, app: Any) -> None:
        super().__init__(host, port, app, Connection)
        self.socket.listen(WAITING_CONNECTIONS)
        self._waiting: set[Any] = set()
        self._is_closed = False

    def waits(self, connection: Any) -> bool:
        """Told that nothing is under way there. Returns whether a next request may come."""
        self._waiting.add(connection)
        return not self._is_closed

    def works(self, connection: Any) -> None:
        """Told that a request has come there, or the end."""
        self._waiting.discard(connection)

    def server_close(self) -> None:
        """No request is taken any more on any connection; what is being answered still goes out."""
        super().server_close()
        self._is_closed = True
        for connection in tuple(self._waiting):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Connection(WSGIRequestHandler):
    """Speaks HTTP/1.1 with one client, and leaves the logging to the journal."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = PIECE_BYTES  # the head of an answer leaves together with its first piece
    server: Port
    _promises_more = False

    def setup(self) -> None:
        super().setup()
        self.server.waits(self.connection)

    def parse_request(self) -> bool:
        self.server.works(self.connection)
        return super().parse_request()

    def make_environ(self) -> dict[str, Any]:
        environ = super().make_environ()
        environ["memories_fake.promise"] = self._promise
        if "wsgi.input_terminated" not in environ:  # it is not chunked
            body = cast("IO[bytes]", self.rfile)
            environ["wsgi.input"] = LimitedStream(body, self._body_bytes())
            environ["wsgi.input_terminated"] = True
        return environ

    def run_wsgi(self) -> None:
        self._promises_more = False
        self.environ = environ = self.make_environ()
        try:
            self._answer(environ)
            while environ["wsgi.input"].read(PIECE_BYTES):
                """What was not read of this request is not to be taken for the next."""
        except (OSError, ClientDisconnected):  # the client has gone, or is to think that we have
            self.close_connection = True
        except Exception:  # noqa: BLE001 - a bug amid a stream: all that is left is to end it
            traceback.print_exc(file=sys.stderr)
            self.close_connection = True
        if not self.server.waits(self.connection):
            self.close_connection = True

    def handle_expect_100(self) -> bool:
        """The client waits for this word before it sends the rest."""
        goes_on = super().handle_expect_100()
        self.wfile.flush()
        return goes_on

    def finish(self) -> None:
        self.server.works(self.connection)
        for file in (self.wfile, self.rfile):
            with suppress(OSError):  # what the client did not wait for is still to be sent
                file.close()

    def log_request(self, *_args: Any) -> None:
        """Say nothing."""

    def log(self, *_args: Any) -> None:
        """Say nothing."""

    def _promise(self) -> None:
        self._promises_more = True

    def _body_bytes(self) -> int:
        told = self.headers.get("Content-Length", "0").strip()
        if told.isascii() and told.isdigit():
            return int(told)
        self.close_connection = True  # nobody knows where the next request begins
        return 0

    def _answer(self, environ: dict[str, Any]) -> None:
        head: list[Any] = []

        def start_response(*told: Any) -> None:
            head[:] = told[:2]

        pieces = self.server.app(environ, start_response)  # type: ignore[arg-type]
        try:
            is_chunked = self._begin(*head)
            for piece in pieces:
                if self.command != "HEAD":
                    self.wfile.write(_chunk(piece) if is_chunked else piece)
                self.wfile.flush()
            if is_chunked:
                self.wfile.write(b"0\r\n\r\n")
            self.wfile.flush()
        finally:
            getattr(pieces, "close", bool)()

    def _begin(self, status: str, headers: Sequence[tuple[str, str]]) -> bool:
        """Write the head. Returns whether the body is to follow in chunks."""
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        has_body = self.command != "HEAD" and int(code) not in WITHOUT_BODY
        has_end = not has_body or any(name.lower() == "content-length" for name, _ in headers)
        is_chunked = not has_end and self.request_version >= "HTTP/1.1"
        if is_chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif not has_end:
            self.close_connection = True
        self._tell_of_the_end()
        self.end_headers()
        return is_chunked

    def _tell_of_the_end(self) -> None:
        """Who is told of the connection's end, as Node is, takes whatever has come by then for the
        whole: an answer that is cut must not say it."""
        if self.close_connection and not self._promises_more:
            self.send_header("Connection", "close")
        elif self.request_version < "HTTP/1.1":
            self.send_header("Connection", "keep-alive")


def _chunk(piece: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(piece), piece) if piece else b""
