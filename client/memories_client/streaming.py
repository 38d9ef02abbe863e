"""Turns the frames of a chat stream into typed events, and its bad ends into errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from memories_client.errors import ApiError, BadAnswer, StreamCut
from memories_client.healing import Raw, first, prose, word
from memories_client.results import Ref, Result, Thinking, wire
from memories_client.sse import Frame, frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Refs(Result):
    """The videos and moments that the answer will rest on."""

    refs: tuple[Ref, ...] = wire(Ref.heal_all, "ref", "refs")
    session_id: str | None = wire(word, "sessionId", "session_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content(Result):
    """A piece of the answer, cut anywhere: join them as they are."""

    # The marketer's stream was met with other names for its pieces.
    content: str = wire(prose, "content", "text", "delta", "message", "token")
    session_id: str | None = wire(word, "sessionId", "session_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Result):
    """The whole answer is there; the id is that of the session it belongs to."""

    session_id: str | None = None


ChatEvent = Thinking | Refs | Content | Done
_KINDS: dict[object, type[Thinking | Refs | Content]] = {
    "thinking": Thinking,
    "ref": Refs,
    "content": Content,
    None: Content,
}


def events(
    chunks: Iterable[bytes], *, operation: str, refusal: Callable[[str, str], ApiError]
) -> Iterator[ChatEvent]:
    """The events of a chat, a Done last. Frames of unknown kinds are passed over.

    Raises what `refusal(code, msg)` makes of a closing frame that tells of an error, StreamCut
    when the bytes end before the closing frame, BadAnswer when a frame is not JSON.
    """
    session_id: str | None = None
    for frame in frames(chunks):
        raw = _parsed(frame, operation)
        if _closes(raw):
            if _said(raw).lower() != "done":
                raise refusal(prose(raw.get("code")), _said(raw))
            yield Done(session_id=session_id, raw=raw)
            return
        session_id = word(first(raw, "sessionId", "session_id")) or session_id
        if kind := _KINDS.get(raw.get("type")):
            yield kind.heal(raw)
    raise StreamCut(operation, "the stream ended before its closing frame")


def _parsed(frame: Frame, operation: str) -> Raw:
    # Clients in the wild met the closing word without quotes and in brackets, too.
    if frame.data.strip(" []").lower() == "done":
        return {"data": "Done"}
    try:
        raw = json.loads(frame.data)
    except ValueError as error:
        if not frame.whole:
            raise StreamCut(operation, "the stream ended in the middle of a frame") from error
        raise BadAnswer(operation, f"a frame is not JSON: {error}") from error
    if isinstance(raw, dict):
        return raw
    if isinstance(raw, str):
        return {"data": raw}
    raise BadAnswer(operation, f"a frame holds a {type(raw).__name__}, not an event")


def _closes(raw: Raw) -> bool:
    return "type" not in raw and ("code" in raw or "data" in raw)


def _said(closing: Raw) -> str:
    data = closing.get("data")
    return data if isinstance(data, str) else prose(closing.get("msg")) or "Error"
