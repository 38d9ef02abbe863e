"""The fake as a whole: worlds, reset, separateness, and what it refuses to be."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import requests
from calling import Caller, data, refusal

from memories_fake import Fake, create_app

LIVE = "https://api.memories.ai"


def test_two_fakes_share_nothing() -> None:
    with Fake() as one, Fake() as two:
        with one.activate():
            Caller(LIVE, fake=one).add()
        with two.activate():
            assert data(Caller(LIVE, fake=two).post("list_videos", {}))["total_count"] == "0"


def test_activation_decorates_a_function() -> None:
    @Fake().activate()
    def program() -> int:
        return requests.post(
            f"{LIVE}/serve/api/v1/list_videos", headers={"Authorization": "sk-1"}, timeout=5
        ).status_code

    assert program() == 200


def test_other_hosts_are_left_alone(memories_fake: Fake) -> None:
    with memories_fake.serve() as server:
        health = requests.get(f"{server.url}/_fake/health", timeout=5)
    assert health.json()["status"] == "ok"
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{server.url}/_fake/health", timeout=5)


def test_the_demo_world_has_samples_after_what_is_uploaded() -> None:
    with Fake(world="demo") as fake, fake.activate():
        caller = Caller(LIVE, fake=fake)
        mine = caller.parsed()
        videos = data(caller.post("list_videos", {}))["videos"]
        assert videos[0]["video_no"] == mine
        samples = [video for video in videos if video["video_no"].startswith("VEI")]
        assert len(samples) == len(videos) - 1 == 9
        times = [int(sample["create_time"]) for sample in samples]
        assert times == sorted(times)
        sessions = data(caller.get("list_sessions"))["sessions"]
        ids = [int(session["sessionId"]) for session in sessions]
        assert len(ids) == 9
        assert ids == list(range(ids[0], ids[0] + 9))
        detail = data(caller.get("get_session_detail", sessionId=ids[0]))
        assert [message["role"] for message in detail["messages"][:2]] == ["user", "assistant"]
        about = {"video_nos": [samples[0]["video_no"]], "prompt": "Summarize this video"}
        assert samples[0]["video_name"] in data(caller.post("chat", about))["content"]


def test_reset_with_a_key_empties_that_account_only(memories_fake: Fake) -> None:
    caller = Caller(LIVE, fake=memories_fake)
    caller.add()
    caller.other().add()

    answer = requests.post(f"{LIVE}/_fake/reset", headers={"Authorization": caller.key}, timeout=5)

    assert answer.json() == {"status": "ok"}
    assert data(caller.post("list_videos", {}))["total_count"] == "0"
    assert data(caller.other().post("list_videos", {}))["total_count"] == "1"
    requests.post(f"{LIVE}/_fake/reset", timeout=5)
    assert data(caller.other().post("list_videos", {}))["total_count"] == "0"


def test_a_reset_account_tells_its_story_again_to_the_byte(memories_fake: Fake) -> None:
    caller = Caller(LIVE, fake=memories_fake)
    first = caller.add()
    memories_fake.reset(caller.key)
    assert caller.add() == first


def test_accounts_never_hold_the_same_number(memories_fake: Fake) -> None:
    numbers = set()
    for n in range(50):
        caller = Caller(LIVE, fake=memories_fake, key=f"sk-crowd-{n}")
        numbers |= {caller.add() for _ in range(3)}
    assert len(numbers) == 150


def test_an_unknown_path_gets_an_envelope(api: Caller) -> None:
    code, message = refusal(api.get("no_such_thing"))
    assert (code, message) == ("0001", "No static resource api/v1/no_such_thing.")


def test_a_wrong_method_gets_an_envelope_under_405(api: Caller) -> None:
    answer = api.get("chat")
    assert answer.status_code == 405
    assert answer.json()["msg"] == "Request method 'GET' is not supported"
    assert answer.json()["failed"] is True


@pytest.mark.parametrize(
    "choices",
    [
        {"time": "sideways"},
        {"fetch": "always"},
        {"parse_seconds": -1},
        {"dialect": {"failure_word": "OOPS"}},
        {"dialect": {"no_such_switch": "x"}},
    ],
)
def test_a_choice_that_is_none_is_refused_at_once(choices: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"sideways|always|0 or more|failure_word|no_such_switch"):
        Fake(**choices)


def test_an_app_for_any_wsgi_server() -> None:
    client = create_app(seed=7).test_client()
    answer = client.post("/serve/api/v1/list_videos", headers={"Authorization": "sk-1"})
    assert answer.get_json()["data"]["total_count"] == "0"


def test_importing_the_plugin_loads_no_third_party_module() -> None:
    code = (
        "import sys, pytest; before = set(sys.modules); import memories_fake.pytest_plugin;"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before};"
        "print(sorted(new - set(sys.stdlib_module_names)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )
    assert run.stdout.strip() == "['memories_fake']"


def test_the_journal_holds_no_key(memories_fake: Fake) -> None:
    canary = "sk-canary-8f14e45fceea167a5a36dedd4bea2543"
    caller = Caller(LIVE, fake=memories_fake, key=canary)
    caller.parsed()
    caller.get("no_such_thing")
    entries = list(memories_fake.services.journal)
    assert [entry.operation for entry in entries] == ["v1.upload_url", ""]
    assert canary not in repr(entries)
