"""The fixtures, as a project that tests with pytest meets them."""

from __future__ import annotations

import pytest

from memories_fake import Fake

CALLING = """
    import pytest, requests

    HEADERS = {"Authorization": "sk-memories-fake-test"}

    def listed():
        url = "https://api.memories.ai/serve/api/v1/list_videos"
        return requests.post(url, json={}, headers=HEADERS, timeout=5).json()

    def uploaded():
        url = "https://api.memories.ai/serve/api/v1/upload_url"
        form = {"url": "https://films.example/harbour.mp4"}
        return requests.post(url, data=form, headers=HEADERS, timeout=5).json()["data"]["videoNo"]
"""


def run(pytester: pytest.Pytester, test: str, *arguments: str) -> pytest.RunResult:
    """Run one test file that may use `listed()` and `uploaded()`."""
    pytester.makepyfile(calling_it=CALLING)
    pytester.makepyfile(f"from calling_it import *\n{test}")
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", *arguments)


def test_each_test_begins_with_an_empty_account(pytester: pytest.Pytester) -> None:
    test = """
def test_one(memories_fake):
    uploaded()
    assert listed()["data"]["total_count"] == "1"

def test_two(memories_fake):
    assert listed()["data"]["total_count"] == "0"
"""
    run(pytester, test).assert_outcomes(passed=2)


def test_a_fault_that_never_came_fails_its_test(pytester: pytest.Pytester) -> None:
    test = """
def test_forgotten(memories_account):
    memories_account.faults.add(operation="v1.chat", code="0429")

def test_met(memories_account):
    memories_account.faults.add(operation="v1.list_videos", code="0429")
    assert listed()["code"] == "0429"

@pytest.mark.memories_fake(unfired="ignore")
def test_that_does_not_mind(memories_account):
    memories_account.faults.add(operation="v1.chat", code="0429")

def test_after_it_has_none_of_them(memories_fake):
    assert listed()["code"] == "0000"
"""
    result = run(pytester, test)
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["*1 faults were laid down and never came: operation=v1.chat*"])


def test_the_marker_chooses_settings_and_faults(pytester: pytest.Pytester) -> None:
    test = """
FAULT = {"operation": "v1.list_videos", "nth": 2, "status": 503}

@pytest.mark.memories_fake(world="demo", faults=[FAULT])
def test_it(memories_fake):
    assert int(listed()["data"]["total_count"]) > 0
    with pytest.raises(requests.JSONDecodeError):
        listed()

def test_another_is_plain(memories_fake):
    assert listed()["data"]["total_count"] == "0"
"""
    run(pytester, test).assert_outcomes(passed=2)


def test_the_seed_of_the_command_line_is_that_of_all(pytester: pytest.Pytester) -> None:
    test = """
def test_it(memories_fake):
    assert memories_fake.settings.seed == "77"
"""
    run(pytester, test, "--memories-seed=77").assert_outcomes(passed=1)


def test_the_clock_and_the_client_share_their_time(pytester: pytest.Pytester) -> None:
    test = """
def test_it(memories_client, memories_clock, memories_account):
    memories_account.outcomes.next(after_seconds=1200)
    video = memories_client.upload_url("https://films.example/harbour.mp4")
    before_ms = memories_clock.now_ms()
    assert memories_client.wait_until_parsed(video.video_no, timeout_seconds=3600)
    assert memories_clock.now_ms() - before_ms >= 1_200_000
"""
    run(pytester, test).assert_outcomes(passed=1)


def test_one_server_serves_all_tests(pytester: pytest.Pytester) -> None:
    test = """
urls = []

def count(url):
    urls.append(url)
    answer = requests.post(f"{url}/serve/api/v1/list_videos", headers=HEADERS, timeout=5)
    return answer.json()["data"]["total_count"]

def test_one(memories_server):
    uploaded()
    assert count(memories_server.url) == "1"

def test_two(memories_server):
    assert count(memories_server.url) == "0"
    assert urls[0] == urls[1]
"""
    run(pytester, test).assert_outcomes(passed=2)


