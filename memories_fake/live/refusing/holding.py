"""Tells every case of every operation to a service, and draws up the account."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Self

import requests

from memories_contracts import Catalogue, Contract, load_catalogue
from memories_contracts.refusing import Case, Kind, cases
from memories_fake.live.calling import Heard, Line
from memories_fake.live.judging import Severity
from memories_fake.live.refusing.judging import Held, Outcome, Verdict, judged, outcome_of
from memories_fake.live.refusing.spoiling import Request, send, spoiled
from memories_fake.live.refusing.staging import Stage
from memories_fake.live.running import Pace, Run, Stopped
from memories_fake.live.samples import PREFIX, Samples
from memories_fake.live.scenarios import SCENARIOS
from memories_fake.live.scenarios.telling import Scenario
from memories_fake.live.sweeping import sweep
from memories_fake.live.verifying import BROKEN, DRIFTED, WELL
from memories_fake.runtime.clock import machine_ms, wait

# About what one call uses, to foresee a cost by.
USED = {"calls": 1, "minutes": 0.1, "tokens": 3000, "gigabytes": 0.001}
MOST_CALLS_OF_STAGE = 200
ADDING = ("upload", "scraper", "memories_add")


@dataclass(frozen=True, slots=True)
class Refusals:
    """What a run found: every case by operation, and what could not be told."""

    held: Mapping[str, tuple[Held, ...]]
    stops: tuple[str, ...]
    calls: int

    def count(self, verdict: Verdict) -> int:
        """How many cases went so."""
        return sum(each.verdict is verdict for told in self.held.values() for each in told)

    @property
    def exit_code(self) -> int:
        """0 all well, 1 a client breaks or nothing was told, 2 there are only other codes."""
        found = {each.verdict.severity for told in self.held.values() for each in told}
        if Severity.CRITICAL in found or not self.count(Verdict.AS_TOLD):
            return BROKEN
        return DRIFTED if Severity.WARNING in found else WELL


@dataclass
class Telling:
    """One service, and the stage on which cases are told to it. `line` is who tells them.

    Without `other`, the line of another account, nobody asks for what is somebody else's.
    """

    line: Line
    other: Line | None = None
    pace: Pace = field(default_factory=Pace)
    samples: Samples = field(default_factory=Samples)
    catalogue: Catalogue = field(default_factory=load_catalogue)

    def __post_init__(self) -> None:
        self.run = self._run(self.line)
        self.stage = Stage(self.run, self.samples)
        self.others = Stage(self._run(self.other), self.samples) if self.other else None
        self.admits_anyone = self._admits_anyone()
        self.calls = 0

    def request(self, case: Case) -> Request | None:
        """The request of a case; None where it cannot be told here."""
        contract = self.catalogue[case.operation]
        if case.kind is Kind.UNKNOWN_KEY and self.admits_anyone:
            return None  # any key is an account of its own
        plain = self.stage.plain(contract)
        if case.kind is not Kind.ANOTHERS:
            return spoiled(contract, case, plain)
        if self.others is None or "public" in contract.operation or case.parameter == "session_id":
            return None
        return spoiled(contract, case, plain, self.others.anothers(case.parameter, contract))

    def outcome(self, contract: Contract, request: Request) -> Outcome:
        """Send a request, and hear what becomes of it. Raises Stopped without any answer."""
        self.calls += 1
        wait(self.pace.between_calls_seconds)
        return outcome_of(contract, self._heard(contract, request))

    def is_taken(self, contract: Contract) -> bool:
        """Whether the plain request is taken: else no refusal of others would prove anything."""
        return self.outcome(contract, self.stage.plain(contract)).taken

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Clear away what was made, as far as it goes."""
        for stage in filter(None, (self.stage, self.others)):
            with stage.run.scenario():
                pass
        with suppress(Stopped, KeyError, TypeError):
            sweep(self._run(self.line))

    def _heard(self, contract: Contract, request: Request) -> Heard:
        try:
            return send(self.line, contract, request)
        except requests.RequestException as error:
            raise Stopped(f"{contract.name}: {type(error).__name__}") from error

    def _admits_anyone(self) -> bool:
        """Whether any key will do, as it does at a fake without --keys."""
        contract = self.catalogue["v1.list_unique_ids"]
        self.calls = 0
        return self.outcome(contract, Request({}, key=Kind.UNKNOWN_KEY)).taken

    def _run(self, line: Line) -> Run:
        mark = blake2b(f"{line.key}{machine_ms()}".encode(), digest_size=8).hexdigest()
        return Run(line, self.catalogue, self.pace, MOST_CALLS_OF_STAGE, f"{PREFIX}-{mark}")


def hold(
    telling: Telling,
    names: Sequence[str],
    *,
    told: Callable[[str], object] = lambda _: None,
    wanted: Callable[[Case], bool] = lambda _: True,
) -> Refusals:
    """Tell every case of these operations that is wanted. `told` hears of each before it begins."""
    held: dict[str, tuple[Held, ...]] = {}
    stops: list[str] = []
    for name in names:
        told(name)
        try:
            held[name] = tuple(_of_operation(telling, telling.catalogue[name], wanted))
        except (Stopped, KeyError, TypeError, IndexError, ValueError) as stop:
            stops.append(f"{name}: {stop}")
    return Refusals(held, tuple(stops), telling.calls)


def plan(names: Sequence[str] = (), catalogue: Catalogue | None = None) -> list[Scenario]:
    """What is told of each operation, as a scenario: so that its cost is foreseen as well.

    What adds something comes last: until then there is little to look through.
    """
    contracts = catalogue or load_catalogue()
    leaves = {name: each.leaves for each in SCENARIOS for name in each.operations}
    ordered = sorted(names or contracts, key=lambda name: name.partition(".")[2].startswith(ADDING))
    return [_planned(contracts[name], leaves.get(name, "")) for name in ordered]


def _planned(contract: Contract, leaves: str) -> Scenario:
    told = list(cases(contract))
    price = contract.price
    each = price.of(USED[price.unit]) if price else 0.0
    return Scenario(
        contract.name,
        (contract.name,),
        lambda _run, _samples: None,
        most_calls=len(told) + 1,
        dollars=each * (len(told) + 1),
        leaves=leaves,
    )


def _of_operation(
    telling: Telling, contract: Contract, wanted: Callable[[Case], bool]
) -> Iterator[Held]:
    if not telling.is_taken(contract):
        raise Stopped("even a plain request is refused, so nothing can be told of others")
    for case in filter(wanted, cases(contract)):
        request = telling.request(case)
        if request is None:
            yield Held(case, Verdict.NOT_TOLD)
        else:
            yield judged(case, telling.outcome(contract, request))
