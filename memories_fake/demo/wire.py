"""Speaks plain HTTP to the v1 API, and holds all that comes back against its contract."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import requests

from memories_client.sse import Frame, frames
from memories_contracts import Checker, Contract, load_catalogue

SUCCESS = "0000"
DONE = {"code": "SUCCESS", "data": "Done"}
TIMEOUT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it came; `problems` is empty where it keeps its contract."""

    status: int
    body: Any
    took_ms: float
    problems: tuple[str, ...]

    @property
    def code(self) -> str:
        return str(self._part("code"))

    @property
    def message(self) -> str:
        return str(self._part("msg"))

    @property
    def data(self) -> Any:
        return self._part("data")

    def _part(self, name: str) -> Any:
        return self.body.get(name) if isinstance(self.body, dict) else None


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a stream: its kind is that of the contract, or `end`."""

    kind: str
    body: Any
    after_ms: float
    problems: tuple[str, ...]


class Wire:
    """A program with a key, at the service's base address."""

    def __init__(self, base_url: str, key: str) -> None:
        self.base_url = base_url
        self._catalogue = load_catalogue()
        self._checker = Checker()
        self._session = requests.Session()
        # No proxy stands between this program and its own machine, and no ~/.netrc has its key.
        self._session.trust_env = False
        self._session.headers["Authorization"] = key

    def contract(self, operation: str) -> Contract:
        """What is known of this operation of the v1 line."""
        return self._catalogue[f"v1.{operation}"]

    def send(self, operation: str, **sent: Any) -> Answer:
        """Ask for one whole answer; `sent` goes to `requests` as it is."""
        with self._open(operation, **sent) as response:
            body = _json(response)
        problems = map(str, self._checker.check_answer(self.contract(operation), body))
        took_ms = response.elapsed.total_seconds() * 1000
        return Answer(response.status_code, body, took_ms, (*_status(response), *problems))

    def listen(self, operation: str, **sent: Any) -> Iterator[Event]:
        """Ask for a stream, and yield its events as they come."""
        headers = {"Accept": "text/event-stream"}
        with self._open(operation, headers=headers, stream=True, **sent) as response:
            after_ms = response.elapsed.total_seconds() * 1000
            for frame in frames(response.iter_content(chunk_size=None)):
                kind, body, problems = self._read(operation, frame)
                yield Event(kind, body, after_ms, (*_status(response), *problems))

    def close(self) -> None:
        self._session.close()

    def _open(self, operation: str, **sent: Any) -> requests.Response:
        contract = self.contract(operation)
        url = self.base_url + contract.path
        return self._session.request(contract.method, url, timeout=TIMEOUT_SECONDS, **sent)

    def _read(self, operation: str, frame: Frame) -> tuple[str, Any, tuple[str, ...]]:
        try:
            body = json.loads(frame.data)
        except ValueError as error:
            return "", None, (f"an event is not JSON: {error}",)
        if not isinstance(body, dict) or "type" not in body:
            return "end", body, () if body == DONE else (f"the stream ends in {frame.data}",)
        kind = str(body["type"])
        found = self._checker.check_event(self.contract(operation), kind, body)
        return kind, body, tuple(map(str, found))


def _json(response: requests.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None


def _status(response: requests.Response) -> tuple[str, ...]:
    return () if response.status_code == requests.codes.ok else (f"HTTP {response.status_code}",)
