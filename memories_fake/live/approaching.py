"""The options by which a service is chosen, and what has to be said before it is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from memories_fake.live import guarding
from memories_fake.live.calling import Line
from memories_fake.live.running import Pace
from memories_fake.live.scenarios import SCENARIOS, Scenario
from memories_fake.live.showing import print_plan

LIVE_PACE = Pace(1.1, 5.0, 900.0)
Command = Callable[..., Any]


def approached(
    plan: Sequence[Scenario],
    left_out: Sequence[Scenario],
    *,
    against: str | None,
    key: str | None,
    live: bool,
    budget: float | None,
) -> tuple[Line, Pace]:
    """Show the plan, and give a line to the service. Raises ClickException where that is unsafe."""
    is_live = guarding.is_live(against)
    print_plan(plan, left_out)
    try:
        key = guarding.key_for(against, key)
        if is_live:
            guarding.insist_on_consent(live)
            guarding.insist_on_budget(plan, budget)
    except guarding.Unsafe as error:
        raise click.ClickException(str(error)) from error
    return Line(key, against), LIVE_PACE if is_live else Pace()


def chosen(
    only: Sequence[str], *, permanent: bool, scenarios: Sequence[Scenario] = SCENARIOS
) -> tuple[list[Scenario], list[Scenario]]:
    """What is told, and what is left out because it would stay for ever."""
    names = [scenario.name for scenario in scenarios]
    if unknown := sorted(set(only) - set(names)):
        listed = ", ".join(names)
        raise click.BadParameter(f"no {', '.join(unknown)}; there are: {listed}")
    wanted = [each for each in scenarios if not only or each.name in only]
    left_out = [each for each in wanted if each.leaves and not permanent]
    return [each for each in wanted if each not in left_out], left_out
