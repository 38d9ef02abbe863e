"""The client: `Memories`, with every operation under the name it has in the service's paths."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable
from typing import Self

import requests

from memories_client.caller import Caller
from memories_client.chats import Chats
from memories_client.folders import Folders
from memories_client.images import Images
from memories_client.imports import Imports
from memories_client.memories import TextMemories
from memories_client.metadata import Metadata
from memories_client.personal import PersonalChats
from memories_client.public import PublicLibrary
from memories_client.transport import Key, Transport
from memories_client.understanding import Understanding
from memories_client.videos import Videos
from memories_client.waiting import Clock

_HOME = "https://api.memories.ai"


class Memories(
    PersonalChats,
    TextMemories,
    Videos,
    Understanding,
    Chats,
    Images,
    Folders,
    Metadata,
    Imports,
    PublicLibrary,
):
    """The Memories.ai v1 API.

    The key comes from MEMORIES_API_KEY or MEMORIES_AI_API_KEY, the base URL from
    MEMORIES_BASE_URL, where they are not given. `timeout` is in seconds, per step of the network;
    `retries` counts the repetitions of calls that can be repeated without harm. `now` and `sleep`
    are the clock. A session that is handed in stays open; one of its own is closed by `close`.
    """

    def __init__(
        self,
        api_key: str | None = None,
        base_url: str | None = None,
        *,
        timeout: float | tuple[float, float] = 60.0,
        retries: int = 2,
        unique_id: str | None = None,
        sleep: Callable[[float], None] | None = None,
        now: Callable[[], float] | None = None,
        session: requests.Session | None = None,
    ) -> None:
        clock = Clock()
        clock = Clock(now=now or clock.now, sleep=sleep or clock.sleep)
        self._owns_session = session is None
        transport = Transport(
            key=Key(api_key or _set("MEMORIES_API_KEY") or _set("MEMORIES_AI_API_KEY")),
            base_url=(base_url or _set("MEMORIES_BASE_URL") or _HOME).rstrip("/"),
            timeout=timeout,
            retries=retries,
            sleep=clock.sleep,
            session=session or requests.Session(),
        )
        super().__init__(transport, clock, unique_id)

    def with_unique_id(self, unique_id: str | None) -> Self:
        """The same client, with the same connections, for another namespace."""
        other = copy.copy(self)
        Caller.__init__(other, self._transport, self._clock, unique_id)
        return other

    def close(self) -> None:
        """Closes the connections."""
        if self._owns_session:
            self._transport.session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        way = self._transport
        return f"Memories({way.key!r}, {way.base_url!r}, unique_id={self._unique_id!r})"


def _set(name: str) -> str:
    return os.environ.get(name, "").strip()
