"""Runs first in every Python of a redirected program: its calls to Memories.ai go to the fake.

Written for any Python from 3.8 on, with or without our own packages: the standard library only,
and nothing is imported before the program imports it.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # the one in `typing` would cost every start of an interpreter its import
if TYPE_CHECKING:
    from typing import Any
    from urllib.parse import SplitResult

_FAKE_URL = os.environ.get("MEMORIES_FAKE_URL", "").rstrip("/")
_HOSTS = frozenset(os.environ.get("MEMORIES_FAKE_HOSTS", "").split(","))


def rewritten(url: str) -> str | None:
    """The same resource at the fake; None when the URL is for any other host."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or parts.hostname not in _HOSTS:
        return None
    return _FAKE_URL + url.partition(parts.netloc)[2]


def _patch_http_client(module: Any) -> None:
    # Besides its connections, which `urllib.request` uses, the heads of requests: urllib3's
    # connections have theirs written here as well.
    _patch_connections(module)
    putrequest, putheader = module.HTTPConnection.putrequest, module.HTTPConnection.putheader

    def put_request(self: Any, method: str, url: str, *args: Any, **kwargs: Any) -> None:
        fake = _fake_instead_of(self)
        putrequest(self, method, fake.path + url if fake else url, *args, **kwargs)
        if fake:
            self.putheader("X-Forwarded-Host", self._tunnel_host or self.host)

    def put_header(self: Any, header: str | bytes, *values: Any) -> None:
        name = header if isinstance(header, str) else header.decode("latin-1")
        fake = _fake_instead_of(self) if name.lower() == "host" else None
        putheader(self, header, *((fake.netloc,) if fake else values))

    module.HTTPConnection.putrequest, module.HTTPConnection.putheader = put_request, put_header


def _patch_connections(module: Any) -> None:
    # Where host, TLS and proxy tunnel meet, in http.client and, once more, in urllib3. So all that
    # is above, such as requests, goes on seeing the original URL: in answers, redirects, cookies.
    for connection_class in (module.HTTPSConnection, module.HTTPConnection):
        _aim(connection_class, module.HTTPConnection)


def _aim(connection_class: Any, plain_class: Any) -> None:
    """Let connections to a redirected host open a plain one to the fake: no TLS, no proxy."""
    original = connection_class.connect

    def connect(self: Any) -> None:
        fake = _fake_instead_of(self)
        if fake is None:
            original(self)
            return
        address = self.host, self.port, self._tunnel_host
        self.host, self.port, self._tunnel_host = fake.hostname, fake.port or 80, None
        try:
            plain_class.connect(self)
        finally:
            self.host, self.port, self._tunnel_host = address
        self.is_verified = True  # or urllib3 warns of a certificate that was not checked

    connection_class.connect = connect


def _fake_instead_of(connection: Any) -> SplitResult | None:
    from urllib.parse import urlsplit

    host = connection._tunnel_host or connection.host  # noqa: SLF001 (no other way to know it)
    target = rewritten("https://" + host)
    return urlsplit(target) if target else None


def _patch_urllib_request(module: Any) -> None:
    # Connections are aimed by `http.client`; here only the choice of a proxy is undone, because
    # a request that has one names the proxy as its host from then on.
    original = module.ProxyHandler.proxy_open

    def proxy_open(self: Any, req: Any, proxy: str, scheme: str) -> Any:
        return None if rewritten(req.full_url) else original(self, req, proxy, scheme)

    module.ProxyHandler.proxy_open = proxy_open


def _patch_requests(module: Any) -> None:
    # Likewise: connections are urllib3's, and this is the one place where a proxy is chosen.
    original = module.select_proxy

    def select_proxy(url: str, proxies: Any) -> Any:
        return None if rewritten(url) else original(url, proxies)

    module.select_proxy = select_proxy


def _patch_httpcore(module: Any) -> None:
    # Below httpx, in the pool that its transports hand their requests to: httpx keeps the
    # original URL, mock transports keep working, and sync and async differ by one name only.
    fake = module.URL(_FAKE_URL).origin
    for kind, method in (("", "handle_request"), ("Async", "handle_async_request")):
        pool = getattr(module, f"{kind}ConnectionPool")
        _aim_pool(module, pool, method)
        for each in (pool, *pool.__subclasses__()):
            _bypass_proxy(each, getattr(module, f"{kind}HTTPConnection"), fake)


