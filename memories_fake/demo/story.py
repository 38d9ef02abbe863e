"""What the demo carries from step to step, and how each call is shown, made and held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType
from rich.text import Text

from memories_fake import worlds
from memories_fake.demo import drawing
from memories_fake.demo.wire import SUCCESS, Answer, Event, Wire
from memories_fake.runtime.clock import Clock, machine_ms

CLIP = Path(worlds.__file__).with_name("demo_clip.mp4")
CLIP_NAME = "sea_and_moon.mp4"
PARSE_SECONDS = 60


class StepFailed(Exception):
    """An answer broke its contract, or the story did not go as it should. Says so in words."""


@dataclass(frozen=True, slots=True)
class Footage:
    """The file that is uploaded, and the name that it goes by."""

    path: Path
    name: str

    @property
    def words(self) -> str:
        """The name as words that can be searched for."""
        return " ".join(Path(self.name).stem.replace("_", " ").replace("-", " ").split()) or "film"


@dataclass(kw_only=True)
class Story:
    """The context of all steps. `video` and `session` are filled as the story goes on."""

    console: Console
    wire: Wire
    key: str
    clock: Clock
    footage: Footage
    real_start_ms: int
    virtual_start_ms: int
    video: str = ""
    session: str | None = None
    calls: int = 0
    kept: int = 0
    events: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)

    @property
    def real_seconds(self) -> float:
        """How long the story has been told."""
        return (machine_ms() - self.real_start_ms) / 1000

    @property
    def virtual_seconds(self) -> float:
        """How long it has been in the fake's time."""
        return (self.clock.now_ms() - self.virtual_start_ms) / 1000

    def show(self, what: RenderableType) -> None:
        """Print something of an answer, with an empty line below it."""
        self.console.print(drawing.indented(what, below=1))

    def ask(self, operation: str, *, summary: Text | None = None, **sent: Any) -> Any:
        """The `data` of an answer that must be a success; `summary` tells what is sent."""
        self._announce(operation, summary or drawing.request(sent))
        answer = self.wire.send(operation, **sent)
        refused = answer.code != SUCCESS
        self._hold(answer, amiss=f"{operation} was refused: {answer.message}" if refused else "")
        return answer.data

    def ask_in_vain(self, operation: str, **sent: Any) -> None:
        """Ask what must be refused."""
        self._announce(operation, drawing.request(sent))
        answer = self.wire.send(operation, **sent)
        accepted = answer.code == SUCCESS
        self._hold(answer, amiss=f"{operation} should have been refused" if accepted else "")

    def listen(self, operation: str, draw: Callable[[Event], None], **sent: Any) -> None:
        """Draw the events of a stream as they come, up to its closing one."""
        self._announce(operation, drawing.request(sent))
        self.console.print()
        heard = list(self._drawn(self.wire.listen(operation, **sent), draw))
        problems = [problem for event in heard for problem in event.problems]
        if not heard or heard[-1].kind != "end":
            problems.append(f"{operation}: the stream did not end as it should")
        self.events += sum(event.kind != "end" for event in heard)
        after_ms = heard[0].after_ms if heard else 0.0
        said = Text.assemble(
            (f"{len(heard)} events", "green"), f" · the first after {after_ms:.1f} ms"
        )
        self._judge(said, problems)

    def expect(self, what: str, *, seen: object, wanted: object) -> None:
        """Raise StepFailed where the story has gone astray."""
        if seen != wanted:
            raise StepFailed(f"{what} should be {wanted!r}, but is {seen!r}")

    def _announce(self, operation: str, summary: Text) -> None:
        self.calls += 1
        self.console.print(drawing.indented(drawing.address(self.wire.contract(operation))))
        self.console.print(drawing.indented(drawing.arrow("→", summary)))

    def _drawn(self, events: Iterator[Event], draw: Callable[[Event], None]) -> Iterator[Event]:
        for event in events:
            if not event.problems:
                draw(event)
            yield event

    def _hold(self, answer: Answer, *, amiss: str) -> None:
        colour = "green" if answer.code == SUCCESS else "yellow"
        said = Text.assemble(
            (f"{answer.code} {answer.message}", colour), f" · {answer.took_ms:.1f} ms"
        )
        self._judge(said, answer.problems)
        if amiss:
            raise StepFailed(amiss)

    def _judge(self, said: Text, problems: Sequence[str]) -> None:
        verdict = Text("contract broken", "red") if problems else Text("contract kept ✓", "green")
        line = Text.assemble(said, " · ", verdict)
        self.console.print(drawing.indented(drawing.arrow("←", line)))
        self.console.print()
        if problems:
            raise StepFailed("\n".join(dict.fromkeys(problems)))
        self.kept += 1
