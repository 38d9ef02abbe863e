"""The tables that a person sees in the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields

from rich.console import Console
from rich.table import Table
from rich.text import Text

from memories_contracts import Catalogue, Contract, Known
from memories_fake.api.dialects import Dialect
from memories_fake.runtime.journal import Entry

GRADE_STYLES = {
    Known.RECORDED: "green",
    Known.DOCUMENTED: "cyan",
    Known.INFERRED: "yellow",
    Known.INVENTED: "red",
}


def print_summary(entries: Sequence[Entry]) -> None:
    """What a program asked of the API, counted, on stderr so that its output stays its own."""
    console = Console(stderr=True)
    if not entries:
        console.print("memories-fake: the program asked nothing of Memories.ai", style="yellow")
        return
    table = Table(title="what the program asked of Memories.ai", title_justify="left")
    for heading in ("operation", "answer", "calls"):
        table.add_column(heading, justify="right" if heading == "calls" else "left")
    counted = Counter((entry.operation or entry.path, entry.code) for entry in entries)
    for (operation, code), calls in counted.items():
        table.add_row(operation, Text(code, "green" if code == "0000" else "red"), str(calls))
    console.print(table)


def print_controls(control: Catalogue) -> None:
    """The fake's own paths, and the Python words that do the same."""
    table = Table(title=f"{len(control)} paths of the fake's own", title_justify="left")
    for heading in ("over HTTP", "in Python", "what it does"):
        table.add_column(heading, overflow="fold")
    for contract in sorted(control.values(), key=lambda each: (each.path, each.method)):
        words = str(contract.document.get("python", ""))
        table.add_row(f"{contract.method} {contract.path}", words, contract.summary)
    Console().print(table)


def print_routes(catalogue: Catalogue) -> None:
    """Every operation with its paths, and how each is known."""
    table = Table(title=f"{len(catalogue)} calls", title_justify="left", show_lines=True)
    table.add_column("operation", style="bold", no_wrap=True)
    table.add_column("paths, and how they are known", overflow="fold")
    by_operation: dict[str, list[Contract]] = {}
    for contract in catalogue.values():
        by_operation.setdefault(contract.operation, []).append(contract)
    for operation in sorted(by_operation):
        lines = [_known_path(contract) for contract in by_operation[operation]]
        table.add_row(operation, Text("\n").join(lines))
    Console().print(table)


def _known_path(contract: Contract) -> Text:
    style = GRADE_STYLES[contract.evidence.known]
    known = Text(f"  {contract.evidence}", style)
    return Text.assemble(f"{contract.method} {contract.path}\n", known)


def print_dialects() -> None:
    """Every switch with its choices, the default first, and the reason for it."""
    table = Table(title="--dialect NAME=VALUE", title_justify="left")
    for heading in ("name", "values (default first)", "why"):
        table.add_column(heading, overflow="fold")
    for switch in fields(Dialect):
        choices = switch.metadata["choices"]
        table.add_row(switch.name, " | ".join(choices), switch.metadata["why"])
    Console().print(table)
