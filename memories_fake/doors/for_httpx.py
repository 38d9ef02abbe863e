"""The in-process door for `httpx`: what its transports make of a socket, without one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from errno import ECONNRESET
from math import inf
from typing import Any

import httpx

from memories_fake.doors.replacing import replaced
from memories_fake.doors.wsgi import App, Reply, Request, call_app
from memories_fake.runtime.breaking import Break, ConnectionBroken

EMPTY = "Server disconnected without sending a response."
MIDWAY = "peer closed connection without sending complete message body (incomplete chunked read)"


@contextmanager
def httpx_led(app: App, hosts: Collection[str]) -> Iterator[None]:
    """While this lasts, calls to these hosts go into the application, awaited ones too."""
    sync, awaited = httpx.HTTPTransport, httpx.AsyncHTTPTransport
    with (
        replaced(sync, "handle_request", _led(sync.handle_request, app, hosts)),
        replaced(
            awaited, "handle_async_request", _led_async(awaited.handle_async_request, app, hosts)
        ),
    ):
        yield


def _led(real: Callable[..., Any], app: App, hosts: Collection[str]) -> Any:
    def handle(transport: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        if request.url.host not in hosts:
            answer: httpx.Response = real(transport, request)
            return answer
        try:
            reply = _called(app, request, request.read())
        except ConnectionBroken as broken:
            raise _as_raised(broken, SYNC, request) from broken
        return httpx.Response(reply.status, headers=reply.headers, stream=_Pieces(reply, request))

    return handle


def _led_async(real: Callable[..., Any], app: App, hosts: Collection[str]) -> Any:
    async def handle(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        if request.url.host not in hosts:
            answer: httpx.Response = await real(transport, request)
            return answer
        try:
            reply = _called(app, request, await request.aread())
        except ConnectionBroken as broken:
            raise _as_raised(broken, AWAITED, request) from broken
        pieces = _AwaitedPieces(reply, request)
        return httpx.Response(reply.status, headers=reply.headers, stream=pieces)

    return handle


def _called(app: App, request: httpx.Request, body: bytes) -> Reply:
    read_seconds = request.extensions.get("timeout", {}).get("read")
    patience_seconds = inf if read_seconds is None else read_seconds
    return call_app(
        app, Request(request.method, str(request.url), request.headers, body, patience_seconds)
    )


class _Pieces(httpx.SyncByteStream):
    """The body of an answer, piece by piece as the application yields it."""

    def __init__(self, reply: Reply, request: httpx.Request) -> None:
        self._reply, self._request = reply, request

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._reply.pieces
        except ConnectionBroken as broken:
            raise _as_raised(broken, SYNC, self._request) from broken

    def close(self) -> None:
        self._reply.close()


class _AwaitedPieces(httpx.AsyncByteStream):
    """The same for those who await it."""

    def __init__(self, reply: Reply, request: httpx.Request) -> None:
        self._reply, self._request = reply, request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            for piece in self._reply.pieces:
                yield piece
        except ConnectionBroken as broken:
            raise _as_raised(broken, AWAITED, self._request) from broken

    async def aclose(self) -> None:
        self._reply.close()


# What httpx says depends on what it reads its sockets by: awaited ones tell no reason.
Words = Mapping[Break, str]
SYNC: Words = {
    Break.RESET: f"[Errno {ECONNRESET}] Connection reset by peer",
    Break.STALL: "timed out",
}
AWAITED: Words = {Break.RESET: "", Break.STALL: ""}


def _as_raised(broken: ConnectionBroken, words: Words, request: httpx.Request) -> Exception:
    """What `httpx` raises when a server does so to it."""
    if broken.how is Break.RESET:
        return httpx.ReadError(words[Break.RESET], request=request)
    if broken.how is Break.STALL:
        return httpx.ReadTimeout(words[Break.STALL], request=request)
    return httpx.RemoteProtocolError(MIDWAY if broken.midway else EMPTY, request=request)
