"""What each client shows its program of a call: status, bytes as far as they came, exception."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import httpx
import requests
from hands import KEY, Node

MEANT_TO_WAIT_SECONDS = 30.0
SOME_HOST = re.compile(r"HTTPS?ConnectionPool\(host='[^']+', port=\d+\)")


@dataclass(frozen=True)
class Shown:
    """`error` is the kind of the exception, a colon, and what it says; empty if there was none."""

    status: int | None
    came: bytes
    error: str

    @property
    def kind(self) -> str:
        return self.error.partition(":")[0]


@dataclass
class Ask:
    """A call to be made: what came of it so far is kept, whatever happens then."""

    url: str
    body: Any
    waits_seconds: float = MEANT_TO_WAIT_SECONDS
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int | None = None
    came: bytes = b""

    @property
    def sent(self) -> dict[str, str]:
        return {"Authorization": KEY, **self.headers}

    def shown(self, error: BaseException | str = "") -> Shown:
        """What the program saw, without what differs from run to run."""
        told = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
        came = re.sub(rb'("session_?[Ii]d":")[0-9]+', rb"\1*", self.came)
        return Shown(self.status, came, SOME_HOST.sub("the pool", told))


Client = Callable[[Ask], Shown]


def by_requests(ask: Ask) -> Shown:
    try:
        with requests.post(
            ask.url, json=ask.body, headers=ask.sent, timeout=ask.waits_seconds, stream=True
        ) as answer:
            ask.status = answer.status_code
            for piece in answer.iter_content(None):
                ask.came += piece
    except requests.RequestException as error:
        return ask.shown(error)
    return ask.shown()


def by_httpx(ask: Ask) -> Shown:
    try:
        with httpx.stream(
            "POST", ask.url, json=ask.body, headers=ask.sent, timeout=ask.waits_seconds
        ) as answer:
            ask.status = answer.status_code
            for piece in answer.iter_raw():
                ask.came += piece
    except httpx.HTTPError as error:
        return ask.shown(error)
    return ask.shown()


def by_httpx_awaited(ask: Ask) -> Shown:
    async def called() -> None:
        async with (
            httpx.AsyncClient(timeout=ask.waits_seconds) as client,
            client.stream("POST", ask.url, json=ask.body, headers=ask.sent) as answer,
        ):
            ask.status = answer.status_code
            async for piece in answer.aiter_raw():
                ask.came += piece

    try:
        asyncio.run(called())
    except httpx.HTTPError as error:
        return ask.shown(error)
    return ask.shown()


def by_aiohttp(ask: Ask) -> Shown:
    async def called() -> None:
        timeout = aiohttp.ClientTimeout(sock_read=ask.waits_seconds)
        async with (
            aiohttp.ClientSession(timeout=timeout) as client,
            client.post(ask.url, json=ask.body, headers=ask.sent) as answer,
        ):
            ask.status = answer.status
            async for piece in answer.content.iter_any():
                ask.came += piece

    try:
        asyncio.run(called())
    except aiohttp.ClientError as error:
        return ask.shown(error)
    return ask.shown()


def by_fetch(node: Node) -> Client:
    """By the fetch of Node."""

    def fetched(ask: Ask) -> Shown:
        ask.status, ask.came, error = node.fetch(
            url=ask.url,
            method="POST",
            headers={**ask.sent, "Content-Type": "application/json"},
            body=json.dumps(ask.body),
            timeout=ask.waits_seconds * 1000,
        )
        return ask.shown(error)

    return fetched


def by_curl(ask: Ask) -> Shown:
    headers = {**ask.sent, "Content-Type": "application/json"}
    run = subprocess.run(
        [
            *("curl", "-sS", "-N", "-m", str(ask.waits_seconds), "-w", "\n%{http_code}"),
            *(part for name, value in headers.items() for part in ("-H", f"{name}: {value}")),
            *("--data-binary", "@-", ask.url),
        ],
        input=json.dumps(ask.body).encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    ask.came, _, status = run.stdout.rpartition(b"\n")
    ask.status = int(status) or None
    return ask.shown(f"exit {run.returncode}" if run.returncode else "")
