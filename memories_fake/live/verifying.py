"""Verifies a service against the contracts: tells every scenario, and draws up the account."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b

from memories_contracts import Catalogue, load_catalogue
from memories_fake.live.calling import Line
from memories_fake.live.judging import Remark, Severity
from memories_fake.live.running import Observation, Pace, Run, Stopped
from memories_fake.live.samples import PREFIX, Samples
from memories_fake.live.scenarios import Scenario
from memories_fake.runtime.clock import machine_ms

WELL, BROKEN, DRIFTED = 0, 1, 2


class Standing(StrEnum):
    """How an operation stands after a run."""

    VERIFIED = "verified"
    DRIFTED = "drifted"
    BROKEN = "broken"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Account:
    """What a run found: the standing of every operation, what was said of it, what went amiss."""

    standings: Mapping[str, Standing]
    remarks: Mapping[str, tuple[Remark, ...]]
    stops: tuple[str, ...]
    calls: int

    def count(self, standing: Standing) -> int:
        """How many operations stand so."""
        return sum(each is standing for each in self.standings.values())

    @property
    def exit_code(self) -> int:
        """0 all well, 1 something is broken or nothing was verified, 2 there is only news."""
        if self.count(Standing.BROKEN) or not self.count(Standing.VERIFIED):
            return BROKEN
        return DRIFTED if self.count(Standing.DRIFTED) else WELL


@dataclass(frozen=True)
class Verification:
    """What is to be verified, and how. `told` hears of each scenario before it begins."""

    line: Line
    scenarios: Sequence[Scenario]
    pace: Pace = field(default_factory=Pace)
    samples: Samples = field(default_factory=Samples)
    told: Callable[[Scenario], None] = lambda _: None
    catalogue: Catalogue = field(default_factory=load_catalogue)
    run_kind: type[Run] = Run

    def run(self) -> Account:
        """Tell every scenario, and clear away after each, whatever happens."""
        observations: list[Observation] = []
        stops, calls = [], 0
        for scenario in self.scenarios:
            self.told(scenario)
            run = self._run(scenario)
            try:
                with run.scenario():
                    scenario.run(run, self.samples)
            except (Stopped, KeyError, TypeError, IndexError, ValueError) as stop:
                stops.append(f"{scenario.name}: {stop}")
            observations += run.observations
            calls += run.calls
        return drawn_up(self.catalogue, observations, stops=tuple(stops), calls=calls)

    def _run(self, scenario: Scenario) -> Run:
        mark = blake2b(f"{scenario.name}{machine_ms()}".encode(), digest_size=8).hexdigest()
        return self.run_kind(
            self.line, self.catalogue, self.pace, scenario.most_calls, f"{PREFIX}-{mark}"
        )


def drawn_up(
    catalogue: Catalogue,
    observations: Sequence[Observation],
    *,
    stops: tuple[str, ...] = (),
    calls: int = 0,
) -> Account:
    """The standing of every operation of the catalogue after these observations."""
    remarks = {
        name: tuple(
            dict.fromkeys(r for o in observations if o.operation == name for r in o.remarks)
        )
        for name in catalogue
    }
    answered = {each.operation for each in observations if each.answered}
    standings = {
        name: _standing(remarks[name]) if name in answered else _unanswered(remarks[name])
        for name in catalogue
    }
    return Account(standings, remarks, stops, calls)


def _standing(remarks: Sequence[Remark]) -> Standing:
    severities = {remark.severity for remark in remarks}
    if Severity.CRITICAL in severities:
        return Standing.BROKEN
    return Standing.DRIFTED if severities else Standing.VERIFIED


def _unanswered(remarks: Sequence[Remark]) -> Standing:
    """A refusal proves nothing of the answer; but a refusal can be broken as well."""
    is_broken = _standing(remarks) is Standing.BROKEN
    return Standing.BROKEN if is_broken else Standing.UNVERIFIED
