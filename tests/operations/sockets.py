"""Requests that end too early, by raw socket: no HTTP library sends such."""

from __future__ import annotations

import socket
from collections.abc import Callable
from http.client import HTTPResponse
from urllib.parse import urlsplit

import requests
from calling import Caller

Cut = Callable[..., requests.Response]


def cut_short(
    caller: Caller, operation: str, body: bytes, content_type: str = "application/json"
) -> requests.Response:
    """Promise more than this body, hang up behind it, and hear the answer."""
    return _sent(caller, operation, body, content_type, f"Content-Length: {len(body) + 1000}")


def cut_short_in_chunks(
    caller: Caller, operation: str, body: bytes, content_type: str = "application/json"
) -> requests.Response:
    """The same with a body in chunks: the last of them never comes."""
    chunk = b"%x\r\n%s\r\n" % (len(body), body)
    return _sent(caller, operation, chunk, content_type, "Transfer-Encoding: chunked")


def _sent(
    caller: Caller, operation: str, body: bytes, content_type: str, framing: str
) -> requests.Response:
    address = urlsplit(caller.base)
    head = [
        f"POST /serve/api/{caller.line}/{operation} HTTP/1.1",
        f"Host: {address.netloc}",
        f"Authorization: {caller.key}",
        f"Content-Type: {content_type}",
        framing,
    ]
    with socket.create_connection((address.hostname, address.port), timeout=10) as line:
        line.sendall("\r\n".join([*head, "", ""]).encode() + body)
        line.shutdown(socket.SHUT_WR)
        return _heard(line)


def _heard(line: socket.socket) -> requests.Response:
    heard = HTTPResponse(line)
    heard.begin()
    answer = requests.Response()
    answer.status_code = heard.status
    answer.headers.update(heard.getheaders())
    answer._content = heard.read()
    return answer
