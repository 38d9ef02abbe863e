"""The commands that hold contracts against a service."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from memories_fake.live.calling import Line
    from memories_fake.live.running import Pace

Command = Callable[..., Any]


def service_options(command: Command) -> Command:
    """The options that choose the service, and say that it may be called."""
    for option in reversed(
        (
            click.option("--against", metavar="URL", help="The service's address.  [the live one]"),
            click.option("--key", envvar="MEMORIES_API_KEY", help="The key to call with."),
            click.option("--live", is_flag=True, help="Yes, call the live service, for money."),
            click.option("--budget", type=float, metavar="DOLLARS", help="What that may cost."),
            click.option(
                "--permanent", is_flag=True, help="Also what leaves something behind for ever."
            ),
        )
    ):
        command = option(command)
    return command


@click.command()
@service_options
@click.option("--only", multiple=True, metavar="SCENARIO", help="Tell only this one; repeatable.")
@click.option("--sweep", is_flag=True, help="Only clear away what a killed run left behind.")
@click.option("--refusals", is_flag=True, help="Tell instead what should be refused, one by one.")
@click.option("--other-key", help="With --refusals: the key of another account.")
@click.option(
    "--write-tests",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="With --refusals: a pytest file for each case that the fake answers otherwise.",
)
def verify(
    *,
    only: tuple[str, ...],
    permanent: bool,
    sweep: bool,
    refusals: bool,
    other_key: str | None,
    write_tests: Path | None,
    **service: Any,
) -> None:
    """Hold the contracts against a service: 0 all well, 1 clients break, 2 there is news.

    A run that verified nothing fails. The live service is called only with --live, a key and a
    --budget, after the plan and its cost were shown.
    """
    from memories_fake.live.approaching import approached, chosen
    from memories_fake.live.guarding import is_live
    from memories_fake.live.refusing.telling import tell_refusals
    from memories_fake.live.showing import print_account
    from memories_fake.live.verifying import Verification

    permanent = permanent or not is_live(service["against"])
    if refusals:
        sys.exit(tell_refusals(only, other_key, write_tests, permanent=permanent, **service))
    if other_key or write_tests:
        raise click.UsageError("--other-key and --write-tests go with --refusals")
    plan, left_out = chosen(only, permanent=permanent)
    line, pace = approached(plan, left_out, **service)
    if sweep:
        click.echo(f"{_swept(line, pace)} things were cleared away")
        return
    account = Verification(line, plan, pace, told=lambda each: click.echo(f"· {each.name}")).run()
    print_account(account)
    sys.exit(account.exit_code)


@click.command()
@service_options
@click.option("--only", multiple=True, metavar="SCENARIO", help="Tell only this one; repeatable.")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report there: as Markdown if it ends in .md, else as JSON.",
)
def drift(*, only: tuple[str, ...], permanent: bool, out: Path | None, **service: Any) -> None:
    """Compare contracts, service and fake: 0 no drift, 1 clients break, 2 there is news.

    The same plan is told to the service and to a fresh fake. A run that compared nothing fails.
    The live service is guarded as with verify.
    """
    from memories_fake.live.approaching import approached, chosen
    from memories_fake.live.drifting.drift import compared, tell, tell_fake
    from memories_fake.live.drifting.reporting import Report, plainly, print_report
    from memories_fake.live.guarding import is_live
    from memories_fake.runtime.clock import machine_ms

    plan, left_out = chosen(only, permanent=permanent or not is_live(service["against"]))
    line, pace = approached(plan, left_out, **service)
    live = tell(line, plan, pace, told=lambda each: click.echo(f"· {each.name}"))
    found = compared(live, tell_fake(plan))
    report = Report(found, plainly(line.base), machine_ms())
    print_report(report)
    if out:
        report.write(out)
        click.echo(f"written to {out}")
    sys.exit(found.exit_code)


def _swept(line: Line, pace: Pace) -> int:
    from memories_contracts import load_catalogue
    from memories_fake.live.running import Run, Stopped
    from memories_fake.live.samples import PREFIX
    from memories_fake.live.sweeping import sweep

    run = Run(line, load_catalogue(), pace, 1000, PREFIX)
    try:
        return sweep(run)
    except Stopped as stop:
        raise click.ClickException(f"could not clear away: {stop}") from stop
