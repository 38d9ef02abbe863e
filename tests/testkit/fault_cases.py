"""Every fault of the four layers, by the words that bring it about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, eq=False)
class Case:
    """A fault, the call that it meets, and after how long the client gives up, if that is it."""

    layer: str
    words: Mapping[str, Any]
    operation: str = "chat_stream"
    gives_up_seconds: float | None = None

    @property
    def name(self) -> str:
        told = {n: json.dumps(v) if isinstance(v, dict) else v for n, v in self.words.items()}
        return "; ".join(f"{name}={value}" for name, value in told.items())


def _stream(**words: Any) -> Case:
    return Case("stream", words)


CASES = (
    Case("TCP", {"connection": "reset"}, "chat"),
    Case("TCP", {"connection": "empty"}, "chat"),
    Case("TCP", {"connection": "stall"}, "chat", gives_up_seconds=0.2),
    Case("HTTP", {"latency_seconds": 5}, "chat", gives_up_seconds=0.2),
    Case("HTTP", {"status": 503}, "chat"),
    Case("HTTP", {"status": 502, "body": "gateway"}, "chat"),
    Case("HTTP", {"body": "null", "headers": JSON}, "chat"),
    Case("envelope", {"code": "0429"}, "chat"),
    Case("envelope", {"code": "0429", "status": 429}, "chat"),
    Case("envelope", {"code": "0001"}),
    _stream(cut_after_events=0),
    _stream(cut_after_events=1),
    _stream(cut_at_byte=30),
    _stream(cut_inside="frame"),
    _stream(cut_inside="character"),
    _stream(ending="none"),
    _stream(ending="twice"),
    _stream(error_after_events=1),
    _stream(garble_event=1),
    _stream(piece_bytes=7),
    Case("stream", {"pause_seconds": 5}, gives_up_seconds=0.6),
    _stream(keep_alives=1),
    _stream(line_ends="crlf"),
    _stream(line_ends="cr"),
)
