"""What a person sees in the terminal: calls as they come, and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields

from rich.console import Console
from rich.table import Table
from rich.text import Text

from memories_contracts import Catalogue, Known
from memories_fake.api.dialects import Dialect
from memories_fake.runtime.journal import Entry

GRADE_STYLES = {
    Known.RECORDED: "green",
    Known.DOCUMENTED: "cyan",
    Known.INFERRED: "yellow",
    Known.INVENTED: "red",
}


def print_call(entry: Entry) -> None:
    """One line for one exchange."""
    good = entry.code == "0000"
    line = Text()
    line.append(f"{entry.code} ", style="green" if good else "red")
    line.append(f"{entry.operation or 'unknown':<28} ", style="bold")
    line.append(f"{entry.method} {entry.path}", style="dim")
    Console().print(line)


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


def print_routes(catalogue: Catalogue) -> None:
    """Every operation with its path and evidence, and the count of fields by grade."""
    table = Table(title=f"{len(catalogue)} operations", title_justify="left")
    for heading in ("operation", "method", "path", "known", "fields"):
        table.add_column(heading, overflow="fold")
    for contract in catalogue.values():
        counts = contract.evidence_counts()
        table.add_row(
            contract.name,
            contract.method,
            contract.path,
            Text(str(contract.evidence), GRADE_STYLES[contract.evidence.known]),
            " ".join(f"{count} {known[:3]}" for known, count in counts.items() if count),
        )
    Console().print(table)


def print_dialects() -> None:
    """Every switch with its choices, the default first, and the reason for it."""
    table = Table(title="--dialect NAME=VALUE", title_justify="left")
    for heading in ("name", "values (default first)", "why"):
        table.add_column(heading, overflow="fold")
    for switch in fields(Dialect):
        choices = switch.metadata["choices"]
        table.add_row(switch.name, " | ".join(choices), switch.metadata["why"])
    Console().print(table)
