"""Tests of the service itself, marked `live`: they are run with `--memories-live`, and a key.

`--memories-live-url` has them call another server instead, such as a fake. Others may mark tests
`live` as well and mean something else: only those are met that use a fixture from here. Nothing of
a third party is loaded until there is such a test.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from memories_client import Memories

MARKER = "live"
FIXTURES = {"memories_live", "memories_live_key", "memories_live_url"}
KEY_VARIABLE = "MEMORIES_API_KEY"
NOT_ASKED = "calls the service itself: add --memories-live if it should"
NO_KEY = f"calls the service itself, and has no key: set {KEY_VARIABLE}"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("memories-fake")
    group.addoption(
        "--memories-live",
        action="store_true",
        help="Run the tests marked live: they call the service itself, which costs money.",
    )
    group.addoption(
        "--memories-live-url", metavar="URL", help="Have them call this server instead."
    )
    group.addoption(
        "--memories-live-budget", type=float, metavar="DOLLARS", help="What they may cost together."
    )


def pytest_configure(config: pytest.Config) -> None:
    line = f"{MARKER}(dollars=0.0): calls the service itself, which costs about so much"
    config.addinivalue_line("markers", line)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what nobody asked for, or has no key for; refuse what was not foreseen to cost it."""
    found = [item for item in items if _is_ours(item)]
    if not found:
        return
    if why := _why_not(config):
        for item in found:
            item.add_marker(pytest.mark.skip(reason=why))
    elif _calls_the_service(config):
        _insist_on_budget(config, sum(map(_dollars, found)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it loudly where live tests were asked for and could not be run."""
    skipped = terminalreporter.stats.get("skipped", ())
    if count := sum(NO_KEY in str(report.longrepr) for report in skipped):
        told = f"{count} live tests were NOT run: set {KEY_VARIABLE} to a key of the service"
        terminalreporter.write_sep("!", told, red=True, bold=True)


@pytest.fixture(scope="session")
def memories_live_url(pytestconfig: pytest.Config) -> str | None:
    """The server that live tests call; None stands for the service itself."""
    url: str | None = pytestconfig.getoption("--memories-live-url")
    return url


@pytest.fixture(scope="session")
def memories_live_key(memories_live_url: str | None) -> str:
    """The key that they call with. One of the service is given to nobody else."""
    from memories_fake.live.guarding import Unsafe, key_for

    try:
        return key_for(memories_live_url, os.environ.get(KEY_VARIABLE))
    except Unsafe as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def memories_live(memories_live_url: str | None, memories_live_key: str) -> Iterator[Memories]:
    """The reference client of the server that live tests call."""
    from memories_client import Memories

    with Memories(memories_live_key, memories_live_url or "https://api.memories.ai") as client:
        yield client


def _is_ours(item: pytest.Item) -> bool:
    used = FIXTURES.intersection(getattr(item, "fixturenames", ()))
    return bool(used) and item.get_closest_marker(MARKER) is not None


def _why_not(config: pytest.Config) -> str | None:
    """Why live tests are not run, or None if they are."""
    if not config.getoption("--memories-live"):
        return NOT_ASKED
    has_key = os.environ.get(KEY_VARIABLE) or not _calls_the_service(config)
    return None if has_key else NO_KEY


def _calls_the_service(config: pytest.Config) -> bool:
    from memories_fake.live.guarding import is_live

    return is_live(config.getoption("--memories-live-url"))


def _insist_on_budget(config: pytest.Config, dollars: float) -> None:
    budget = config.getoption("--memories-live-budget")
    if budget is None or budget < dollars:
        may = "nothing was said of what they may" if budget is None else f"they may ${budget:.2f}"
        raise pytest.UsageError(
            f"the live tests cost about ${dollars:.2f}, and {may}: give --memories-live-budget"
        )


def _dollars(item: pytest.Item) -> float:
    marker = item.get_closest_marker(MARKER)
    return float(marker.kwargs.get("dollars", 0.0)) if marker else 0.0
