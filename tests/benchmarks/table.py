"""The table, as Markdown, with the machine that it was made on."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from measuring import OURS, Row, Stage
from peers import versions

OWN_PARTS = ("flask", "werkzeug", "sqlalchemy", "responses", "pytest")


def markdown(rows: Sequence[Row], stage: Stage) -> str:
    """All rows: what was found, beside the others, and what was to be reached."""
    lines = ["| what | found | beside it | must reach | reached |", "|---|--:|---|---|---|"]
    lines += [line(row) for row in rows]
    notes = [f"* {row.name}: {note}." for row in rows for note in row.notes]
    notes += [f"* {each}." for each in stage.missing]
    quick = ["**Small sizes, to try the benchmarks: these are no results.**", ""]
    head = quick if stage.is_quick else []
    return "\n".join([*head, *lines, "", *notes, "", _machine(stage), ""])


def line(row: Row) -> str:
    """One row of the table."""
    beside = "; ".join(
        f"{name} {_figure(value)}{_ratio(row, name)}"
        for name, value in row.found.items()
        if name != OURS
    )
    found = f"{_figure(row.found[OURS])} {row.unit}" if OURS in row.found else row.unit
    wanted = "<br>".join(bound.told for bound in row.bounds)
    reached = "<br>".join(
        f"{ {True: 'yes', False: '**no**', None: 'not known'}[bound.reached] }"
        + (f" ({_figure(bound.found)})" if bound.found is not None else "")
        for bound in row.bounds
    )
    return f"| {row.name} | {found} | {beside} | {wanted} | {reached} |"


def _ratio(row: Row, name: str) -> str:
    ratio = row.ratio(name)
    return f" (× {ratio:.2f})" if ratio is not None else ""


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _machine(stage: Stage) -> str:
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [each.partition(":")[2].strip() for each in told if each.startswith("model name")]
    parts = [f"{name} {version(name)}" for name in OWN_PARTS] + versions(stage)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{os.cpu_count()} × {models[0] if models else platform.machine()}, {platform.system()}"
        f" {platform.release()}, CPython {platform.python_version()}; load at the end {load}."
        f" {'; '.join(parts)}. Medians, taken in turns; × is {OURS} over the other."
    )
