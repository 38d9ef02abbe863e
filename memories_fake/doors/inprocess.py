"""The in-process door: while it is open, calls to the service's hosts reach a fake instead.

It hooks where `requests` and `httpx` choose how to send. Every other host is left alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPHeaderDict

from memories_fake.doors.hosts import HOSTS
from memories_fake.doors.wsgi import App, Reply, call_app


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

    def send(self, request: requests.PreparedRequest, *_args: Any, **_kwargs: Any) -> Any:
        method, url = request.method or "GET", request.url or ""
        reply = call_app(self._app, method, url, request.headers, request.body)
        response = self._builder.build_response(request, _Raw(reply))  # type: ignore[arg-type]
        if not _kwargs.get("stream"):
            _ = response.content
        return response

    def close(self) -> None:
        """Nothing is held open."""


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
        finally:
            self.close()

    def read(self, amount: int | None = None, **_options: Any) -> bytes:
        while amount is None or len(self._left) < amount:
            piece = next(self._reply.pieces, None)
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
        return call_app(app, request.method, str(request.url), request.headers, request.read())

    async def answer_async(request: httpx.Request) -> Reply:
        body = await request.aread()
        return call_app(app, request.method, str(request.url), request.headers, body)

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
            yield from reply.pieces

        def close(self) -> None:
            reply.close()

    class AsyncPieces(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            for piece in reply.pieces:
                yield piece

        async def aclose(self) -> None:
            reply.close()

    stream = AsyncPieces() if is_async else Pieces()
    return httpx.Response(reply.status, headers=reply.headers, stream=stream)
