"""One suite, told through every door: in-process, and over a port."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from calling import Caller
from hypothesis import settings

from memories_fake import Fake

pytest_plugins = ["pytester"]
pytest.register_assert_rewrite("stories")  # before anybody imports it, from whichever folder

# Examples are the same in every run, and a busy machine is no failure.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

LIVE = "https://api.memories.ai"


GENERATED_CALLS = "generated calls"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where fewer calls were generated than GENERATED_CALLS asks for."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    asked = int(os.environ.get("GENERATED_CALLS", "0"))
    if reporter and sum(_generated(reporter)) < asked:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many calls were generated, by all workers together."""
    if made := _generated(terminalreporter):
        total, least = sum(made), min(made)
        line = f"{total} {GENERATED_CALLS} in {len(made)} tests, at least {least} in each"
        terminalreporter.write_line(line)


def _generated(reporter: pytest.TerminalReporter) -> list[int]:
    """How many calls each test has noted that generates some; it does so when it is done."""
    reports = [report for some in reporter.stats.values() for report in some]
    done = [report for report in reports if getattr(report, "when", "") == "teardown"]
    return [n for report in done for name, n in report.user_properties if name == GENERATED_CALLS]


@pytest.fixture(params=["in-process", "port"])
def api(request: pytest.FixtureRequest, memories_fake: Fake) -> Iterator[Caller]:
    """A caller of the v1 paths with a key of its own, on an empty account."""
    if request.param == "in-process":
        yield Caller(LIVE, fake=memories_fake)
    else:
        with memories_fake.serve() as server:
            yield Caller(server.url, fake=memories_fake)


@pytest.fixture
def v1(memories_fake: Fake) -> Caller:
    """The same, in-process only: for what does not depend on the door."""
    return Caller(LIVE, fake=memories_fake)
