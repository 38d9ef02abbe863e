"""The contracts alone, in the hands of a project that has no fake."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
import requests

from memories_contracts import (
    ContractBroken,
    check_event,
    check_request,
    check_response,
    check_traffic,
    operation_at,
)
from memories_fake import Fake

LIST = "https://api.memories.ai/serve/api/v1/list_videos"
HEADERS = {"Authorization": "sk-kit"}
GOOD = {"code": "0000", "msg": "success", "data": None, "success": True, "failed": False}


@pytest.fixture
def fake() -> Iterator[Fake]:
    with Fake(check_replies=False) as fake, fake.activate():
        yield fake


def test_a_good_answer_passes_and_a_bad_one_names_all_that_helps() -> None:
    check_response("v1.delete_videos", GOOD)
    with pytest.raises(ContractBroken) as broken:
        check_response("v1.delete_videos", {**GOOD, "msg": 7})
    told = str(broken.value)
    assert told.startswith("v1.delete_videos: msg: 'success' was expected, but 7 was seen")
    assert "[recorded(" in told


def test_a_new_field_passes_an_open_reading() -> None:
    check_response("v1.delete_videos", {**GOOD, "trace_id": "x"})


def test_a_request_is_held_to_the_contract_before_it_is_sent() -> None:
    check_request("v1.delete_videos", {"video_nos": ["VI1"]})
    with pytest.raises(ContractBroken, match="video_nos"):
        check_request("v1.delete_videos", {"video_nos": ["VI1"] * 101})


def test_an_event_is_held_to_its_kind() -> None:
    step = {"type": "thinking", "title": "a", "content": "b", "sessionId": "1"}
    check_event("v1.chat_stream", step)
    with pytest.raises(ContractBroken, match="title: 7 is not of type 'string'"):
        check_event("v1.chat_stream", {**step, "title": 7})
    with pytest.raises(ContractBroken, match="no such event"):
        check_event("v1.chat_stream", {**step, "type": "surprise"})


def test_an_operation_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"v1\.list_videos"):
        check_response("v1.list_video", GOOD)
    assert operation_at("post", LIST) == "v1.list_videos"
    assert operation_at("GET", LIST) is None


def test_a_hook_watches_a_session_of_requests(fake: Fake) -> None:
    session = requests.Session()
    session.hooks["response"].append(check_traffic)
    session.post(LIST, json={}, headers=HEADERS, timeout=5)
    fake.faults.add(operation="v1.list_videos", body='{"code": "0000"}', status=200, times=1)
    fake.faults.add(operation="v1.list_videos", code="4711", message="what is this", times=1)
    with pytest.raises(ContractBroken, match="4711"):
        session.post(LIST, json={}, headers=HEADERS, timeout=5)
    with pytest.raises(ContractBroken, match=r"the nearest is v1\.list_videos"):
        session.post(LIST.rstrip("s"), json={}, headers=HEADERS, timeout=5)


def test_a_hook_watches_a_client_of_httpx(fake: Fake) -> None:
    fake.faults.add(operation="v1.list_videos", code="4711", nth=2)
    with httpx.Client(event_hooks={"response": [check_traffic]}, headers=HEADERS) as client:
        client.post(LIST, json={})
        with pytest.raises(ContractBroken, match="4711"):
            client.post(LIST, json={})


def test_it_needs_nothing_of_the_fake() -> None:
    code = "import sys, memories_contracts; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert not loaded & {"memories_fake", "flask", "sqlalchemy", "requests", "httpx"}