def test_a_unittest_case_has_a_fake_of_its_own(pytester: pytest.Pytester) -> None:
    test = """
import unittest
from memories_fake import MemoriesFakeCase

class Listing(MemoriesFakeCase, unittest.TestCase):
    memories_fake_config = {"world": "demo"}

    def test_it(self):
        self.assertNotEqual(listed()["data"]["total_count"], "0")
        self.memories_account.faults.add(code="0429")
        self.assertEqual(listed()["code"], "0429")

    def test_forgotten(self):
        self.memories_account.faults.add(code="0429")
"""
    run(pytester, test).assert_outcomes(passed=1, failed=1)


def test_a_fake_decorates_a_function(pytester: pytest.Pytester) -> None:
    test = """
from memories_fake import Fake

@Fake(world="demo").activate()
def test_it():
    assert listed()["data"]["total_count"] != "0"
"""
    run(pytester, test).assert_outcomes(passed=1)


# A server for all


SHARING = """
def test_it(memories_account, memories_key, memories_client, memories_clock, memories_server):
    assert memories_account.key == memories_key != "sk-memories-fake-test"
    answer = requests.post(
        "https://api.memories.ai/serve/api/v1/list_videos",
        json={}, headers={"Authorization": memories_key}, timeout=5,
    )
    assert answer.json()["data"]["total_count"] == "0"
    memories_account.outcomes.next(after_seconds=1200)
    video = memories_client.upload_url("https://films.example/harbour.mp4")
    before_ms = memories_clock.now_ms()
    assert memories_client.wait_until_parsed(video.video_no, timeout_seconds=3600)
    assert memories_clock.now_ms() - before_ms >= 1_200_000
    print("server", memories_server.url, memories_key)

def test_callbacks(memories_client, webhook_sink):
    memories_client.upload_url("https://films.example/harbour.mp4", callback=webhook_sink.url)
    webhook_sink.wait_for(status="PARSE")

@pytest.mark.memories_fake(faults=[{"operation": "v1.chat", "code": "0429"}])
def test_forgotten(memories_account):
    memories_account.clock.freeze()

@pytest.mark.memories_fake(limits="2025")
def test_of_another_kind(memories_account):
    raise AssertionError("it has no such fake")

def test_that_fails(memories_client):
    memories_client.upload_url("https://films.example/harbour.mp4")
    raise AssertionError
"""
SHARED = {"passed": 2, "failed": 2, "skipped": 1}


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_session_may_have_one_server(pytester: pytest.Pytester, workers: str) -> None:
    pytester.makepyfile(calling_it=CALLING)
    for name in ("test_one", "test_two"):
        pytester.makepyfile(**{name: f"from calling_it import *\n{SHARING}"})
    slow = ("-p", "no:schemathesis", "-p", "no:hypothesispytest", "-p", "no:cacheprovider")
    run_it = pytester.runpytest_subprocess if workers != "0" else pytester.runpytest_inprocess
    result = run_it(*slow, "-n", workers, "--memories-share", "-rPs")
    result.assert_outcomes(**{word: 2 * number for word, number in SHARED.items()})
    told = result.stdout.str()
    shown = [line.split()[1:] for line in told.splitlines() if line.startswith("server http")]
    assert len({url for url, _ in shown}) == 1
    assert len({key for _, key in shown}) == 2
    assert "the server's settings are its own; this test wants limits" in told
    assert "1 faults were laid down and never came: operation=v1.chat, code=0429" in told
    assert "v1.upload_url  0000" in told.partition("memories-fake timeline")[2]


def test_the_server_may_be_elsewhere(pytester: pytest.Pytester) -> None:
    with Fake(time="real") as fake, fake.serve() as server:
        fake.account("sk-memories-fake-test").snapshot("kept")
        result = run(pytester, SHARING, "-rP", f"--memories-url={server.url}/")
        result.assert_outcomes(**SHARED)
        assert f"server {server.url} sk-memories-fake-test-" in result.stdout.str()
        assert list(fake.services.journal) == []
        assert fake.account("sk-memories-fake-test").snapshots.names == ("kept",)


def test_a_server_that_is_there_for_other_programs_is_left_to_them(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`memories-fake exec` names its server to the programs it runs, pytest among them."""
    monkeypatch.setenv("MEMORIES_FAKE_URL", "http://127.0.0.1:9")
    run(pytester, "def test_it(memories_fake): memories_fake.services").assert_outcomes(passed=1)
