"""What the pytest plugin adds to a run: a timeline on failures, and the audit on request."""

from __future__ import annotations

import pytest

GOOD = """
def test_good(memories_fake, memories_client):
    memories_client.upload_url("https://films.example/harbour.mp4")
"""
BAD = """
import requests

def test_bad(memories_fake):
    key = {"Authorization": "Bearer sk-some-key-0001"}
    requests.post("https://api.memories.ai/serve/api/v1/list_videos", headers=key)
"""
FAILING = """
import requests

def test_failing(memories_fake):
    key = {"Authorization": "sk-some-key-0001"}
    requests.post("https://api.memories.ai/serve/api/v1/list_videos", headers=key)
    memories_fake.calls("v1.chat").with_(prompt="Why?").once()

def test_other():
    assert 1 + 1 == 3
"""
UNRELATED = """
import sys

def test_unrelated():
    assert not {"flask", "requests", "sqlalchemy", "memories_fake.fake"} & set(sys.modules)
    assert "memories_fake.pytest_judging" not in sys.modules  # it has hooks that cost each test
    assert 1 + 1 == 3
"""


def run(pytester: pytest.Pytester, program: str, *options: str, ini: str = "") -> str:
    """What pytest prints of a run of this file."""
    pytester.makepyfile(program)
    pytester.makeini(f"[pytest]\n{ini}")
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", *options).stdout.str()


def marked(program: str, conduct: str) -> str:
    mark = f'@pytest.mark.memories_fake(conduct="{conduct}")'
    return f"import pytest\n{program}".replace("def test_", f"{mark}\ndef test_")


def test_a_failing_test_shows_the_timeline_and_the_nearest_calls(pytester: pytest.Pytester) -> None:
    told = run(pytester, FAILING)
    assert "memories-fake timeline" in told
    assert "#1    0.000  v1.list_videos  0000" in told
    assert "v1.chat with prompt='Why?': wanted once, came never." in told
    assert "verifying" not in told, "the kit's own lines have no place in a failure"
    other = told.partition("test_other")[2]
    assert "assert (1 + 1) == 3" in other
    assert "memories-fake timeline" not in other


def test_a_passing_test_shows_nothing(pytester: pytest.Pytester) -> None:
    assert "timeline" not in run(pytester, GOOD, "-rA")


def test_a_run_that_uses_no_fake_loads_nothing(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(UNRELATED)
    options = ("-p", "memories_fake.pytest_plugin", "--memories-conduct=fail")
    told = pytester.runpytest_subprocess("-p", "no:cacheprovider", *options).stdout.str()
    assert "assert (1 + 1) == 3" in told
    assert "1 failed" in told


@pytest.mark.parametrize("by", ["option", "marker", "ini"])
def test_a_misbehaving_program_fails_its_test_on_request(
    by: str, pytester: pytest.Pytester
) -> None:
    program = marked(BAD, "fail") if by == "marker" else BAD
    options = ["--memories-conduct=fail"] if by == "option" else []
    told = run(pytester, program, *options, ini="memories_conduct = fail" if by == "ini" else "")
    assert "1 failed" in told
    assert "error bearer: Bearer was sent before the key" in told
    assert "memories-fake timeline" in told
    assert "sk-some-key-0001" not in told.partition("bad conduct")[2]


def test_it_may_be_warned_of_instead(pytester: pytest.Pytester) -> None:
    told = run(pytester, BAD, "--memories-conduct=warn", ini="filterwarnings = default")
    assert "1 passed, 1 warning" in told
    assert "ConductWarning: bad conduct towards Memories.ai:" in told
    assert "error bearer: Bearer was sent before the key" in told


def test_nothing_is_audited_unless_it_is_asked_for(pytester: pytest.Pytester) -> None:
    told = run(pytester, BAD)
    assert "1 passed" in told
    assert "warning" not in told


def test_the_marker_goes_before_the_option_and_that_before_the_file(
    pytester: pytest.Pytester,
) -> None:
    ini = "memories_conduct = fail"
    assert "1 passed" in run(pytester, marked(BAD, "off"), "--memories-conduct=fail", ini=ini)
    assert "1 passed" in run(pytester, BAD, "--memories-conduct=off", ini=ini)


def test_a_good_program_passes_the_audit(pytester: pytest.Pytester) -> None:
    assert "1 passed" in run(pytester, GOOD, "--memories-conduct=fail", "--strict-markers")


def test_a_test_that_failed_by_itself_is_not_audited(pytester: pytest.Pytester) -> None:
    told = run(pytester, f"{BAD}    assert not key\n", "--memories-conduct=fail")
    assert "assert not key" in told
    assert "bad conduct" not in told


def test_a_word_that_is_none_is_refused(pytester: pytest.Pytester) -> None:
    assert "conduct is one of off, warn, fail, not 'no'" in run(pytester, marked(BAD, "no"))


def test_a_fake_of_another_name_is_told_of_and_judged_too(pytester: pytest.Pytester) -> None:
    program = f"""
import pytest
from memories_fake import Fake
{BAD.replace("memories_fake)", "mine)")}

@pytest.fixture
def mine():
    with Fake() as fake, fake.activate():
        yield fake
"""
    told = run(pytester, program, "--memories-conduct=fail")
    assert "error bearer" in told
    assert "memories-fake timeline" in told
