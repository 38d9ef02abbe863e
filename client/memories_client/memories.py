"""Text memories: adding, listing and searching them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from memories_client.caller import Caller
from memories_client.errors import Fate
from memories_client.healing import count, instant, number, prose, texts
from memories_client.results import Page, Result, page_of, wire
from memories_client.transport import Call


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(prose(value))
    except ValueError:
        return instant(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedMemories(Result):
    """What was kept: the number of each memory, in the order sent."""

    ids: tuple[str, ...] = wire(texts, "ids")
    count: int | None = wire(count, "count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory(Result):
    """A text memory; only a search gives it a score, between 0 and 1."""

    memory_id: str = wire(prose, "id")
    role: str = wire(prose, "role")
    content: str = wire(prose, "content")
    tags: tuple[str, ...] = wire(texts, "tags")
    latitude: float | None = wire(number, "latitude")
    longitude: float | None = wire(number, "longitude")
    memories_at: datetime | None = wire(_moment, "memories_at")  # noqa: RUF009
    created_at: datetime | None = wire(instant, "create_time")  # noqa: RUF009
    score: float | None = wire(number, "score")


class TextMemories(Caller):
    """The operations on the text memories of one namespace. Their answers are documented nowhere:
    what is read here is what memories-fake sends.
    """

    def memories_add(
        self,
        memories: Iterable[Mapping[str, str]],
        *,
        tags: Sequence[str] | None = None,
        latitude: str | None = None,
        longitude: str | None = None,
        memories_at: str | None = None,
    ) -> AddedMemories:
        """Keeps texts, each `{"role": …, "content": …}`, all of one occasion.

        `memories_at` is ISO 8601 with Z or an offset; degrees travel as text.
        """
        occasion = {"latitude": latitude, "longitude": longitude, "memories_at": memories_at}
        call = self._told("memories/add", memories=list(memories), tags=tags, **occasion)
        return AddedMemories.heal(self._transport.record(call))

    def memories(
        self,
        page: int = 1,
        *,
        page_size: int | None = None,
        filters: Mapping[str, Any] | None = None,
    ) -> Page[Memory]:
        """One page of the text memories, newest first."""
        return self._page(self._told("memories", page=page, page_size=page_size, filters=filters))

    def memories_search(
        self,
        query: str,
        page: int = 1,
        *,
        page_size: int | None = None,
        filters: Mapping[str, Any] | None = None,
    ) -> Page[Memory]:
        """One page of the text memories that fit a query, best first."""
        told = {"page": page, "page_size": page_size, "filters": filters}
        return self._page(self._told("memories/search", query=query, **told))

    def _page(self, call: Call) -> Page[Memory]:
        asked = replace(call, repeat_after=Fate.LOST)
        return page_of(Memory, self._transport.data(asked), key="memories")
