"""What an account asked and was answered, as a table for people: one line for each exchange."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from memories_contracts import load_catalogue
from memories_fake.runtime.journal import Entry

HEADINGS = ("", "seconds", "call", "answer", "asked", "besides")
UNTOLD = object()
MOST_SIGNS = {"call": 40, "asked": 60, "besides": 70}


def timeline(journal: Sequence[Entry], *, most: int | None = None) -> str:
    """A table for each account, in the order of its exchanges; times are the account's own.

    With `most`, only the latest so many of each.
    """
    by_account = groupby(sorted(journal, key=lambda entry: entry.account), lambda e: e.account)
    return "\n\n".join(_of_one(account, list(entries), most) for account, entries in by_account)


def _of_one(account: str, entries: list[Entry], most: int | None) -> str:
    since_ms = entries[0].came_at_ms
    began = datetime.fromtimestamp(since_ms / 1000, UTC).isoformat(" ", "milliseconds")
    shown = entries[-most:] if most else entries
    earlier = f", {len(entries) - len(shown)} earlier ones left out" if shown != entries else ""
    rows = [HEADINGS, *(row(entry, since_ms) for entry in shown)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    head = f"account {account or 'of no key'}, seconds since {began}{earlier}"
    return "\n".join([head, *_lines(rows, widths)])


def _lines(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    """The first two columns are numbers, so they end where the others begin."""
    lines = []
    for number, at, *texts in rows:
        padded = [text.ljust(width) for text, width in zip(texts, widths[2:], strict=True)]
        cells = (number.rjust(widths[0]), at.rjust(widths[1]), *padded)
        lines.append("  ".join(cells).rstrip())
    return lines


def row(entry: Entry, since_ms: int) -> tuple[str, str, str, str, str, str]:
    """One exchange, under HEADINGS."""
    return (
        f"#{entry.number}",
        f"{(entry.came_at_ms - since_ms) / 1000:.3f}",
        _cut(entry.operation or f"{entry.method} {entry.path}", "call"),
        entry.code or "none",
        _cut(", ".join(_asked(entry)), "asked"),
        _cut("; ".join(_besides(entry)), "besides"),
    )


def _asked(entry: Entry) -> list[str]:
    """What was sent, but for what the contract would have supposed anyway."""
    contract = load_catalogue().get(entry.operation)
    fields = contract.request_schema["properties"] if contract else {}
    told = {
        name: value
        for name, value in entry.parameters.items()
        if value != fields.get(name, {}).get("default", UNTOLD)
    }
    files = [f"{field}=(a file)" for field in entry.digests]
    return [f"{name}={_value(value)}" for name, value in told.items()] + files


def _value(value: Any) -> str:
    return value if isinstance(value, str) else repr(value)


def _besides(entry: Entry) -> list[str]:
    """What a person should not miss."""
    took_ms = entry.at_ms - entry.came_at_ms
    return [
        *([f"took {took_ms / 1000:.3f} s"] if entry.frames else []),
        *([f"{len(entry.frames)} frames"] if entry.frames else []),
        *([entry.ended] if entry.ended != "whole" else []),
        *([entry.refusal] if entry.refusal and entry.refusal != "Struck" else []),
        *([f"fault: {entry.fault}"] if entry.fault else []),
        *([f"unknown: {', '.join(entry.unknown)}"] if entry.unknown else []),
        *(finding.partition("; ")[2] for finding in entry.findings),
    ]


def _cut(text: str, column: str) -> str:
    line = " ".join(text.split())
    most = MOST_SIGNS[column]
    return line if len(line) <= most else f"{line[: most - 1]}…"
