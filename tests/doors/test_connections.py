"""A connection is kept: one request after another is answered on it, and none is mixed up."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from typing import Any

import pytest

from memories_fake import Fake
from memories_fake.doors.server import Server

KEY = "sk-connections-1"
API = "/serve/api/v1"


@pytest.fixture
def server() -> Iterator[Server]:
    with Fake() as fake, fake.serve() as server:
        yield server


@pytest.fixture
def line(server: Server) -> Iterator[HTTPConnection]:
    """One connection, opened anew by nobody."""
    connection = HTTPConnection(server.url.removeprefix("http://"), timeout=10)
    connection.connect()
    connection.auto_open = 0
    yield connection
    connection.close()


def ask(line: HTTPConnection, operation: str, body: Any = b"{}", **headers: str) -> dict[str, Any]:
    """The JSON that answers a call on this connection, which is as it was afterwards."""
    line.request("POST", f"{API}/{operation}", body, {"Authorization": KEY, **headers})
    answer = line.getresponse()
    told: dict[str, Any] = json.loads(answer.read())
    assert not answer.will_close
    return told


def total(line: HTTPConnection) -> str:
    return str(ask(line, "list_videos")["data"]["total_count"])


def form(film: bytes) -> tuple[bytes, dict[str, str]]:
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
    return head + film + b"\r\n--edge--\r\n", {"Content-Type": "multipart/form-data; boundary=edge"}


def test_calls_follow_each_other_on_one_connection(line: HTTPConnection) -> None:
    for made in range(3):
        assert total(line) == str(made)
        ask(line, "upload_url", json.dumps({"url": "https://films.example/a.mp4"}))


def test_what_a_refused_call_sent_is_not_taken_for_the_next(line: HTTPConnection) -> None:
    body, headers = form(b"POST / HTTP/1.1\r\n\r\n" * 100_000)
    assert ask(line, "upload", body, Authorization="", **headers)["code"] == "0401"
    assert total(line) == "0"


def test_a_body_in_chunks_ends_where_it_says(line: HTTPConnection) -> None:
    body, headers = form(bytes(200_000))
    pieces = (body[at : at + 60_000] for at in range(0, len(body), 60_000))
    assert ask(line, "upload", pieces, **headers)["code"] == "0000"
    assert total(line) == "1"


def test_a_stream_ends_without_the_connection(line: HTTPConnection) -> None:
    video = ask(line, "upload_url", json.dumps({"url": "https://films.example/a.mp4"}))["data"]
    for _ in range(60):
        total(line)  # a second passes with each call
    question = json.dumps({"video_nos": [video["videoNo"]], "prompt": "What is seen?"})
    for _ in range(2):
        line.request("POST", f"{API}/chat_stream", question, {"Authorization": KEY})
        answer = line.getresponse()
        assert answer.getheader("Transfer-Encoding") == "chunked"
        assert answer.read().endswith(b'"Done"}\n\n')
    assert total(line) == "1"


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("OPTIONS", 204)])
def test_an_answer_without_a_body_ends_at_once(
    line: HTTPConnection, method: str, status: int
) -> None:
    line.request(method, "/_fake/health")
    answer = line.getresponse()
    assert (answer.status, answer.getheader("Transfer-Encoding")) == (status, None)
    assert answer.read() == b""
    assert total(line) == "0"


def by_hand(server: Server, request: str, *, then: str = "") -> bytes:
    """All that comes until the connection ends."""
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode())
        told = b""
        if then:
            told = connection.recv(1000)
            connection.sendall(then.replace("\n", "\r\n").encode())
        while piece := connection.recv(100_000):
            told += piece
    return told


def test_a_client_that_knows_no_chunks_gets_none(server: Server) -> None:
    told = by_hand(server, f"POST {API}/chat_stream HTTP/1.0\nAuthorization: {KEY}\n\n")
    head, _, body = told.partition(b"\r\n\r\n")
    assert b"Transfer-Encoding" not in head
    assert b"Connection: close" in head
    assert body.startswith((b"data:", b"{"))


def test_an_old_client_may_ask_for_the_connection_to_be_kept(server: Server) -> None:
    asked = f"POST {API}/list_videos HTTP/1.0\nAuthorization: {KEY}\nContent-Length: 0\n"
    told = by_hand(server, f"{asked}Connection: keep-alive\n\n{asked}\n")
    assert told.count(b'"code":"0000"') == 2
    assert told.count(b"Connection: keep-alive") == told.count(b"Connection: close") == 1


def test_two_requests_may_come_at_once(server: Server) -> None:
    asked = f"POST {API}/list_videos HTTP/1.1\nAuthorization: {KEY}\nContent-Length: 2\n"
    told = by_hand(server, f"{asked}\n{{}}{asked}Connection: close\n\n{{}}")
    assert told.count(b'"code":"0000"') == 2


def test_a_client_that_waits_to_be_told_to_go_on_is_told(server: Server) -> None:
    asked = f"POST {API}/list_videos HTTP/1.1\nAuthorization: {KEY}\nContent-Length: 2\n"
    told = by_hand(server, f"{asked}Expect: 100-continue\nConnection: close\n\n", then="{}")
    assert told.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")


@pytest.mark.parametrize("length", ["many", "-1", "+2"])
def test_after_a_length_that_is_none_the_connection_ends(server: Server, length: str) -> None:
    asked = f"POST {API}/list_videos HTTP/1.1\nAuthorization: {KEY}\n"
    told = by_hand(server, f"{asked}Content-Length: {length}\n\n{asked}Content-Length: 0\n\n")
    assert told.count(b"HTTP/1.1 ") == 1


def test_a_client_that_is_gone_in_the_middle_harms_nobody(
    server: Server, line: HTTPConnection
) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"POST {API}/upload HTTP/1.1\r\nContent-Length: 900".encode())
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert total(line) == "0"


def test_a_server_that_is_stopped_answers_on_no_connection() -> None:
    with Fake() as fake, fake.serve() as server:
        line = HTTPConnection(server.url.removeprefix("http://"), timeout=10)
        assert total(line) == "0"
    line.auto_open = 0
    with closing(line), pytest.raises(ConnectionError):
        total(line)
