"""The commands that hold contracts against a service."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from memories_fake.live.calling import Line
    from memories_fake.live.running import Pace
    from memories_fake.live.scenarios import Scenario


@click.command()
@click.option("--against", metavar="URL", help="The service's address.  [the live service]")
@click.option("--key", envvar="MEMORIES_API_KEY", help="The key to call with.")
@click.option("--live", is_flag=True, help="Yes, call the live service, which costs money.")
@click.option("--budget", type=float, metavar="DOLLARS", help="What that may cost.")
@click.option("--only", multiple=True, metavar="SCENARIO", help="Tell only this one; repeatable.")
@click.option("--permanent", is_flag=True, help="Also what leaves something behind for ever.")
@click.option("--sweep", is_flag=True, help="Only clear away what a killed run left behind.")
def verify(
    *,
    against: str | None,
    key: str | None,
    live: bool,
    budget: float | None,
    only: tuple[str, ...],
    permanent: bool,
    sweep: bool,
) -> None:
    """Hold the contracts against a service: 0 all well, 1 clients break, 2 there is news.

    A run that verified nothing fails. The live service is called only with --live, a key and a
    --budget, after the plan and its cost were shown.
    """
    from memories_fake.live import guarding
    from memories_fake.live.calling import Line
    from memories_fake.live.running import Pace
    from memories_fake.live.showing import print_account, print_plan
    from memories_fake.live.verifying import Verification

    is_live = guarding.is_live(against)
    plan, left_out = _plan(only, permanent=permanent or not is_live)
    print_plan(plan, left_out)
    try:
        key = guarding.key_for(against, key)
        if is_live:
            guarding.insist_on_consent(live)
            guarding.insist_on_budget(plan, budget)
    except guarding.Unsafe as error:
        raise click.ClickException(str(error)) from error
    pace = Pace(1.1, 5.0, 900.0) if is_live else Pace()
    line = Line(key, None if is_live and against is None else against)
    if sweep:
        click.echo(f"{_swept(line, pace)} things were cleared away")
        return
    account = Verification(line, plan, pace, told=lambda each: click.echo(f"· {each.name}")).run()
    print_account(account)
    sys.exit(account.exit_code)


def _plan(only: Sequence[str], *, permanent: bool) -> tuple[list[Scenario], list[Scenario]]:
    """What is told, and what is left out because it would stay for ever."""
    from memories_fake.live.scenarios import SCENARIOS

    names = [scenario.name for scenario in SCENARIOS]
    if unknown := sorted(set(only) - set(names)):
        listed = ", ".join(names)
        raise click.BadParameter(f"no {', '.join(unknown)}; there are: {listed}")
    chosen = [each for each in SCENARIOS if not only or each.name in only]
    left_out = [each for each in chosen if each.leaves and not permanent]
    return [each for each in chosen if each not in left_out], left_out


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
