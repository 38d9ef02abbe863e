"""What the demo draws with: headings, requests, tables, times and bars."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from rich.console import RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from memories_contracts import Contract

MARGIN = 4
BAR_CELLS = 14


def indented(what: RenderableType, *, below: int = 0) -> Padding:
    """The same, set in from the left, with that many empty lines below it."""
    return Padding(what, (0, 0, below, MARGIN), expand=False)


def heading(number: int, title: str) -> Rule:
    text = Text.assemble((f" {number:>2}  ", "bold cyan"), (title, "bold"))
    return Rule(text, align="left", style="bright_black")


def address(contract: Contract) -> Text:
    """Method and path; the operation's name is the last part of it."""
    folder, _, operation = contract.path.rpartition("/")
    return Text.assemble(
        (f"{contract.method} ", "cyan"), (f"{folder}/", "dim"), (operation, "bold")
    )


def arrow(sign: str, text: Text) -> Table:
    """A line that came or went; what does not fit hangs below its own beginning."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row(Text(sign, "dim"), text)
    return grid


def request(sent: Mapping[str, Any]) -> Text:
    """A request in short: its query, its JSON, or the note that stands for a form."""
    shown = [f"?{urlencode(sent['params'])}"] if sent.get("params") else []
    if "json" in sent:
        shown.append(json.dumps(sent["json"], ensure_ascii=False))
    return Text(" ".join(shown) or "no parameters", "dim")


def note(text: str) -> Text:
    return Text(text, "dim italic")


def code(text: str) -> Text:
    return Text(text, "cyan")


def status(word: str) -> Text:
    return Text(word, {"PARSE": "green", "UNPARSE": "yellow"}.get(word, "red"))


def cited(refs: Sequence[Mapping[str, Any]]) -> Text:
    """The moments that an answer rests on, each once."""
    items = [item for ref in refs for item in ref["refItems"]]
    # A keyframe is the beginning of a stretch that is named as well.
    items = [item for item in items if "endTime" in item] or items
    spans = dict.fromkeys(span(item["startTime"], item.get("endTime")) for item in items)
    return Text(f"rests on {', '.join(spans) or 'nothing'}", "dim")


def markdown(text: str, *, style: str = "none") -> Markdown:
    return Markdown(text, style=style)


def facts(pairs: Mapping[str, object]) -> Table:
    """Names and what they stand for."""
    grid = Table.grid(padding=(0, 3, 0, 0))
    for name, value in pairs.items():
        grid.add_row(Text(name, "dim", overflow="fold"), Text(str(value), overflow="fold"))
    return grid


def table(*headings: str, right: Sequence[str] = ()) -> Table:
    """An empty table without frames; the headings in `right` stand over numbers."""
    made = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for each in headings:
        made.add_column(each, justify="right" if each in right else "left", overflow="fold")
    return made


def bar(score: float) -> Table:
    """A score between 0 and 1 as a bar, with two decimals beside it."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    filled = ProgressBar(
        total=1,
        completed=score,
        width=BAR_CELLS,
        style="bright_black",
        complete_style="cyan",
        finished_style="cyan",
    )
    grid.add_row(filled, Text(f"{score:.2f}"))
    return grid


def mmss(seconds: str | float) -> str:
    """Seconds, which the wire often writes as text, as minutes and seconds."""
    minutes, rest = divmod(round(float(seconds)), 60)
    return f"{minutes:02}:{rest:02}"


def span(start: str | float, end: str | float | None) -> str:
    """From when to when; a keyframe has no end."""
    return mmss(start) if end is None else f"{mmss(start)}–{mmss(end)}"


def cut(text: str) -> Text:
    """As much of each line of a text as fits."""
    return Text(text, no_wrap=True, overflow="ellipsis")


def one_line(text: str) -> Text:
    """As much of a text as fits on the line."""
    return cut(" ".join(text.split()))
