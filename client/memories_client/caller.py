"""What the groups of operations share: the way out, the clock and the namespace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from memories_client.errors import Fate
from memories_client.transport import Call, Transport
from memories_client.waiting import Clock


class Caller:
    """Makes the calls of one namespace (`unique_id`); None leaves it to the service."""

    def __init__(self, transport: Transport, clock: Clock, unique_id: str | None) -> None:
        self._transport = transport
        self._clock = clock
        self._unique_id = unique_id

    def _fields(self, **fields: Any) -> dict[str, Any]:
        return given(unique_id=self._unique_id) | given(**fields)

    def _asked(self, operation: str, **query: Any) -> Call:
        return Call(operation, "GET", query=self._fields(**query), repeat_after=Fate.LOST)

    def _told(self, operation: str, **body: Any) -> Call:
        return Call(operation, json=self._fields(**body))


def given(**fields: Any) -> dict[str, Any]:
    """The fields that are not None."""
    return {name: value for name, value in fields.items() if value is not None}


def listed(video_nos: str | Iterable[str]) -> list[str]:
    """The numbers as a list, also when there is one alone."""
    return [video_nos] if isinstance(video_nos, str) else list(video_nos)


def insist_known(told: Mapping[str, object], words: type, *, of: str) -> None:
    """Raise TypeError for a word that these (a TypedDict) do not have: a slip of the pen."""
    if unknown := told.keys() - words.__annotations__.keys():
        raise TypeError(f"{of} has no {', '.join(sorted(unknown))}")
