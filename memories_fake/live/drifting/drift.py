"""Tells the same plan to a service and to a fresh fake, and draws up how they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from memories_contracts import Catalogue, load_catalogue
from memories_fake.fake import Fake
from memories_fake.live.calling import Files, Heard, Line
from memories_fake.live.drifting.comparing import Difference, differences
from memories_fake.live.judging import Severity
from memories_fake.live.running import Pace, Run
from memories_fake.live.samples import Samples
from memories_fake.live.scenarios import Scenario
from memories_fake.live.verifying import BROKEN, DRIFTED, WELL, Verification

OUR_KEY = "sk-fake-drift"
Heards = Mapping[str, Sequence[Heard]]


@dataclass(frozen=True, slots=True)
class Told:
    """What a plan brought to hear: the answers of each operation, and where it could not go on."""

    answers: Heards
    stops: tuple[str, ...]
    calls: int


@dataclass(frozen=True, slots=True)
class Drift:
    """How a service, the contracts and the fake differ, over the operations that were compared."""

    differences: tuple[Difference, ...]
    compared: tuple[str, ...]
    unseen: tuple[str, ...]
    stops: tuple[str, ...]
    calls: int

    def count(self, severity: Severity) -> int:
        """How many differences are so bad."""
        return sum(each.severity is severity for each in self.differences)

    @property
    def exit_code(self) -> int:
        """0 none, 1 clients break or nothing could be compared, 2 there is only news."""
        if self.count(Severity.CRITICAL) or not self.compared:
            return BROKEN
        return DRIFTED if self.differences else WELL


def tell(
    line: Line,
    plan: Sequence[Scenario],
    pace: Pace | None = None,
    *,
    samples: Samples | None = None,
    told: Callable[[Scenario], None] = lambda _: None,
) -> Told:
    """Tell a plan to a service, and keep all that it answers."""
    answers: dict[str, list[Heard]] = {}

    class Keeping(Run):
        """A run that keeps what it hears."""

        def call(self, name: str, files: Files | None = None, /, **parameters: Any) -> Heard:
            heard = super().call(name, files, **parameters)
            answers.setdefault(name, []).append(heard)
            return heard

    account = Verification(
        line, plan, pace or Pace(), samples or Samples(), told, run_kind=Keeping
    ).run()
    return Told(answers, account.stops, account.calls)


def tell_fake(plan: Sequence[Scenario]) -> Told:
    """Tell a plan to a fresh fake, over a port."""
    with Fake(parse_seconds=0, callbacks="off") as fake, fake.serve() as server:
        return tell(Line(OUR_KEY, server.url), plan)


def compared(live: Told, fake: Told, catalogue: Catalogue | None = None) -> Drift:
    """How what a service answered differs from what the fake did, and both from the contracts."""
    contracts = catalogue or load_catalogue()
    both = [name for name in contracts if live.answers.get(name) and fake.answers.get(name)]
    found = [
        each
        for name in both
        for each in differences(contracts[name], live.answers[name], fake.answers[name])
    ]
    unseen = tuple(name for name in contracts if name not in both)
    return Drift(tuple(found), tuple(both), unseen, live.stops, live.calls)
