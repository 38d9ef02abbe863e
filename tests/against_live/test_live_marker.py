"""Tests marked `live`: who runs them, with which key, and at what cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from memories_fake import Fake
from memories_fake.live.scenarios import SCENARIOS

LIVE_KEY = "sk-mavi-0123456789abcdef"
SUITE = """
    import pytest

    @pytest.mark.live(dollars=0.5)
    def test_nothing_is_there(memories_live):
        assert memories_live.list_videos().total == 0

    @pytest.mark.live
    def test_means_something_else():
        pass

    def test_plain():
        pass
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.delenv("MEMORIES_API_KEY", raising=False)
    pytester.makepyfile(SUITE)
    return pytester


@pytest.fixture
def url() -> Iterator[str]:
    with Fake() as fake, fake.serve() as server:
        yield server.url


def run(suite: pytest.Pytester, *options: str) -> pytest.RunResult:
    return suite.runpytest_inprocess("-p", "no:cacheprovider", "-rs", *options)


def test_they_are_skipped_unless_asked_for_and_nobody_elses_are(suite: pytest.Pytester) -> None:
    result = run(suite)
    result.assert_outcomes(passed=2, skipped=1)
    result.stdout.fnmatch_lines("*add --memories-live*")


def test_without_a_key_they_are_skipped_loudly(suite: pytest.Pytester) -> None:
    result = run(suite, "--memories-live")
    result.assert_outcomes(passed=2, skipped=1)
    result.stdout.fnmatch_lines("!!*1 live tests were NOT run: set MEMORIES_API_KEY*")


def test_another_server_needs_no_key(suite: pytest.Pytester, url: str) -> None:
    run(suite, "--memories-live", "--memories-live-url", url).assert_outcomes(passed=3)


def test_a_key_of_the_service_is_given_to_nobody_else(
    suite: pytest.Pytester, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEMORIES_API_KEY", LIVE_KEY)
    result = run(suite, "--memories-live", "--memories-live-url", url)
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines("*would be given to somebody else*")
    assert LIVE_KEY not in result.stdout.str()


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        ((), "cost about $0.50, and nothing was said of what they may"),
        (("--memories-live-budget", "0.1"), "cost about $0.50, and they may $0.10"),
    ],
)
def test_what_they_cost_has_to_be_foreseen(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, budget: tuple[str, ...], told: str
) -> None:
    monkeypatch.setenv("MEMORIES_API_KEY", LIVE_KEY)
    result = run(suite, "--memories-live", *budget)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(f"*{told.replace('[', '?')}*")


def test_the_service_itself_is_called_only_where_all_that_is_given(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fake stands where the service would be; its key is one of the service's form."""
    monkeypatch.setenv("MEMORIES_API_KEY", LIVE_KEY)
    with Fake() as fake, fake.activate():
        run(suite, "--memories-live", "--memories-live-budget", "1").assert_outcomes(passed=3)
        fake.account(LIVE_KEY).calls("v1.list_videos").once()


def test_each_scenario_of_verify_is_such_a_test(pytester: pytest.Pytester) -> None:
    with Fake(parse_seconds=0) as fake, fake.serve() as server:
        scenarios = str(Path(__file__).with_name("test_scenarios.py"))
        result = run(pytester, scenarios, "--memories-live", "--memories-live-url", server.url)
    result.assert_outcomes(passed=sum(not each.leaves for each in SCENARIOS))
