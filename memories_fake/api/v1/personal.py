"""Asking about all of one's own media, as one answer or as a stream of its own form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from memories_fake.api.serving import Beside, Call, Events, serves
from memories_fake.api.v1.chat import streamed, whole
from memories_fake.domain.answering import pieces
from memories_fake.domain.chats import Told
from memories_fake.domain.personal import ask_personal
from memories_fake.domain.tokens import count_tokens
from memories_fake.wire.sse import spaced_frame


@serves("v1.chat_personal")
def chat_personal(call: Call) -> Any:
    told = _told(call)
    # Each source reads the answer elsewhere: in `data`, beside it, or in an object of its own.
    beside = {"session_id": str(told.session), "response": told.answer.content, "metadata": {}}
    return Beside(whole(told, call.dialect), beside)


@serves("v1.chat_personal_stream")
def chat_personal_stream(call: Call) -> Any:
    told = _told(call)
    if call.dialect.personal_stream == "events":
        return streamed(told, call.dialect)
    return Events(_tokens(told), "[DONE]", spaced_frame)


def _told(call: Call) -> Told:
    with call.library() as library:
        told = ask_personal(library, call["prompt"], call.get("session_id"))
    call.usage.tokens = count_tokens(call["prompt"], told.answer.content)
    return told


def _tokens(told: Told) -> Iterator[tuple[str, dict[str, Any]]]:
    for piece in pieces(told.answer.content):
        yield "token", {"token": piece}
