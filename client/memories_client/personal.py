"""Talking about all of one's own media at once."""

from __future__ import annotations

from collections.abc import Iterator

from memories_client.chats import Chats
from memories_client.results import ChatAnswer
from memories_client.streaming import ChatEvent


class PersonalChats(Chats):
    """The operations that answer from the whole namespace; sessions are as in the other chats."""

    def chat_personal(self, prompt: str, session_id: str | None = None) -> ChatAnswer:
        """Asks about everything that is there and returns the whole answer."""
        return self._answer(self._told("chat_personal", prompt=prompt, session_id=session_id))

    def chat_personal_stream(
        self, prompt: str, session_id: str | None = None
    ) -> Iterator[ChatEvent]:
        """As `chat_personal`, in pieces, a Done last; a stream of tokens names no session."""
        call = self._told("chat_personal_stream", prompt=prompt, session_id=session_id)
        return self._events(call)
