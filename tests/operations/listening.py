"""Streams as a program hears them: piece by piece."""

from __future__ import annotations

import json
from typing import Any

import requests
from calling import Caller

DONE = {"code": "SUCCESS", "data": "Done"}


def listen(caller: Caller, operation: str, body: Any, **options: Any) -> requests.Response:
    """Ask, and read nothing yet."""
    return caller.post(operation, body, stream=True, **options)


def frames(response: requests.Response) -> list[bytes]:
    """What comes, in the pieces in which it comes."""
    return list(response.iter_content(chunk_size=None))


def told(response: requests.Response) -> list[Any]:
    """The events of a stream, end marker included."""
    assert response.headers["Content-Type"] == "text/event-stream;charset=UTF-8"
    return [event(frame) for frame in frames(response)]


def event(frame: bytes) -> Any:
    """What one frame holds."""
    assert frame.startswith(b"data:")
    assert frame.endswith(b"\n\n")
    assert frame.count(b"\n") == 2
    return json.loads(frame.removeprefix(b"data:"))


def content(events: list[Any]) -> str:
    """The whole answer, joined from its pieces."""
    return "".join(e["content"] for e in events if isinstance(e, dict) and is_kind(e, "content"))


def is_kind(event: Any, kind: str) -> bool:
    """Whether this event is a thinking, a ref or a piece of content."""
    return isinstance(event, dict) and event.get("type") == kind
