"""What a person sees of a verification: the plan, the progress, the account."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from memories_fake.live.guarding import cost_of
from memories_fake.live.judging import Severity
from memories_fake.live.scenarios import Scenario
from memories_fake.live.verifying import Account, Standing

STYLES = {
    Standing.VERIFIED: "green",
    Standing.DRIFTED: "yellow",
    Standing.BROKEN: "red",
    Standing.UNVERIFIED: "dim",
}


def print_plan(plan: Sequence[Scenario], left_out: Sequence[Scenario]) -> None:
    """What will be called, how often at most, and about what it costs live."""
    table = Table(title=f"the plan: about ${cost_of(plan):.2f} at the live service")
    for heading in ("scenario", "operations", "calls at most", "dollars", "leaves behind"):
        table.add_column(heading, justify="right" if heading[0] in "cd" else "left")
    for scenario in plan:
        table.add_row(
            scenario.name,
            str(len(scenario.operations)),
            str(scenario.most_calls),
            f"{scenario.dollars:.3f}",
            scenario.leaves,
        )
    console = Console()
    console.print(table)
    for scenario in left_out:
        console.print(
            f"left out: {scenario.name}, which leaves {scenario.leaves} (--permanent tells it too)",
            style="yellow",
        )


def print_account(account: Account) -> None:
    """Every operation and how it stands, what was said of it, and the sum of it all."""
    table = Table(title=f"{account.calls} calls")
    for heading in ("operation", "stands", "what is to be said of it"):
        table.add_column(heading, overflow="fold")
    for name, standing in account.standings.items():
        remarks = Text("\n").join(
            Text(remark.text, "red" if remark.severity is Severity.CRITICAL else "yellow")
            for remark in account.remarks[name]
        )
        table.add_row(name, Text(standing, STYLES[standing]), remarks)
    console = Console()
    console.print(table)
    for stop in account.stops:
        console.print(f"not told to the end: {stop}", style="red", markup=False)
    counts = ", ".join(f"{account.count(each)} {each}" for each in Standing)
    console.print(counts + _verdict(account))


def _verdict(account: Account) -> str:
    if not account.count(Standing.VERIFIED) and not account.count(Standing.BROKEN):
        return ": nothing was verified, so this run failed"
    return {0: ": all well", 1: ": clients break", 2: ": there is news"}[account.exit_code]
