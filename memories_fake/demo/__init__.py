"""The demo: a fake over a real port, and a program that tells the whole story of one video."""

from __future__ import annotations

import io
import sys
from contextlib import closing
from pathlib import Path

from rich.console import Console, Group
from rich.panel import Panel
from rich.text import Text

from memories_fake.demo import drawing
from memories_fake.demo.steps import STEPS, Step
from memories_fake.demo.story import CLIP, CLIP_NAME, PARSE_SECONDS, Footage, StepFailed, Story
from memories_fake.demo.wire import Wire
from memories_fake.fake import Fake
from memories_fake.runtime.clock import machine_ms

KEY = "sk-demo"
NEXT = {
    "memories-fake serve": "a base URL for any program",
    "memories-fake exec -- python your_script.py": "your program, as it is",
    "from memories_fake import Fake": "in your own code",
    "def test_films(memories_client): ...": "pytest finds the fixtures",
}


def run_demo(video: Path | None, *, seed: str) -> int:
    """Tell the story of a video (of the shipped clip, where none is given) on the terminal.

    Returns 0 if every answer kept its contract and every step went as it should, else 1.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A pipe that cannot spell a sign shall not end the story.
        sys.stdout.reconfigure(errors="replace")
    console = Console(highlight=False)
    footage = Footage(video, video.name) if video else Footage(CLIP, CLIP_NAME)
    try:
        return _told(console, footage, seed)
    except Exception as error:  # noqa: BLE001 - a first look ends in words, not in a traceback
        message = f"The demo cannot go on: {type(error).__name__}: {error}"
        console.print(Panel(Text(message), border_style="red"))
        return 1


def _told(console: Console, footage: Footage, seed: str) -> int:
    # The fake does not check its own replies here: the program at its other end does.
    fake = Fake(seed=seed, parse_seconds=PARSE_SECONDS, check_replies=False)
    with fake, fake.serve() as server, closing(Wire(server.url, KEY)) as wire:
        clock = fake.clock(KEY)
        story = Story(
            console=console,
            wire=wire,
            key=KEY,
            clock=clock,
            footage=footage,
            real_start_ms=machine_ms(),
            virtual_start_ms=clock.now_ms(),
        )
        _open(story)
        for number, step in enumerate(STEPS, start=1):
            if not _tell(story, number, step) and step.is_vital:
                break
    console.print(_summary(story))
    return 1 if story.failures else 0


def _open(story: Story) -> None:
    """Say what is about to be seen."""
    story.console.print()
    story.console.print(Text("memories-fake demo", "bold"))
    story.console.print(
        Text(
            "A fake Memories.ai runs on this machine. What follows is an ordinary HTTP program "
            "that calls it over a port, and holds every answer against its contract.",
            "dim",
        )
    )
    story.console.print()
    base, name = story.wire.base_url, story.footage.name
    story.show(drawing.facts({"base address": base, "Authorization": story.key, "film": name}))


def _tell(story: Story, number: int, step: Step) -> bool:
    """One step. A failure is noted, in words."""
    story.console.print(drawing.heading(number, step.title))
    story.console.print(drawing.indented(drawing.note(step.remark), below=1))
    try:
        step.tell(story)
    except (StepFailed, OSError) as failure:
        story.failures.append((f"{number} {step.title}", str(failure)))
        story.show(drawing.arrow("✗", Text(str(failure), "red")))
        return False
    return True


def _summary(story: Story) -> Panel:
    counted = Text.assemble(
        (f"{story.calls} calls", "bold"),
        f" · {story.kept} contracts kept · {story.events} stream events held\n",
        f"{story.real_seconds:.1f} real seconds · {story.virtual_seconds:.0f} virtual ones",
    )
    if story.failures:
        failed = [
            Text.assemble((f"\n{title}\n", "bold red"), why.partition("\n")[0])
            for title, why in story.failures
        ]
        return Panel(Group(counted, *failed), title="not all went well", border_style="red")
    hints = Group(Text("\nWhat to try next\n", "dim"), drawing.facts(NEXT))
    return Panel(Group(counted, hints), title="all contracts kept", border_style="green")
