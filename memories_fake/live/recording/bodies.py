"""The body of an answer, as readable JSON and back to the very same bytes."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from memories_fake.live.recording.taking import EVENTS, MOST_KEPT_BYTES, Body

# How services write JSON. What is written in no such way is kept as a text.
_SPELLINGS: Mapping[str, Mapping[str, Any]] = {
    "compact": {"separators": (",", ":"), "ensure_ascii": False},
    "compact ascii": {"separators": (",", ":")},
    "spaced": {"ensure_ascii": False},
    "spaced ascii": {},
    "indented": {"indent": 2, "ensure_ascii": False},
}
_END_OF_FRAME = re.compile(rb"\r\n\r\n|\n\n|\r\r(?!\n)")


class TooLarge(Exception):
    """The answer was not kept, for it was too large."""


def answered_body(media: str, pieces: Iterable[tuple[int, bytes]]) -> Body:
    """A body from its pieces and the times, in ms, at which each came; a stream as its frames."""
    came = list(pieces)
    if media.partition(";")[0].strip() == EVENTS:
        return {"frames": [{"at_ms": at_ms, **as_text(frame)} for at_ms, frame in framed(came)]}
    content = b"".join(piece for _, piece in came)
    if len(content) > MOST_KEPT_BYTES:
        return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return _as_json(content) or (as_text(content) if content else {})


def as_text(content: bytes) -> dict[str, Any]:
    """Bytes as text, or as base64 where they are none."""
    try:
        return {"text": content.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode()}


def as_bytes(told: Mapping[str, Any]) -> bytes:
    """The bytes again. Raises TooLarge where they were not kept."""
    if "json" in told:
        text: str = json.dumps(told["json"], **_SPELLINGS[told["spelling"]])
        return f"{text}{told.get('ends', '')}".encode()
    if "base64" in told:
        return base64.b64decode(told["base64"])
    if "sha256" in told:
        raise TooLarge(f"its {told['bytes']} bytes were too many to be kept")
    return str(told.get("text", "")).encode("utf-8", "surrogatepass")


def framed(pieces: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """The frames of a stream, each with the time at which it was whole; the last may be torn."""
    pending, at_ms = b"", 0
    for at_ms, piece in pieces:
        pending += piece
        while found := _END_OF_FRAME.search(pending):
            yield at_ms, pending[: found.end()]
            pending = pending[found.end() :]
    if pending:
        yield at_ms, pending


def _as_json(content: bytes) -> Body | None:
    try:
        text = content.decode()
        tree = json.loads(text, parse_constant=_refuse)
    except ValueError:
        return None
    bare = text.rstrip("\n")
    for name, options in _SPELLINGS.items():
        if json.dumps(tree, **options) == bare:
            ends = text[len(bare) :]
            return {"json": tree, "spelling": name, **({"ends": ends} if ends else {})}
    return None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
