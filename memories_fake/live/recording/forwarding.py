"""Hands a call on to the service that is recorded: over HTTP, or into an application."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.utils import get_environ_proxies
from werkzeug import Request as Call

from memories_fake.doors.wsgi import App, Reply, Request, call_app
from memories_fake.live.guarding import is_live, looks_live
from memories_fake.live.recording.spelling import without_scheme
from memories_fake.runtime.breaking import Break, ConnectionBroken

TIMEOUT_SECONDS = 600.0
PIECE_BYTES = 1 << 16
HERE = ("127.0.0.1", "localhost", "::1")
# What is meant for this connection alone, and what the next one says for itself.
_HOP_BY_HOP = frozenset(
    (
        *("accept-encoding", "connection", "content-length", "keep-alive", "te", "trailer"),
        *("proxy-authenticate", "proxy-authorization", "proxy-connection"),
        *("transfer-encoding", "upgrade", "expect"),
    )
)
_NAMES_OF_HERE = frozenset({"host", "x-forwarded-host"})


class Unreachable(Exception):
    """The service did not answer at all; the message says which and how."""


class Straight(requests.Session):
    """A session that is never led into this process, and adds nothing of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.headers.clear()

    def get_adapter(self, url: str | bytes) -> BaseAdapter:
        """The adapter that really goes out."""
        return self.adapters["https://" if str(url).startswith("https") else "http://"]


@dataclass(frozen=True)
class Services:
    """The services that are recorded, by base address; the first takes what no other has."""

    bases: Sequence[str]
    session: requests.Session = field(default_factory=Straight)

    def base_for(self, call: Call) -> str:
        """The base whose host the program meant to call."""
        meant = call.headers.get("X-Forwarded-Host") or call.host
        hosts = [urlsplit(base).netloc for base in self.bases]
        return self.bases[hosts.index(meant) if meant in hosts else 0].rstrip("/")

    def forward(self, call: Call, body: Any) -> Reply:
        """The answer, its pieces as they arrive. Raises Unreachable."""
        base = self.base_for(call)
        url = base + address_of(call)
        if _would_give_away(call.headers.get("Authorization", ""), base):
            raise Unreachable(
                "this looks like a key of the live service, and would be given to somebody else:"
                f" nothing was sent to {base}"
            )
        try:
            answer = self.session.request(
                call.method,
                url,
                headers=_headers_for(base, call),
                data=body,
                stream=True,
                allow_redirects=False,
                timeout=TIMEOUT_SECONDS,
                proxies=get_environ_proxies(url),
            )
        except (requests.RequestException, OSError) as error:
            raise Unreachable(f"{base} did not answer: {type(error).__name__}") from error
        headers = [(name, value) for name, value in answer.raw.headers.items()]
        pieces = filter(None, _pieces(answer))
        return Reply(answer.status_code, answer.reason or "", headers, pieces, answer.close)


@dataclass(frozen=True)
class Application:
    """An application in this process, such as that of a `Fake`, instead of a service."""

    app: App

    def base_for(self, call: Call) -> str:
        """It has no address of its own."""
        return call.host_url.rstrip("/")

    def forward(self, call: Call, body: Any) -> Reply:
        """The answer, its pieces as the application yields them."""
        content = body.read() if body else b""
        headers = {**dict(call.headers), "Content-Length": str(len(content))}
        url = call.host_url.rstrip("/") + address_of(call)
        return call_app(self.app, Request(call.method, url, headers, content))


Upstream = Services | Application


def upstream_of(against: Any) -> Upstream:
    """What is recorded: a base address or several, a `Fake`, or any WSGI application."""
    if isinstance(against, str):
        against = [against]
    if isinstance(against, (list, tuple)):
        for base in against:
            if urlsplit(base).scheme not in {"http", "https"} or not urlsplit(base).hostname:
                raise ValueError(f"{base!r} is no address: begin it with http:// or https://")
        return Services(tuple(against))
    app: App = getattr(against, "app", against)
    return Application(app)


def address_of(call: Call) -> str:
    """Path and query of a call."""
    query = call.query_string.decode("latin-1")
    return quote(call.path, safe="/:@!$&'()*+,;=~") + (f"?{query}" if query else "")


def passed_on(headers: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers of an answer that the program gets: its body is not encoded any more."""
    names = {name.lower() for name, _ in headers}
    dropped = _HOP_BY_HOP | {"content-encoding"}
    if "content-encoding" not in names and "transfer-encoding" not in names:
        dropped -= {"content-length"}
    return [(name, value) for name, value in headers if name.lower() not in dropped]


def _would_give_away(key: str, base: str) -> bool:
    is_here = urlsplit(base).hostname in HERE
    return not is_here and not is_live(base) and looks_live(without_scheme(key))


def _headers_for(base: str, call: Call) -> dict[str, str]:
    headers = {name: value for name, value in call.headers if name.lower() not in _HOP_BY_HOP}
    if urlsplit(base).hostname not in HERE:
        # A fake on this machine shall make links that lead here again; others know their names.
        headers = {n: v for n, v in headers.items() if n.lower() not in _NAMES_OF_HERE}
    return headers


def _pieces(answer: requests.Response) -> Iterator[bytes]:
    try:
        if answer.raw.headers.get("Transfer-Encoding", "").lower() == "chunked":
            yield from answer.raw.stream(PIECE_BYTES, decode_content=True)
        else:
            yield from iter(_reader(answer), b"")
    except (requests.RequestException, OSError, _broken()) as error:
        raise ConnectionBroken(Break.EMPTY, midway=True) from error


def _reader(answer: requests.Response) -> Callable[[], bytes]:
    """Reads what has come, and waits only while that is nothing."""
    if hasattr(answer.raw, "read1"):
        return lambda: bytes(answer.raw.read1(PIECE_BYTES, decode_content=True))
    return lambda: bytes(answer.raw.read(1, decode_content=True))


def _broken() -> type[Exception]:
    from urllib3.exceptions import HTTPError

    return HTTPError
