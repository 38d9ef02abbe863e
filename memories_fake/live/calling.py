"""Calls an operation as its contract says, at any address, and brings back what was heard."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import requests

from memories_contracts import Contract
from memories_fake.runtime.clock import machine_ms

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
EVENTS = "text/event-stream"
TIMEOUT_SECONDS = 180
MOST_KEPT_BYTES = 1 << 20

Files = Mapping[str, tuple[str, bytes, str]]  # field: file name, content, media type


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer: JSON if it is any, the data of each event if it is a stream, else only bytes."""

    status: int
    media: str
    seconds: float
    body: Any = None
    events: tuple[str, ...] = ()
    content: bytes = b""

    @property
    def data(self) -> Any:
        """What a good answer holds, in its envelope."""
        return self.body.get("data") if isinstance(self.body, dict) else None

    @property
    def code(self) -> Any:
        """The code of the envelope, or None where there is none."""
        return self.body.get("code") if isinstance(self.body, dict) else None


@dataclass(frozen=True)
class Line:
    """A way to a service. Without a `base`, each operation's own host is called."""

    key: str
    base: str | None = None
    session: requests.Session = field(default_factory=requests.Session)

    def call(
        self, contract: Contract, parameters: Mapping[str, Any], files: Files | None = None
    ) -> Heard:
        """One call. Raises requests.RequestException where there is no answer at all."""
        request = placed(contract, parameters, files or {})
        return self.send(contract, request, {"Authorization": self.key})

    def send(
        self, contract: Contract, request: Mapping[str, Any], headers: Mapping[str, str]
    ) -> Heard:
        """The same with a request as it stands, keyword arguments of `requests`, and its key."""
        began_ms = machine_ms()
        with self.session.request(
            contract.method,
            (self.base or contract.host) + contract.path,
            headers={**headers, **_accept(contract)},
            timeout=TIMEOUT_SECONDS,
            allow_redirects=False,
            stream=True,
            **request,
        ) as answer:
            return _heard(answer, began_ms)


def placed(contract: Contract, parameters: Mapping[str, Any], files: Files) -> dict[str, Any]:
    """Each parameter where it travels by the contract, as keyword arguments of `requests`."""
    query, body = _apart(contract, parameters)
    request: dict[str, Any] = {"params": query}
    whole = next((n for n, f in _properties(contract).items() if f.get("x-in") == "body"), None)
    media = contract.request_media[0] if contract.request_media else None
    if whole:
        return {**request, "json": parameters[whole]}
    if contract.document_part:
        document = (None, json.dumps(body), "application/json")
        return {**request, "files": {contract.document_part: document, **files}}
    if media == MULTIPART or files:
        return {**request, "data": body, "files": files}
    if media == FORM:
        return {**request, "data": body}
    return {**request, "json": body} if media else request


def _apart(
    contract: Contract, parameters: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What goes into the query, and what into the body."""
    default = "body" if contract.request_media else "query"
    fields = _properties(contract)
    query = {
        name: value
        for name, value in parameters.items()
        if fields.get(name, {}).get("x-in", default) == "query"
    }
    return query, {name: value for name, value in parameters.items() if name not in query}


def _properties(contract: Contract) -> Mapping[str, Any]:
    properties: Mapping[str, Any] = contract.request_schema["properties"]
    return properties


def _accept(contract: Contract) -> dict[str, str]:
    return {"Accept": EVENTS} if contract.answer_media == EVENTS else {}


def _heard(answer: requests.Response, began_ms: int) -> Heard:
    media = answer.headers.get("Content-Type", "").partition(";")[0].strip()
    events: tuple[str, ...] = ()
    content, body = b"", None
    if media == EVENTS:
        events = tuple(_events(answer))
    else:
        content = answer.raw.read(MOST_KEPT_BYTES, decode_content=True)
        body = _json(content)
    return Heard(answer.status_code, media, (machine_ms() - began_ms) / 1000, body, events, content)


def _events(answer: requests.Response) -> list[str]:
    """The data of each event. The whole is read first: this listens, and does not hurry."""
    text = answer.content.decode("utf-8", "replace").replace("\r\n", "\n")
    frames = (frame for frame in text.split("\n\n") if frame.strip())
    return [
        "\n".join(
            line.removeprefix("data:").strip()
            for line in frame.split("\n")
            if line.startswith("data:")
        )
        for frame in frames
        if "data:" in frame
    ]


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def file_of(name: str, content: bytes) -> tuple[str, bytes, str]:
    """A file to send, with the media type that goes with its name."""
    kinds = {".mp4": "video/mp4", ".png": "image/png", ".txt": "text/plain"}
    return name, content, kinds.get(PurePosixPath(name).suffix, "application/octet-stream")
