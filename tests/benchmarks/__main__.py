"""All benchmarks by one command: python tests/benchmarks --peers."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from subprocess import SubprocessError
from types import ModuleType

import click
import profiling
from measuring import Row, Stage
from peers import installed
from plotting import plot
from rows import (
    cold_start,
    fixture_cost,
    idle_memory,
    in_process,
    large_upload,
    long_list,
    many_streams,
    plugin_cost,
    requests_per_second,
    text_search,
    world_make,
)
from table import line, markdown

RESULTS = Path(__file__).parent / "results"
CACHE = Path.home() / ".cache" / "memories-fake-benchmarks"
QUICK_UPLOAD_MIB = 64
ROWS: dict[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        cold_start,
        in_process,
        fixture_cost,
        requests_per_second,
        idle_memory,
        long_list,
        text_search,
        large_upload,
        many_streams,
        world_make,
        plugin_cost,
    )
}


@click.command()
@click.option("--only", multiple=True, type=click.Choice(list(ROWS)), help="These rows alone.")
@click.option("--quick", is_flag=True, help="Small sizes, to try it: nothing is ever written.")
@click.option("--peers", is_flag=True, help="Install the others too, from PyPI and npm.")
@click.option("--cache", type=click.Path(path_type=Path), default=CACHE, show_default=True)
@click.option("--upload-mib", default=2048, show_default=True)
@click.option(
    "--results",
    type=click.Path(path_type=Path),
    help="Write table and plot there.  [a whole run with peers: to results/; else nowhere]",
)
def main(
    *,
    only: tuple[str, ...],
    quick: bool,
    peers: bool,
    cache: Path,
    upload_mib: int,
    results: Path | None,
) -> None:
    """Measure in turns, and print the table."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is used often has been compiled once
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(1))  # the servers are ended then, too
    with tempfile.TemporaryDirectory() as place:
        size = min(upload_mib, QUICK_UPLOAD_MIB) if quick else upload_mib
        stage = Stage(quick, size, Path(place))
        missing = replace(stage, missing=["the peers were not asked for"])
        stage = installed(stage, cache) if peers else missing
        chosen = only or tuple(ROWS)
        rows = [_measured(name, stage) for name in chosen]
        left_out = [f"not part of this run: {name}" for name in ROWS if name not in chosen]
        told = markdown(rows, replace(stage, missing=[*stage.missing, *left_out]))
        explained = _explained(dict(zip(chosen, rows, strict=True)), stage)
    print(told, explained, sep="\n")
    is_whole = peers and not quick and not only
    if (folder := results or (RESULTS if is_whole else None)) and not quick:
        folder.mkdir(exist_ok=True)
        (folder / "table.md").write_text(told, encoding="utf-8")
        (folder / "profiles.md").write_text(explained, encoding="utf-8")
        plot(rows, folder)


def _measured(name: str, stage: Stage) -> Row:
    print(f"{name} …", flush=True)
    row = _row(name, stage)
    print(line(row), flush=True)
    return row


def _explained(rows: Mapping[str, Row], stage: Stage) -> str:
    """Where the time goes of each row that did not reach what it must."""
    missed = [name for name, row in rows.items() if not row.reached]
    known = [name for name in missed if hasattr(ROWS[name], "profile")]
    profiles = [ROWS[name].profile(stage) for name in known]
    return profiling.markdown(profiles, [rows[each].name for each in missed if each not in known])


def _row(name: str, stage: Stage) -> Row:
    try:
        row: Row = ROWS[name].measure(stage)
    except (AssertionError, KeyError, OSError, RuntimeError, SubprocessError) as error:
        return Row(name, "not measured", {}, (), notes=(f"it failed: {error!r}"[:300],))
    return row


if __name__ == "__main__":
    main()
