"""Judges tests that hold a fake: what was laid down has to come, and programs are to behave.

When such a test fails, the report shows what was asked of its fake. On request, each is also
audited at its end: `--memories-conduct=warn`, or `fail`.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from memories_fake.elsewhere import RemoteFake
    from memories_fake.fake import Fake

MARKER = "memories_fake"
CONDUCT = ("off", "warn", "fail")
MOST_SHOWN = 60


class ConductWarning(UserWarning):
    """A program did what one does not do to the service."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A fault that never came proves nothing, so the test that laid it down fails.

    The programs of a test that passed are audited then, if that is wanted.
    """
    result = yield
    fake = getattr(item, "funcargs", {}).get("memories_fake")
    if fake is not None and _marker(item).get("unfired") != "ignore":
        fake.insist_on_faults()
    if fakes := _fakes(item):
        _audit(fakes, _conduct(item))
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that failed with a fake in its hand tells what was asked of it."""
    report = yield
    if report.failed:
        asked = filter(None, (fake.timeline(most=MOST_SHOWN) for fake in _fakes(item)))
        report.sections += [("memories-fake timeline", table) for table in asked]
    return report


def _fakes(item: pytest.Item) -> list[Fake | RemoteFake]:
    """The fakes that a test was given; none, at no cost, where none was ever loaded."""
    homes = {"Fake": "memories_fake.fake", "RemoteFake": "memories_fake.elsewhere"}
    kinds = tuple(getattr(sys.modules[h], n) for n, h in homes.items() if h in sys.modules)
    held: dict[str, Any] = getattr(item, "funcargs", {})
    return list({id(each): each for each in held.values() if isinstance(each, kinds)}.values())


def _conduct(item: pytest.Item) -> str:
    """The marker's word goes before the option's, and that before the configuration's."""
    marked, config = _marker(item).get("conduct"), item.config
    conduct = marked or config.getoption("--memories-conduct") or config.getini("memories_conduct")
    if conduct not in CONDUCT:
        raise pytest.UsageError(f"conduct is one of {', '.join(CONDUCT)}, not {conduct!r}")
    return str(conduct)


def _audit(fakes: Sequence[Fake | RemoteFake], conduct: str) -> None:
    if conduct == "off":
        return
    found = "\n".join(f"  {each}" for fake in fakes for each in fake.conduct())
    if found and conduct == "fail":
        pytest.fail(f"bad conduct towards Memories.ai:\n{found}", pytrace=False)
    if found:
        warnings.warn(ConductWarning(f"bad conduct towards Memories.ai:\n{found}"), stacklevel=1)


def _marker(item: pytest.Item) -> dict[str, Any]:
    marker = item.get_closest_marker(MARKER)
    return dict(marker.kwargs) if marker else {}
