"""Text memories as a program adds and reads them."""

from __future__ import annotations

from typing import Any

from calling import Caller, data

KETTLE = "The red kettle stays with the neighbours."


def remember(caller: Caller, *contents: str, role: str = "Ada", **occasion: Any) -> list[str]:
    """Add texts of one occasion; their numbers."""
    said = [{"role": role, "content": content} for content in contents]
    ids: list[str] = data(caller.post("memories/add", {"memories": said, **occasion}))["ids"]
    return ids


def listed(caller: Caller, **asked: Any) -> dict[str, Any]:
    """A page of all memories."""
    page: dict[str, Any] = data(caller.post("memories", asked))
    return page


def contents(caller: Caller, **asked: Any) -> list[str]:
    """What the memories of a page say."""
    return [memory["content"] for memory in listed(caller, **asked)["memories"]]


def found(caller: Caller, query: str, **asked: Any) -> list[tuple[str, float]]:
    """What a search finds, with the scores."""
    page = data(caller.post("memories/search", {"query": query, **asked}))
    return [(memory["content"], memory["score"]) for memory in page["memories"]]
