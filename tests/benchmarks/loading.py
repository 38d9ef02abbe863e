"""The clients: many kept connections at once, many streams at once, one large upload."""

from __future__ import annotations

import os
import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

PIECE_BYTES = 1 << 20
END = b"0\r\n\r\n"


@dataclass(frozen=True)
class Call:
    """A request, which is to be answered with 200."""

    method: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (
        ("Authorization", "sk-benchmark"),
        ("Content-Type", "application/json"),
    )

    def request(self, length: int | None = None) -> bytes:
        told = (("Content-Length", str(len(self.body) if length is None else length)),)
        lines = [f"{name}: {value}" for name, value in self.headers + told]
        first = f"{self.method} {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        return (first + "\r\n".join(lines) + "\r\n\r\n").encode() + self.body

    def once(self, port: int) -> bytes:
        """All of one answer. Raises OSError where none comes, or one that is not good."""
        with _connected(port) as connection:
            connection.sendall(self.request())
            answer = bytearray()
            while not _is_whole(answer):
                piece = connection.recv(1 << 16)
                if not piece:
                    break
                answer += piece
        _insist(answer)
        return bytes(answer)


def per_second(call: Call, port: int, *, connections: int, seconds: float) -> float:
    """Answers a second over so many connections, which are opened anew only if they are closed."""
    request, answers = call.request(), 0
    with selectors.DefaultSelector() as selector:
        for _ in range(connections):
            _ask_anew(selector, port, request)
        began = time.perf_counter()
        while time.perf_counter() < began + seconds:
            for key, _ in selector.select(1):
                answers += _hear(selector, key, port, request)
        took = time.perf_counter() - began
        for key in list(selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
    return answers / took


def _ask_anew(selector: selectors.BaseSelector, port: int, request: bytes) -> None:
    connection = _connected(port)
    selector.register(connection, selectors.EVENT_READ, bytearray())
    connection.sendall(request)


def _hear(
    selector: selectors.BaseSelector, key: selectors.SelectorKey, port: int, request: bytes
) -> int:
    """Take in what has come; whether that completes an answer, and then ask again."""
    connection, answer = key.fileobj, key.data
    assert isinstance(connection, socket.socket)
    piece = connection.recv(1 << 16)
    answer += piece
    if piece and not _is_whole(answer):
        return 0
    _insist(answer)
    if not piece or b"connection: close" in _head(answer):
        selector.unregister(connection)
        connection.close()
        _ask_anew(selector, port, request)
    else:
        answer.clear()
        connection.sendall(request)
    return 1


@dataclass(frozen=True)
class Told:
    """How streams came: how many in full, and how long the slowest took, from its question on."""

    whole: int
    on_time: int
    slowest_seconds: float
    events: int


def streams(call: Call, port: int, *, count: int, on_time_seconds: float) -> Told:
    """So many streams at once."""
    request, took, events = call.request(), [], 0
    with selectors.DefaultSelector() as selector:
        began = time.perf_counter()
        for _ in range(count):
            _ask_anew(selector, port, request)
        while selector.get_map():
            for key, _ in selector.select(30):
                connection = key.fileobj
                assert isinstance(connection, socket.socket)
                piece = connection.recv(1 << 16)
                key.data.extend(piece)
                if not piece or key.data.endswith(END):
                    took.append(time.perf_counter() - began)
                    events = max(events, key.data.count(b"data:"))
                    selector.unregister(connection)
                    connection.close()
    return Told(len(took), sum(each <= on_time_seconds for each in took), max(took), events)


def upload(call: Call, port: int, *, mib: int) -> float:
    """Megabytes a second of a film of that size in a form."""
    head = (
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="long.mp4"\r\n'
        b"Content-Type: video/mp4\r\n\r\n"
    )
    tail, piece = b"\r\n--edge--\r\n", os.urandom(PIECE_BYTES)
    headers = (call.headers[0], ("Content-Type", "multipart/form-data; boundary=edge"))
    form = Call(call.method, call.path, headers=headers)
    with _connected(port) as connection:
        began = time.perf_counter()
        connection.sendall(form.request(len(head) + mib * PIECE_BYTES + len(tail)) + head)
        for _ in range(mib):
            connection.sendall(piece)
        connection.sendall(tail)
        _insist(connection.recv(1 << 16))
    return mib * PIECE_BYTES / 1e6 / (time.perf_counter() - began)


def _connected(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=120)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _head(answer: bytes | bytearray) -> bytes:
    return bytes(answer).partition(b"\r\n\r\n")[0].lower()


def _lengths(head: bytes) -> Iterator[int]:
    for line in head.split(b"\r\n"):
        if line.startswith(b"content-length:"):
            yield int(line.partition(b":")[2])


def _is_whole(answer: bytearray) -> bool:
    head, end, body = bytes(answer).partition(b"\r\n\r\n")
    if not end:
        return False
    length = next(_lengths(head.lower()), None)
    return body.endswith(END) if length is None else len(body) >= length


def _insist(answer: bytes | bytearray) -> None:
    """Raise OSError for what is no good answer: a refusal comes under HTTP 200, too."""
    is_ok = bytes(answer[:13]).split(b" ")[1:2] == [b"200"]
    if not is_ok or b'"failed":true' in answer:
        raise OSError(f"no good answer: {bytes(answer[:300])!r}")
