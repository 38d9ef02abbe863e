"""What a person sees of told refusals: how many cases of each operation went in which way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from memories_fake.live.judging import Severity
from memories_fake.live.refusing.holding import Refusals
from memories_fake.live.refusing.judging import Held, Verdict

HEADINGS = ("operation", "as told", "unevidenced", "of these taken", "what is to be said of it")


def print_refusals(found: Refusals) -> None:
    """Every operation, what it does otherwise than is known, and what it takes unevidenced."""
    table = Table(title=f"{found.calls} calls")
    for heading in HEADINGS:
        table.add_column(heading, overflow="fold", justify="left" if " is" in heading else "right")
    table.columns[0].justify = "left"
    for name, held in found.held.items():
        counts = Counter(each.verdict for each in held)
        doubtful = counts[Verdict.UNEVIDENCED_TAKEN], counts[Verdict.UNEVIDENCED_REFUSED]
        numbers = (counts[Verdict.AS_TOLD], sum(doubtful), doubtful[0])
        table.add_row(name, *map(str, numbers), Text("\n").join(_remarks(held)))
    console = Console()
    console.print(table)
    for stop in found.stops:
        console.print(f"not told to the end: {stop}", style="red", markup=False)
    for verdict in Verdict:
        console.print(f"{found.count(verdict):5} {verdict}", highlight=False)
    console.print(_verdict(found))


def _remarks(held: Sequence[Held]) -> Iterator[Text]:
    for each in held:
        if severity := each.verdict.severity:
            style = "red" if severity is Severity.CRITICAL else "yellow"
            yield Text(f"{each.verdict}: {each}", style)
    taken = [str(each.case) for each in held if each.verdict is Verdict.UNEVIDENCED_TAKEN]
    if taken:
        yield Text(f"unevidenced, taken: {', '.join(taken)}", "dim")


def _verdict(found: Refusals) -> str:
    if not found.count(Verdict.AS_TOLD):
        return "nothing was refused as it should be, so this run failed"
    told = {0: "nothing is refused or taken otherwise than is known", 1: "clients break"}
    return told.get(found.exit_code, "there are other codes than the contracts tell")
