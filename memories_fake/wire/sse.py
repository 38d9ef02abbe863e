"""Server-sent events: one whole frame per write, as naive readers need it."""

from __future__ import annotations

import json
from typing import Any

CONTENT_TYPE = "text/event-stream;charset=UTF-8"
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_json(value: Any) -> str:
    """Compact JSON with its own signs, as the service writes it."""
    return _COMPACT.encode(value)


def frame(value: Any) -> bytes:
    """One event. No blank after the colon: clients compare whole lines."""
    return f"data:{to_json(value)}\n\n".encode()


def spaced_frame(value: Any) -> bytes:
    """One event in the other form: a blank after the colon, and text as it stands, unquoted."""
    return f"data: {value if isinstance(value, str) else to_json(value)}\n\n".encode()
