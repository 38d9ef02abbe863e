"""Lets pages of any origin call. What the service allows them is not known.

It stands around the application: most calls come from no page, and pass by at no cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PERMISSIONS = {
    "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "Access-Control-Allow-Methods",
    "HTTP_ACCESS_CONTROL_REQUEST_HEADERS": "Access-Control-Allow-Headers",
}

Headers = list[tuple[str, str]]


def open_to_browsers(app: WSGIApplication) -> WSGIApplication:
    """The same application, which browsers let pages read."""

    def opened(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # What a browser asks before it calls; no key comes with that, and no account is meant.
        if environ["REQUEST_METHOD"] == "OPTIONS":
            nothing = Response(status=HTTPStatus.NO_CONTENT, headers=_permissions(environ))
            del nothing.headers["Content-Type"]
            return nothing(environ, start_response)
        if "HTTP_ORIGIN" not in environ:
            return app(environ, start_response)

        def start(status: str, headers: Headers, *error: Any) -> Any:
            return start_response(status, [*headers, *_permissions(environ)], *error)

        return app(environ, start)

    return opened


def _permissions(environ: Mapping[str, str]) -> Headers:
    if "HTTP_ORIGIN" not in environ:
        return []
    asked = [(allow, environ[name]) for name, allow in PERMISSIONS.items() if name in environ]
    return [("Access-Control-Allow-Origin", "*"), *asked]
