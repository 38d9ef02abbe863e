"""The in-process door: while it is open, calls to the service's hosts reach a fake instead.

It hooks where `requests` and `httpx` choose how to send. Every other host is left alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from errno import ECONNRESET
from http.client import RemoteDisconnected
from importlib.util import find_spec
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPHeaderDict
from urllib3.exceptions import ProtocolError

from memories_fake.doors.hosts import HOSTS
from memories_fake.doors.wsgi import App, Reply, Request, call_app
from memories_fake.runtime.faults import Break, ConnectionBroken


@contextmanager
def intercepting(app: App, hosts: Collection[str] = HOSTS) -> Iterator[None]:
    """Lead all calls of `requests`, and of `httpx` where it is installed, into the application."""
    with ExitStack() as doors:
        doors.enter_context(_requests_led(app, hosts))
        if find_spec("httpx"):
            doors.enter_context(_httpx_led(app, hosts))
        yield


def _requests_led(app: App, hosts: Collection[str]) -> Any:
    real = requests.Session.get_adapter
    adapter = _Adapter(app)

    def get_adapter(session: requests.Session, url: str) -> BaseAdapter:
        return adapter if urlsplit(url).hostname in hosts else real(session, url)

    return patch.object(requests.Session, "get_adapter", get_adapter)


class _Adapter(BaseAdapter):
    """Sends a prepared request into a WSGI application."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._builder = HTTPAdapter()

    def send(self, request: requests.PreparedRequest, *_args: Any, **options: Any) -> Any:
        patience_seconds = _read_timeout(options.get("timeout"))
        called = Request(
            request.method or "GET",
            request.url or "",
            request.headers,
            request.body,
            patience_seconds,
        )
        try:
            reply = call_app(self._app, called)
        except ConnectionBroken as broken:
            raise _as_requests_raises(broken, request, patience_seconds) from broken
        response = self._builder.build_response(request, _Raw(reply))  # type: ignore[arg-type]
        if not options.get("stream"):
            _ = response.content
        return response

    def close(self) -> None:
        """Nothing is held open."""


def _read_timeout(timeout: Any) -> float | None:
    read = timeout[1] if isinstance(timeout, tuple) else timeout
    return float(read) if isinstance(read, (int, float)) else None


def _as_requests_raises(
    broken: ConnectionBroken, request: requests.PreparedRequest, patience_seconds: float | None
) -> requests.RequestException:
    """What `requests` raises when a server does so to it."""
    if broken.how is Break.STALL:
        told = f"Read timed out. (read timeout={patience_seconds})"
        return requests.ReadTimeout(told, request=request)
    cause: Exception = ConnectionResetError(ECONNRESET, "Connection reset by peer")
    if broken.how is Break.EMPTY:
        cause = RemoteDisconnected("Remote end closed connection without response")
    return requests.ConnectionError(ProtocolError("Connection aborted.", cause), request=request)


class _Raw:
    """What `requests` reads an answer from. Pieces are handed on as they come, never joined."""

    def __init__(self, reply: Reply) -> None:
        self.status, self.reason = reply.status, reply.reason
        self.headers = HTTPHeaderDict(reply.headers)
        self._reply = reply
        self._left = b""

    def stream(self, _amount: int = 0, *, decode_content: bool = True) -> Iterator[bytes]:
        del decode_content  # nothing here is ever encoded
        try:
            yield from self._reply.pieces
        except ConnectionBroken as broken:
            raise ProtocolError("Response ended prematurely") from broken
        finally:
            self.close()

    def read(self, amount: int | None = None, **_options: Any) -> bytes:
        while amount is None or len(self._left) < amount:
            try:
                piece = next(self._reply.pieces, None)
            except ConnectionBroken as broken:
                raise ProtocolError("Response ended prematurely") from broken
            if piece is None:
                break
            self._left += piece
        cut = len(self._left) if amount is None else amount
        taken, self._left = self._left[:cut], self._left[cut:]
        return taken

    def close(self) -> None:
        self._reply.close()

    release_conn = close


@contextmanager
def _httpx_led(app: App, hosts: Collection[str]) -> Iterator[None]:
    import httpx

    def answer(request: httpx.Request) -> Reply:
        return _httpx_reply(app, request, request.read())

    async def answer_async(request: httpx.Request) -> Reply:
        return _httpx_reply(app, request, await request.aread())

    with (
        patch.object(
            httpx.HTTPTransport,
            "handle_request",
            _led(httpx.HTTPTransport.handle_request, answer, hosts),
        ),
        patch.object(
            httpx.AsyncHTTPTransport,
            "handle_async_request",
            _led_async(httpx.AsyncHTTPTransport.handle_async_request, answer_async, hosts),
        ),
    ):
        yield


def _httpx_reply(app: App, request: Any, body: bytes) -> Reply:
    patience_seconds = request.extensions.get("timeout", {}).get("read")
    called = Request(request.method, str(request.url), request.headers, body, patience_seconds)
    try:
        return call_app(app, called)
    except ConnectionBroken as broken:
        raise _as_httpx_raises(broken, request) from broken


def _as_httpx_raises(broken: ConnectionBroken, request: Any = None) -> Exception:
    """What `httpx` raises when a server does so to it."""
    import httpx

    told: dict[Break, tuple[type[httpx.TransportError], str]] = {
        Break.RESET: (httpx.ReadError, f"[Errno {ECONNRESET}] Connection reset by peer"),
        Break.EMPTY: (
            httpx.RemoteProtocolError,
            "Server disconnected without sending a response.",
        ),
        Break.STALL: (httpx.ReadTimeout, "The read operation timed out"),
    }
    kind, message = told[broken.how]
    if broken.midway:
        message = (
            "peer closed connection without sending complete message body (incomplete chunked read)"
        )
    return kind(message, request=request)


def _led(real: Any, answer: Callable[[Any], Reply], hosts: Collection[str]) -> Any:
    def handle(transport: Any, request: Any) -> Any:
        if request.url.host not in hosts:
            return real(transport, request)
        return _httpx_response(answer(request), is_async=False)

    return handle


def _led_async(real: Any, answer: Any, hosts: Collection[str]) -> Any:
    async def handle(transport: Any, request: Any) -> Any:
        if request.url.host not in hosts:
            return await real(transport, request)
        return _httpx_response(await answer(request), is_async=True)

    return handle


def _httpx_response(reply: Reply, *, is_async: bool) -> Any:
    import httpx

    class Pieces(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            try:
                yield from reply.pieces
            except ConnectionBroken as broken:
                raise _as_httpx_raises(broken) from broken

        def close(self) -> None:
            reply.close()

    class AsyncPieces(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            try:
                for piece in reply.pieces:
                    yield piece
            except ConnectionBroken as broken:
                raise _as_httpx_raises(broken) from broken

        async def aclose(self) -> None:
            reply.close()

    stream = AsyncPieces() if is_async else Pieces()
    return httpx.Response(reply.status, headers=reply.headers, stream=stream)
