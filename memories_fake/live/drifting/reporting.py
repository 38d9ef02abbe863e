"""Writes a drift down, dated: as JSON for programs, as Markdown and as a table for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table

from memories_fake.live.drifting.comparing import Difference
from memories_fake.live.drifting.drift import Drift
from memories_fake.live.judging import Severity

STYLES = {Severity.CRITICAL: "red", Severity.WARNING: "yellow"}
HEADINGS = ("operation", "where", "severity", "contract", "live", "fake")


@dataclass(frozen=True, slots=True)
class Report:
    """A drift, when it was found, and where: `against` is an address, and no key is in it."""

    drift: Drift
    against: str
    at_ms: int

    @property
    def date(self) -> str:
        """When it was found, in UTC."""
        return datetime.fromtimestamp(self.at_ms // 1000, UTC).isoformat()

    def as_json(self) -> str:
        """All of it, for programs."""
        drift = self.drift
        told: dict[str, Any] = {
            "date": self.date,
            "against": self.against,
            "calls": drift.calls,
            "exit_code": drift.exit_code,
            "counts": {severity.value: drift.count(severity) for severity in Severity},
            "differences": [asdict(each) for each in drift.differences],
            "compared": drift.compared,
            "unseen": drift.unseen,
            "not_told_to_the_end": drift.stops,
        }
        return json.dumps(told, indent=2, ensure_ascii=False) + "\n"

    def as_markdown(self) -> str:
        """All of it, for people."""
        lines = [f"# Drift of {self.against}, {self.date}", "", summary(self.drift), ""]
        if self.drift.differences:
            lines += [_row(HEADINGS), _row(["---"] * len(HEADINGS))]
            lines += [_row(_cells(each)) for each in self.drift.differences]
            lines.append("")
        for title, names in (
            ("Not told to the end", self.drift.stops),
            ("Compared", self.drift.compared),
            ("Unseen", self.drift.unseen),
        ):
            if names:
                lines += [f"## {title}", "", *(f"* {name}" for name in names), ""]
        return "\n".join(lines)

    def write(self, file: Path) -> None:
        """Write it down: as Markdown if the file's name ends in .md, else as JSON."""
        text = self.as_markdown() if file.suffix == ".md" else self.as_json()
        file.write_text(text, encoding="utf-8")


def plainly(base: str | None) -> str:
    """An address as a report may tell it: without a name, a password or a query in it."""
    told = urlsplit(base or "")
    port = f":{told.port}" if told.port else ""
    return f"{told.scheme}://{told.hostname}{port}{told.path}" if base else "the live service"


def print_report(report: Report) -> None:
    """Every difference, and the sum of it all."""
    console = Console()
    table = Table(title=f"drift of {report.against}, {report.date}")
    for heading in HEADINGS:
        table.add_column(heading, overflow="fold")
    for each in report.drift.differences:
        table.add_row(*_cells(each), style=STYLES[each.severity])
    if report.drift.differences:
        console.print(table)
    for stop in report.drift.stops:
        console.print(f"not told to the end: {stop}", style="red", markup=False)
    console.print(summary(report.drift), highlight=False)


def summary(drift: Drift) -> str:
    """The sum of it all in one line."""
    if not drift.compared:
        return "nothing could be compared, so this run failed"
    told = {0: "no drift", 1: "clients break", 2: "there is news"}[drift.exit_code]
    counts = ", ".join(f"{drift.count(severity)} {severity}" for severity in Severity)
    return (
        f"{len(drift.compared)} operations compared, {len(drift.unseen)} unseen; {counts}: {told}"
    )


def _cells(each: Difference) -> tuple[str, ...]:
    where = each.where or "the whole"
    return each.operation, where, each.severity, each.contract, each.live, each.fake


def _row(cells: Sequence[str]) -> str:
    plain = (" ".join(cell.split()).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(plain)} |"
