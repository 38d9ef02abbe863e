"""The door over a port: a threaded HTTP server on this machine."""

from __future__ import annotations

import os
import select
import socket
import struct
import sys
import traceback
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from memories_fake.doors.connections import Port
from memories_fake.envelope import FLAGGED
from memories_fake.runtime.breaking import Break, ConnectionBroken
from memories_fake.wire.sse import to_json

if TYPE_CHECKING:
    from memories_fake.doors.wsgi import App

NO_LINGERING = struct.pack("ii", 1, 0)  # closing sends a reset, and forgets what is unsent


class Server:
    """Serves an application until stopped. Port 0 takes a free one; `url` tells which."""

    def __init__(self, app: App, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._server = Port(host, port, _shielded(app))
        self._thread: Thread | None = None

    @property
    def url(self) -> str:
        host = self._server.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self._server.port}"

    def serve(self) -> None:
        """Serve in this thread until interrupted or stopped."""
        self._server.serve_forever(poll_interval=0.01)

    def start(self) -> Self:
        """Serve in a thread of its own."""
        self._thread = Thread(target=self.serve, daemon=True, name="memories-fake")
        self._thread.start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        if self._thread:
            self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _shielded(app: App) -> App:
    """A bug in the fake shows on the terminal; the caller still gets an envelope."""

    def shielded(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        connection = environ["werkzeug.socket"]
        environ["memories_fake.has_left"] = partial(_has_left, connection)
        try:
            return app(environ, start_response)
        except ConnectionBroken as broken:
            _break(connection, broken)
            raise  # nothing is answered
        except Exception as error:  # noqa: BLE001 - the last line of defence
            traceback.print_exc(file=sys.stderr)
            told = FLAGGED.failure("0001", f"memories-fake has a bug: {error!r}", None)
            body = to_json(told).encode()
            headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
            start_response("500 INTERNAL SERVER ERROR", headers, sys.exc_info())
            return [body]

    return shielded


def _break(connection: socket.socket, broken: ConnectionBroken) -> None:
    """Break a connection as a client sees it from outside."""
    if broken.how is Break.STALL:
        _hang(connection, broken.waits_seconds)
    with suppress(OSError):
        if broken.how is Break.RESET:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGERING)
            # Others hold this socket too; giving its number to another, which is at its end,
            # closes it at once, and they read that end.
            other, ended = socket.socketpair()
            ended.close()
            with other:
                os.dup2(other.fileno(), connection.fileno())
        else:
            connection.shutdown(socket.SHUT_RDWR)


def _hang(connection: socket.socket, seconds: float) -> None:
    """Say nothing until the client has gone away, or for that long in real time."""
    select.select([connection], [], [], seconds)


def _has_left(connection: socket.socket) -> bool:
    """Whether the client has hung up, as one does whose patience is at its end."""
    readable, _, _ = select.select([connection], [], [], 0)
    try:
        return bool(readable) and not connection.recv(1, socket.MSG_PEEK)
    except OSError:
        return True
