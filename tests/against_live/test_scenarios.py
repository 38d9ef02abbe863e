"""Each scenario of `memories-fake verify` as a test, run for those who have a key."""

from __future__ import annotations

import pytest

from memories_fake.live.calling import Line
from memories_fake.live.guarding import is_live
from memories_fake.live.running import Pace
from memories_fake.live.scenarios import SCENARIOS, Scenario
from memories_fake.live.verifying import Standing, Verification

TOLD = [
    pytest.param(each, id=each.name, marks=pytest.mark.live(dollars=each.dollars))
    for each in SCENARIOS
    if not each.leaves
]


@pytest.mark.parametrize("scenario", TOLD)
def test_the_contracts_hold(
    scenario: Scenario, memories_live_url: str | None, memories_live_key: str
) -> None:
    pace = Pace(1.1, 5.0, 900.0) if is_live(memories_live_url) else Pace()
    account = Verification(Line(memories_live_key, memories_live_url), [scenario], pace).run()
    broken = [name for name, each in account.standings.items() if each is Standing.BROKEN]
    assert not account.stops
    assert not broken, {name: account.remarks[name] for name in broken}
    assert account.count(Standing.VERIFIED) + account.count(Standing.DRIFTED)
