"""Talking: about one's own videos, about the public ones, and the talks so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from memories_client.caller import Caller, listed
from memories_client.results import ChatAnswer, Page, Session, page_of
from memories_client.streaming import ChatEvent, events
from memories_client.transport import Call


class Chats(Caller):
    """The operations that answer questions.

    Without a `session_id` each begins a talk; with that of an earlier answer it goes on. The
    streams send their request at the first step and hang up when they are closed.
    """

    def chat(
        self, video_nos: str | Sequence[str], prompt: str, session_id: str | None = None
    ) -> ChatAnswer:
        """Asks about parsed videos and returns the whole answer."""
        return self._answer(self._about("chat", video_nos, prompt, session_id))

    def chat_stream(
        self, video_nos: str | Sequence[str], prompt: str, session_id: str | None = None
    ) -> Iterator[ChatEvent]:
        """Asks about parsed videos; the answer comes in events, a Done last."""
        return self._events(self._about("chat_stream", video_nos, prompt, session_id))

    def marketer_chat(
        self,
        prompt: str,
        session_id: str | None = None,
        *,
        type: str | None = None,  # noqa: A002
    ) -> ChatAnswer:
        """Asks about public videos; `type` is TIKTOK, YOUTUBE or INSTAGRAM."""
        call = self._told("marketer_chat", prompt=prompt, session_id=session_id, type=type)
        return self._answer(call)

    def marketer_chat_stream(
        self,
        prompt: str,
        session_id: str | None = None,
        *,
        type: str | None = None,  # noqa: A002
    ) -> Iterator[ChatEvent]:
        """As `marketer_chat`, in events."""
        call = self._told("marketer_chat_stream", prompt=prompt, session_id=session_id, type=type)
        return self._events(call)

    def list_sessions(self, page: int = 1) -> Page[Session]:
        """One page of the talks so far, without their messages."""
        data = self._transport.data(self._asked("list_sessions", page=page))
        return page_of(Session, data, key="sessions")

    def get_session_detail(self, session_id: str) -> Session:
        """A talk with all its messages."""
        call = self._asked("get_session_detail", sessionId=session_id)
        return Session.heal(self._transport.record(call))

    def _about(
        self, operation: str, video_nos: str | Sequence[str], prompt: str, session_id: str | None
    ) -> Call:
        return self._told(
            operation, video_nos=listed(video_nos), prompt=prompt, session_id=session_id
        )

    def _answer(self, call: Call) -> ChatAnswer:
        return ChatAnswer.heal(self._transport.record(call))

    def _events(self, call: Call) -> Iterator[ChatEvent]:
        asked = replace(call, headers={"Accept": "text/event-stream"})
        refusal = partial(self._transport.refusal, call.operation)
        with self._transport.opened(asked, live=True) as chunks:
            yield from events(chunks, operation=call.operation, refusal=refusal)
