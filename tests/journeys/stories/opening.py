"""Opens a fake for stories, and tells where a new one begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from memories_fake import Fake
from stories.machine import RandomStories
from stories.material import make_clips
from stories.model import IMPORT_MS, PARSE_MS


@contextmanager
def stories_in(folder: Path) -> Iterator[Callable[[], RandomStories]]:
    """One fake for all stories, kept in this folder, where time passes only when it is told to."""
    clips, store = make_clips(folder), folder / "kept.db"
    fake = Fake(
        store=str(store),
        request_seconds=0,
        parse_seconds=PARSE_MS / 1000,
        import_seconds=IMPORT_MS / 1000,
        stream_pace_seconds=0,
        callbacks="off",
        dialect={"task_namespace": "own"},  # by default a task is enough to see what it brought
    )
    with fake, fake.activate():
        yield lambda: RandomStories(fake, store, clips)
