"""What a receiver of callbacks gets, and what it may answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from memories_fake.runtime.breaking import Break
from memories_fake.runtime.errands import ATTEMPT_HEADER, DELIVERY_HEADER, TIME_HEADER


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is done with a callback: it is answered with a status, perhaps after a while of the
    account's time (the sender waits ten seconds at most), or the connection breaks: reset, empty
    or stall."""

    status: int = 200
    after_seconds: float = 0.0
    breaks: Break | str | None = None

    def __post_init__(self) -> None:
        if self.breaks is not None:
            object.__setattr__(self, "breaks", Break(self.breaks))

    @property
    def takes_seconds(self) -> float:
        """How long it takes; for ever, where the sender is left hanging."""
        return inf if self.breaks is Break.STALL else self.after_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A callback as it came, and what it was answered. `at_ms` is the account's time; it, and the
    numbers of delivery and attempt, are None where somebody else than the fake has sent it."""

    path: str
    headers: Mapping[str, str]
    body: Any
    answer: Answer
    at_ms: int | None
    delivery: int | None
    attempt: int | None


def received(path: str, headers: Mapping[str, str], body: bytes, answer: Answer) -> Received:
    """A callback, read from what came over the wire. A body that is no JSON stays text."""

    def number(header: str) -> int | None:
        text = headers.get(header, "")
        return int(text) if text.isdecimal() else None

    return Received(
        path=path,
        headers=dict(headers),
        body=_content(body),
        answer=answer,
        at_ms=number(TIME_HEADER),
        delivery=number(DELIVERY_HEADER),
        attempt=number(ATTEMPT_HEADER),
    )


def _content(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")
