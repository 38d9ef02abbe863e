"""The door to a fake on another port: calls of this process to the service's hosts go there.

It hooks where the in-process door does, and leaves all else to what would have sent the call.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import BaseAdapter

from memories_fake.doors.hosts import HOSTS
from memories_fake.doors.replacing import replaced

if TYPE_CHECKING:
    import httpx


@contextmanager
def leading_to(base_url: str, hosts: Collection[str] = HOSTS) -> Iterator[None]:
    """Lead all calls of `requests`, and of `httpx` where it is installed, to this server."""
    with ExitStack() as doors:
        doors.enter_context(_requests_led(base_url, hosts))
        if find_spec("httpx"):
            doors.enter_context(_httpx_led(base_url, hosts))
        yield


@contextmanager
def _requests_led(base_url: str, hosts: Collection[str]) -> Iterator[None]:
    real = requests.Session.get_adapter

    def get_adapter(session: requests.Session, url: str) -> BaseAdapter:
        chosen = real(session, url)
        return _Led(chosen, base_url) if urlsplit(url).hostname in hosts else chosen

    with replaced(requests.Session, "get_adapter", get_adapter):
        yield


class _Led(BaseAdapter):
    """Sends by another adapter, to the fake. Who has called sees the address that was called."""

    def __init__(self, chosen: BaseAdapter, base_url: str) -> None:
        super().__init__()
        self._chosen, self._base_url = chosen, base_url

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> Any:
        called = request.url or ""
        led = request.copy()
        led.url = led_to(called, self._base_url)
        led.headers["Host"] = urlsplit(called).netloc
        response = self._chosen.send(led, *args, **{**options, "proxies": None})
        response.url, response.request = called, request
        return response

    def close(self) -> None:
        """What it sends by is closed by its owner."""


@contextmanager
def _httpx_led(base_url: str, hosts: Collection[str]) -> Iterator[None]:
    import httpx

    def led(request: httpx.Request) -> httpx.Request:
        if request.url.host not in hosts:
            return request
        return httpx.Request(
            request.method,
            led_to(str(request.url), base_url),
            headers=request.headers,  # the host that was called is among them
            stream=request.stream,
            extensions=request.extensions,
        )

    with ExitStack() as patched:
        for kind, name in (
            (httpx.HTTPTransport, "handle_request"),
            (httpx.AsyncHTTPTransport, "handle_async_request"),
        ):
            patched.enter_context(replaced(kind, name, _with(getattr(kind, name), led)))
        yield


def _with(send: Callable[..., Any], led: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda transport, request: send(transport, led(request))


def led_to(url: str, base_url: str) -> str:
    """An address with the scheme and host of another, and the path of that before its own."""
    base, parts = urlsplit(base_url), urlsplit(url)
    path = base.path.rstrip("/") + parts.path
    return urlunsplit((base.scheme, base.netloc, path, parts.query, ""))
