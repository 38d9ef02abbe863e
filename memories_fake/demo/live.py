"""Shows an answer while it is still being said."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from rich.console import Console, RenderableType
from rich.live import Live
from rich.text import Text

from memories_fake.demo import drawing
from memories_fake.demo.wire import Event
from memories_fake.runtime.clock import wait

# On one machine a stream is over before an eye has followed it, so a terminal is given time.
PACE_SECONDS = 0.08


class LiveAnswer:
    """Thinking in dim lines as it comes, then the text, which grows with each piece."""

    def __init__(self, console: Console) -> None:
        self.session: str | None = None
        self._console = console
        self._live = Live(console=console, auto_refresh=False)
        self._text = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def draw(self, event: Event) -> None:
        """Show one event that has kept its contract."""
        if event.kind == "thinking":
            self._think(event.body)
        elif event.kind == "ref":
            self._console.print(drawing.indented(drawing.cited(event.body["ref"]), below=1))
        elif event.kind == "content":
            self._say(event.body["content"])
        else:
            self._end()
            return
        self.session = event.body["sessionId"]
        if self._console.is_terminal:
            wait(PACE_SECONDS)

    def _think(self, step: dict[str, Any]) -> None:
        self._console.print(drawing.indented(Text(step["title"], "dim bold")))
        told = drawing.markdown(step["content"], style="dim italic")
        self._console.print(drawing.indented(told, below=1))

    def _say(self, piece: str) -> None:
        self._text += piece
        if self._console.is_terminal:
            self._live.start()
            self._live.update(self._drawn(), refresh=True)

    def _end(self) -> None:
        if self._console.is_terminal:
            self._live.stop()
        else:
            self._console.print(self._drawn())
        self._console.print()

    def _drawn(self) -> RenderableType:
        return drawing.indented(drawing.markdown(self._text))
