"""Whatever is planted is found, by the operation that it was planted in; and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from planting import MUTATIONS, Mutation, Spoiled

from memories_contracts import load_catalogue
from memories_fake import Fake
from memories_fake.doors.inprocess import intercepting
from memories_fake.live.calling import Line
from memories_fake.live.scenarios import SCENARIOS
from memories_fake.live.verifying import Account, Standing, Verification


@pytest.fixture(scope="module")
def fake() -> Iterator[Fake]:
    with Fake(parse_seconds=0, check_replies=False) as fake:
        yield fake


def verified(app: object, scenario: str) -> Account:
    """Tell one scenario to an application, in-process."""
    told = [each for each in SCENARIOS if each.name == scenario]
    with intercepting(app):  # type: ignore[arg-type]
        return Verification(Line("sk-fake-verify"), told).run()


def test_there_are_twenty() -> None:
    assert len({mutation.name for mutation in MUTATIONS}) == 20


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_what_is_planted_is_found(fake: Fake, mutation: Mutation) -> None:
    contract = load_catalogue()[mutation.operation]
    account = verified(Spoiled(fake.app, mutation, contract.path), mutation.scenario)
    told = {name for name, remarks in account.remarks.items() if remarks}
    assert told == {mutation.operation}
    expected = Standing.DRIFTED if mutation.is_news else Standing.BROKEN
    assert account.standings[mutation.operation] is expected
    assert account.exit_code == (2 if mutation.is_news else 1)


@pytest.mark.parametrize("scenario", sorted({mutation.scenario for mutation in MUTATIONS}))
def test_where_nothing_is_planted_nothing_is_found(fake: Fake, scenario: str) -> None:
    account = verified(fake.app, scenario)
    assert (account.exit_code, account.stops) == (0, ())
