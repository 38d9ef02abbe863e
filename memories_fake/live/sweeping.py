"""Clears away what a verification that was killed has left behind."""

from __future__ import annotations

from typing import Any

from memories_fake.live.running import Run
from memories_fake.live.samples import PREFIX


def sweep(run: Run) -> int:
    """Delete the videos and folders that bear the mark of a verification. Returns how many."""
    swept = 0
    marked = [name for name in run.need("v1.list_unique_ids")["unique_ids"] if PREFIX in name]
    for namespace in (*marked, "default"):
        swept += _videos(run, namespace)
    for folder in run.need("v1.folders")["folders"]:
        if folder["folder_name"].startswith(PREFIX):
            run.need("v1.folders_delete", folder_id=folder["folder_id"])
            swept += 1
    return swept


def _videos(run: Run, namespace: str) -> int:
    page = run.need("v1.list_videos", unique_id=namespace)
    numbers = [video["video_no"] for video in page["videos"] if _is_ours(video, namespace)]
    for start in range(0, len(numbers), 100):
        some = numbers[start : start + 100]
        run.need("v1.delete_videos", video_nos=some, unique_id=namespace)
    return len(numbers)


def _is_ours(video: dict[str, Any], namespace: str) -> bool:
    return namespace.startswith(PREFIX) or str(video["video_name"]).startswith(PREFIX)
