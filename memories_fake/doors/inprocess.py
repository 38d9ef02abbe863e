"""The in-process door: while it is open, calls to the service's hosts reach a fake instead.

It hooks where `requests` and `httpx` choose how to send. Every other host is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec

from memories_fake.doors.for_requests import requests_led
from memories_fake.doors.hosts import HOSTS
from memories_fake.doors.wsgi import App


@contextmanager
def intercepting(app: App, hosts: Collection[str] = HOSTS) -> Iterator[None]:
    """Lead all calls of `requests`, and of `httpx` where it is installed, into the application."""
    with ExitStack() as doors:
        doors.enter_context(requests_led(app, hosts))
        if find_spec("httpx"):
            from memories_fake.doors.for_httpx import httpx_led

            doors.enter_context(httpx_led(app, hosts))
        yield