def _aim_pool(module: Any, pool: Any, method: str) -> None:
    from copy import copy

    original = getattr(pool, method)
    at_fake = (b"Host", _FAKE_URL.split("/")[2].encode())

    def handle(self: Any, request: Any) -> Any:
        target = rewritten(bytes(request.url).decode("latin-1"))
        if target:
            others = [header for header in request.headers if header[0].lower() != b"host"]
            forwarded = (b"X-Forwarded-Host", request.url.host)
            request = copy(request)
            request.headers = [at_fake, forwarded, *others]
            request.url = module.URL(target)
        return original(self, request)

    setattr(pool, method, handle)


def _bypass_proxy(pool: Any, connection_class: Any, fake: Any) -> None:
    # A client with a proxy has a pool that opens all its connections through it.
    original = pool.create_connection

    def create_connection(self: Any, origin: Any) -> Any:
        if origin != fake:
            return original(self, origin)
        return connection_class(
            origin=origin,
            keepalive_expiry=self._keepalive_expiry,
            network_backend=self._network_backend,
        )

    pool.create_connection = create_connection


def _patch_aiohttp(module: Any) -> None:
    # A request is made anew for each hop of a redirect, when its proxy is already chosen; the
    # session and the response remember the original URL on their own.
    original = module.ClientRequest.__init__

    def initialise(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        target = rewritten(str(self.url))
        if target:
            self.headers["X-Forwarded-Host"] = self.url.host
            self.url = type(self.url)(target, encoded=True)
            self.headers["Host"] = self.url.authority
            self.proxy = self.proxy_auth = self.proxy_headers = None

    module.ClientRequest.__init__ = initialise


def _patch_socket(module: Any) -> None:
    # All that goes out goes out here. What stays on this machine may go on.
    for name in ("connect", "connect_ex"):
        _keep_in(module, name)
    original = module.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if _is_here(host):
            return original(host, *args, **kwargs)
        raise module.gaierror(module.EAI_NONAME, _refusal(host))

    module.getaddrinfo = getaddrinfo


def _keep_in(module: Any, name: str) -> None:
    original = getattr(module.socket, name)

    def connect(self: Any, address: Any) -> Any:
        if isinstance(address, tuple) and not _is_here(address[0]):
            from errno import ENETUNREACH

            raise OSError(ENETUNREACH, _refusal(address[0]))
        return original(self, address)

    setattr(module.socket, name, connect)


def _is_here(host: Any) -> bool:
    name = (host.decode("latin-1") if isinstance(host, bytes) else host or "").lower()
    return name in ("", "localhost", "::1", "0.0.0.0", "::") or name.startswith("127.")  # noqa: S104


def _refusal(host: Any) -> str:
    return "memories-fake exec --offline: %s is not on this machine" % (host,)  # noqa: UP031


_PATCHES = {
    "http.client": _patch_http_client,
    "urllib.request": _patch_urllib_request,
    "urllib3.connection": _patch_connections,
    "requests.adapters": _patch_requests,
    "httpcore": _patch_httpcore,
    "aiohttp.client_reqrep": _patch_aiohttp,
}
if os.environ.get("MEMORIES_FAKE_OFFLINE"):
    _PATCHES["socket"] = _patch_socket


def _patch(module: Any) -> None:
    try:
        _PATCHES[module.__name__](module)
    except AttributeError as error:
        # A version that we do not know must not break the program that imports it.
        sys.stderr.write(f"memories-fake: {module.__name__} is not redirected: {error}\n")


class _Finder:
    """Stands before the other finders, and has the modules that we patch loaded by `_Loader`."""

    def __init__(self) -> None:
        self._looking: set[str] = set()

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """What the other finders find; None for all modules that are not to be patched."""
        if name not in _PATCHES or name in self._looking:
            return None
        self._looking.add(name)
        try:
            others = [finder for finder in sys.meta_path if finder is not self]
            found = (finder.find_spec(name, path, target) for finder in others)
            spec: Any = next(filter(None, found), None)
        finally:
            self._looking.discard(name)
        if spec and hasattr(spec.loader, "exec_module"):
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader:
    """Loads a module as its own loader does, patches it, and leaves no other trace."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def exec_module(self, module: Any) -> None:
        """Execute and patch."""
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        _patch(module)


def _redirect() -> None:
    sys.meta_path.insert(0, _Finder())
    for name in _PATCHES:
        if name in sys.modules:
            _patch(sys.modules[name])


def _give_way() -> None:
    """Leave sys.path as it would have been, and run the sitecustomize that ours stands before."""
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 (pathlib costs)
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != here]  # noqa: PTH100
    ours = sys.modules.pop(__name__)
    try:
        __import__(__name__)
    except ImportError as error:
        if error.name != __name__:
            raise
        sys.modules[__name__] = ours


if __name__ == "sitecustomize":
    if _FAKE_URL:
        _redirect()
    _give_way()
