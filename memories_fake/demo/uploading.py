"""Sends the film from disk, block by block, with a bar that follows the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn
from rich.text import Text

from memories_client.multipart import Multipart
from memories_fake.demo.drawing import MARGIN
from memories_fake.demo.story import Story

BLOCK_BYTES = 1 << 13


class Followed:
    """A request body under a bar that moves on with each block that has been sent."""

    def __init__(self, body: Multipart, console: Console) -> None:
        self._body = body
        self._console = console

    def __len__(self) -> int:
        return len(self._body)

    def __iter__(self) -> Iterator[bytes]:
        with _progress(self._console) as progress:
            task = progress.add_task("", total=len(self))
            for block in self._blocks():
                yield block
                # Whoever asks for the next block is through with this one.
                progress.advance(task, len(block))

    def _blocks(self) -> Iterator[bytes]:
        for part in self._body:
            for start in range(0, len(part), BLOCK_BYTES):
                yield part[start : start + BLOCK_BYTES]


def uploaded(story: Story) -> Any:
    """Upload the footage, and return what is answered."""
    footage = story.footage
    body = Multipart([], footage.path, footage.name)
    size = decimal(footage.path.stat().st_size)
    return story.ask(
        "upload",
        summary=Text(f"multipart/form-data: file={footage.name} ({size})", "dim"),
        data=Followed(body, story.console),
        headers={"Content-Type": body.content_type},
    )


def _progress(console: Console) -> Progress:
    margin = TextColumn(" " * (MARGIN - 1))
    bar = BarColumn(complete_style="cyan", finished_style="cyan")
    columns = (margin, bar, DownloadColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)
