"""Fakes with settings of their own, for tests that the usual fixtures do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from calling import Caller

from memories_fake import Fake

LIVE = "https://api.memories.ai"


@contextmanager
def fake_with(**choices: Any) -> Iterator[Caller]:
    """A caller, in-process, of a fake with these settings."""
    with Fake(**choices) as fake, fake.activate():
        yield Caller(LIVE, fake=fake)


@contextmanager
def fake_kept_in(folder: Path) -> Iterator[Caller]:
    """A caller, over a port, of a fake that keeps all it has in this folder."""
    with Fake(store=str(folder / "kept.db")) as fake, fake.serve() as server:
        yield Caller(server.url, fake=fake)


def media_in(folder: Path) -> list[bytes]:
    """The content of every file that such a fake has on its shelf, or left on the way there."""
    return [path.read_bytes() for path in (folder / "kept.db.media").rglob("*") if path.is_file()]
