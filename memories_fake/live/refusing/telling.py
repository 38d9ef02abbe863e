"""What `verify --refusals` does: tells what should be refused, shows it, and writes tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from memories_fake.live import guarding
from memories_fake.live.approaching import approached, chosen
from memories_fake.live.calling import Line
from memories_fake.live.refusing.disagreeing import Mirror, disagreements
from memories_fake.live.refusing.holding import Telling, hold, plan
from memories_fake.live.refusing.showing import print_refusals
from memories_fake.live.refusing.writing import write_tests

OTHER_KEY = f"{guarding.FAKE_KEY}-other"


def tell_refusals(
    only: Sequence[str],
    other_key: str | None,
    folder: Path | None,
    *,
    permanent: bool,
    **service: Any,
) -> int:
    """Tell every case of the operations that are named, or of all. Returns the exit code."""
    told, left_out = chosen(only, permanent=permanent, scenarios=plan())
    line, pace = approached(told, left_out, **service)
    with Telling(line, _other(line, other_key), pace) as telling:
        names = [scenario.name for scenario in told]
        found = hold(telling, names, told=lambda name: click.echo(f"· {name}"))
        print_refusals(found)
        if folder:
            with Mirror(admits_anyone=telling.admits_anyone) as mirror:
                written = write_tests(folder, disagreements(telling, mirror, found))
            click.echo(f"{len(written)} tests were written to {folder}")
    return found.exit_code


def _other(line: Line, key: str | None) -> Line | None:
    """The line of another account. A fake makes one for any key; the service does not."""
    if guarding.is_live(line.base) and not key:
        return None
    try:
        return Line(guarding.key_for(line.base, key or OTHER_KEY), line.base)
    except guarding.Unsafe as error:
        raise click.ClickException(str(error)) from error
