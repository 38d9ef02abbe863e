"""Asking about one's own videos and about the public library, as one answer or as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from memories_fake.api.dialects import Dialect
from memories_fake.api.serving import Call, Events, serves
from memories_fake.api.v1 import shapes
from memories_fake.domain import chats
from memories_fake.domain.answering import pieces
from memories_fake.domain.chats import Told
from memories_fake.domain.tokens import count_tokens


@serves("v1.chat", "legacy.chat", "v1.chat_stream")
def chat(call: Call) -> Any:
    with call.library() as library:
        told = chats.ask(library, call["prompt"], call["video_nos"], call.get("session_id"))
    return _answered(call, told)


@serves("v1.marketer_chat", "v1.marketer_chat_stream")
def marketer_chat(call: Call) -> Any:
    with call.library() as library:
        told = chats.ask_public(library, call["prompt"], call["type"], call.get("session_id"))
    return _answered(call, told)


def _answered(call: Call, told: Told) -> Any:
    call.usage.tokens = count_tokens(call["prompt"], told.answer.content)
    return streamed(told, call.dialect) if call.wants_stream else whole(told, call.dialect)


def streamed(told: Told, dialect: Dialect) -> Events:
    """An answer event by event."""
    return Events(_events(told), _end(dialect))


def whole(told: Told, dialect: Dialect) -> dict[str, Any]:
    """An answer in one piece."""
    thinkings = [shapes.thinking(step) for step in told.answer.thinkings]
    message = {
        "role": "ASSISTANT",
        "content": told.answer.content,
        "thinkings": thinkings,
        "session_id": str(told.session),
    }
    cited = shapes.refs(told.answer.refs)
    # No key where there is nothing: readers loop over a list, and break on null.
    if cited and thinkings and dialect.chat_refs != "none":
        thinkings[-1]["refs"] = cited
    if cited and dialect.chat_refs == "both":
        message["refs"] = cited
    return message


def _events(told: Told) -> Iterator[tuple[str, dict[str, Any]]]:
    session = {"sessionId": str(told.session)}
    for step in told.answer.thinkings:
        yield "thinking", {"type": "thinking", **shapes.thinking(step), **session}
    if told.answer.refs:
        yield "ref", {"type": "ref", **session, "ref": shapes.refs(told.answer.refs)}
    for piece in pieces(told.answer.content):
        yield "content", {"type": "content", "role": "assistant", "content": piece, **session}


def _end(dialect: Dialect) -> Any:
    return "Done" if dialect.stream_end == "text" else {"code": "SUCCESS", "data": "Done"}
