"""The in-process door for `requests`: what its own adapter makes of a socket, without one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from errno import ECONNRESET
from functools import cache
from http.client import RemoteDisconnected
from math import inf
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.utils import rewind_body
from urllib3 import HTTPHeaderDict, Retry, Timeout, connection_from_url
from urllib3.exceptions import HTTPError, MaxRetryError, ProtocolError, ReadTimeoutError

from memories_fake.doors.replacing import replaced
from memories_fake.doors.wsgi import App, Reply, Request, call_app
from memories_fake.runtime.breaking import Break, ConnectionBroken

NO_RETRIES = Retry(0, read=False)  # those of an adapter that was told nothing about it


@contextmanager
def requests_led(app: App, hosts: Collection[str]) -> Iterator[None]:
    """While this lasts, calls to these hosts go into the application."""
    real, builder = requests.Session.get_adapter, _builder()

    def get_adapter(session: requests.Session, url: str) -> BaseAdapter:
        chosen = real(session, url)
        if urlsplit(url).hostname not in hosts:
            return chosen
        return _Adapter(app, builder, getattr(chosen, "max_retries", NO_RETRIES))

    with replaced(requests.Session, "get_adapter", get_adapter):
        yield


@cache
def _builder() -> HTTPAdapter:
    """What makes answers of `requests` of ours. It is never asked to send anything."""
    return HTTPAdapter()


class _Adapter(BaseAdapter):
    """Sends a prepared request into a WSGI application, as often as its retries allow."""

    def __init__(self, app: App, builder: HTTPAdapter, retries: Retry) -> None:
        super().__init__()
        self._app = app
        self._builder = builder
        self._retries = retries

    def send(self, request: requests.PreparedRequest, *_args: Any, **options: Any) -> Any:
        raw = self._sent(request, _patience_seconds(options.get("timeout")))
        response = self._builder.build_response(request, raw)  # type: ignore[arg-type]
        if not options.get("stream"):
            _ = response.content
        return response

    def close(self) -> None:
        """Nothing is held open."""

    def _sent(self, request: requests.PreparedRequest, patience_seconds: float) -> _Raw:
        method, url = request.method or "GET", request.url or ""
        retries = self._retries
        while True:
            called = Request(method, url, request.headers, request.body, patience_seconds)
            raw, error = _tried(self._app, called)
            if raw and not retries.is_retry(method, raw.status, "Retry-After" in raw.headers):
                return raw
            pool = connection_from_url(url)  # only to be named in messages
            try:
                retries = retries.increment(method, request.path_url, raw, error, pool)  # type: ignore[arg-type]
            except MaxRetryError as given_up:
                if raw and not retries.raise_on_status:
                    return raw
                kind = requests.exceptions.RetryError if raw else requests.ConnectionError
                raise kind(given_up, request=request) from given_up
            except ReadTimeoutError as timeout:
                raise requests.ReadTimeout(timeout, request=request) from timeout
            except ProtocolError as broken:
                raise requests.ConnectionError(broken, request=request) from broken
            retries.sleep(raw)  # type: ignore[arg-type]
            if hasattr(request.body, "tell"):
                rewind_body(request)


def _tried(app: App, called: Request) -> tuple[_Raw | None, HTTPError | None]:
    """One answer; or how its coming to nothing looks from above a socket."""
    try:
        return _Raw(call_app(app, called), called.url), None
    except ConnectionBroken as broken:
        pool = connection_from_url(called.url)
        if broken.how is Break.STALL:
            told = f"Read timed out. (read timeout={called.patience_seconds})"
            return None, ReadTimeoutError(pool, called.url, told)
        cause: Exception = ConnectionResetError(ECONNRESET, "Connection reset by peer")
        if broken.how is Break.EMPTY:
            cause = RemoteDisconnected("Remote end closed connection without response")
        return None, ProtocolError("Connection aborted.", cause)


class _Raw:
    """What `requests` reads an answer from. Pieces are handed on as they come, never joined."""

    def __init__(self, reply: Reply, url: str) -> None:
        self.status, self.reason = reply.status, reply.reason
        self.headers = HTTPHeaderDict(reply.headers)
        self._reply = reply
        self._pieces = _heard(reply, url)
        self._left = b""

    def stream(self, _amount: int = 0, *, decode_content: bool = True) -> Iterator[bytes]:
        del decode_content  # nothing here is ever encoded
        try:
            yield from self._pieces
        finally:
            self.close()

    def read(self, amount: int | None = None, **_options: Any) -> bytes:
        while amount is None or len(self._left) < amount:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._left += piece
        cut = len(self._left) if amount is None else amount
        taken, self._left = self._left[:cut], self._left[cut:]
        return taken

    def get_redirect_location(self) -> bool:
        """Redirects are not followed at this level."""
        return False

    def close(self) -> None:
        self._reply.close()

    release_conn = close


def _heard(reply: Reply, url: str) -> Iterator[bytes]:
    try:
        yield from reply.pieces
    except ConnectionBroken as broken:
        if broken.how is Break.STALL:
            pool = connection_from_url(url)
            raise ReadTimeoutError(pool, None, "Read timed out.") from broken
        raise ProtocolError("Response ended prematurely") from broken


def _patience_seconds(timeout: Any) -> float:
    read = timeout[1] if isinstance(timeout, tuple) else timeout
    read = read.read_timeout if isinstance(read, Timeout) else read
    return float(read) if isinstance(read, (int, float)) else inf
