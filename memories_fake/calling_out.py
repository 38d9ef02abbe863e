"""A line in the terminal for each call as it comes, at next to no cost to the call."""

from __future__ import annotations

import click

from memories_fake.runtime.journal import Entry


def print_call(entry: Entry) -> None:
    """One line for one exchange; in colours where somebody sees them."""
    code = click.style(entry.code, fg="green" if entry.code == "0000" else "red")
    operation = click.style(f"{entry.operation or 'unknown':<28}", bold=True)
    click.echo(f"{code} {operation} {click.style(f'{entry.method} {entry.path}', dim=True)}")
