"""Imports as a program makes them: begin, follow the task, wait by moving the clock."""

from __future__ import annotations

from typing import Any

from calling import Caller, data

Items = list[dict[str, Any]]

BREAD = "https://www.tiktok.com/@harbour_hands/video/7400000000000000001"
ROPES = "https://www.tiktok.com/@harbour_hands/video/7400000000000000002"
CLIP = "https://www.youtube.com/watch?v=o9vgXOH4ET0"
PASTA = "https://www.tiktok.com/player/v1/7380933203230473184"  # of the built-in library
PASTA_CAPTION = "Five-minute tomato pasta when you have absolutely nothing in the fridge"


def begin(caller: Caller, operation: str, **body: Any) -> str:
    """Begin an import; its task."""
    return str(data(caller.post(operation, body))["taskId"])


def told(caller: Caller, task: str, **asked: str) -> Any:
    """The task as it stands."""
    return data(caller.get("get_video_ids_by_task_id", task_id=task, **asked))


def items(caller: Caller, task: str, **asked: str) -> Items:
    """Its videos as they stand."""
    found: Items = told(caller, task, **asked)["videos"]
    return found


def imported(caller: Caller, operation: str, **body: Any) -> Items:
    """Import, and let the time pass until all is parsed."""
    task = begin(caller, operation, **body)
    caller.advance(seconds=60)
    asked = {"unique_id": body["unique_id"]} if "unique_id" in body else {}
    return items(caller, task, **asked)
