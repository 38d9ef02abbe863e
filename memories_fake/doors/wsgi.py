"""Carries one HTTP call straight into the WSGI application: no socket, the answer lazily."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

App = Callable[..., Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the application answered; `pieces`, none empty, come as the application yields them."""

    status: int
    reason: str
    headers: list[tuple[str, str]]
    pieces: Iterator[bytes]
    close: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Request:
    """One call. `body` may be None, bytes, text, a file or an iterable of bytes.

    `patience_seconds` is how long the caller waits for the next piece of an answer.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: Any = None
    patience_seconds: float = inf


def call_app(app: App, request: Request) -> Reply:
    """Have a call answered. Raises ConnectionBroken where it is to break on purpose."""
    answered: list[Any] = []

    def start_response(*told: Any) -> None:
        answered[:] = told[:2]

    pieces = app(_environ(request), start_response)
    status, headers = answered
    code, _, reason = status.partition(" ")
    close = getattr(pieces, "close", None) or (lambda: None)
    return Reply(int(code), reason, list(headers), filter(None, pieces), close)


def _environ(request: Request) -> dict[str, Any]:
    parts = urlsplit(request.url)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname or "localhost",
        "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "HTTP_HOST": parts.netloc,
        "memories_fake.patience_seconds": request.patience_seconds,
    }
    for name, value in request.headers.items():
        text = value.decode("latin-1") if isinstance(value, bytes) else value
        key = name.upper().replace("-", "_")
        environ[key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"] = text
    environ["wsgi.input"] = _body_stream(request.body)
    # Without a length the stream itself must say where it ends, as a chunked body does.
    environ["wsgi.input_terminated"] = "CONTENT_LENGTH" not in environ
    return environ


def _body_stream(body: Any) -> Any:
    if body is None:
        return io.BytesIO()
    if isinstance(body, (str, bytes, bytearray)):
        return io.BytesIO(body.encode() if isinstance(body, str) else body)
    if hasattr(body, "read"):
        return body
    return io.BufferedReader(_Pieces(iter(body)))


class _Pieces(io.RawIOBase):
    """An iterable of bytes as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece.encode() if isinstance(piece, str) else bytes(piece)
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count
