"""Outgoing downloads: off by default, and never into the machine's own or private network."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from requests.adapters import BaseAdapter

PIECE_BYTES = 1 << 18


class FetchError(Exception):
    """The address could not be downloaded from, or must not be."""


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Downloads over http and https. Private addresses only if `allow_private` says so."""

    allow_private: bool = False
    timeout_seconds: float = 30.0

    @contextmanager
    def pieces(self, url: str) -> Iterator[Iterator[bytes]]:
        """The content in pieces. Raises FetchError before anything private is touched."""
        import requests

        if not url.startswith(("http://", "https://")):
            raise FetchError("only http and https are fetched")
        with requests.Session() as session:
            session.trust_env = False
            for scheme in ("http://", "https://"):
                session.mount(scheme, _guarded_adapter(allow_private=self.allow_private))
            try:
                with session.get(url, stream=True, timeout=self.timeout_seconds) as answer:
                    answer.raise_for_status()
                    yield answer.iter_content(PIECE_BYTES)
            except requests.RequestException as error:
                raise FetchError(_reason(error)) from error


def _reason(error: Exception) -> str:
    return next((str(e) for e in _causes(error) if isinstance(e, FetchError)), type(error).__name__)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__context__


def _guarded_adapter(*, allow_private: bool) -> BaseAdapter:
    from requests.adapters import HTTPAdapter

    class GuardedAdapter(HTTPAdapter):
        def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
            pool = super().get_connection_with_tls_context(*args, **kwargs)
            if not allow_private:
                pool.ConnectionCls = _guarded(pool.ConnectionCls)  # type: ignore[attr-defined]
            return pool

    return GuardedAdapter()


def _guarded(connection: Any) -> Any:
    """The same connection, which hangs up on private addresses before it has said a word.

    Checked on the connected socket: a name may resolve differently the second time.
    """

    def connect(self: Any) -> socket.socket:
        sock: socket.socket = connection._new_conn(self)  # noqa: SLF001 - urllib3's own hook
        _refuse_private(sock)
        return sock

    return type(f"Guarded{connection.__name__}", (connection,), {"_new_conn": connect})


def _refuse_private(sock: socket.socket) -> None:
    address = ipaddress.ip_address(sock.getpeername()[0])
    if not address.is_global:
        sock.close()
        raise FetchError(f"{address} is not a public address; allow it with --fetch-private")
