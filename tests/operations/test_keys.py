"""Keys: who is let in, as whom, and how everybody else is told, the same for every operation."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest
import requests
from calling import Caller, data, refusal
from calls import videos
from click.testing import CliRunner
from fakes import fake_with
from listening import told

from memories_contracts import Contract, load_catalogue
from memories_fake import Fake
from memories_fake.cli import main

MISSING = ("0401", "Authorization is missing.")
INVALID = ("0401", "Authorization is invalid.")
NOT_RAW = ("9009", "Permission denied.")
FLAGGED = [c for c in load_catalogue().values() if c.success_code == "0000"]
OPERATIONS = [c for c in FLAGGED if c.answer_media != "text/event-stream"]
STREAMS = [c for c in load_catalogue().values() if c.answer_media == "text/event-stream"]
CALLS_WITH_THREE_KEYS = """
import json, urllib.request as web
def code(key):
    url = "https://api.memories.ai/serve/api/v1/list_videos"
    call = web.Request(url, b"{}", {"Authorization": key})
    return json.load(web.urlopen(call))["code"]
assert [code(f"sk-{n}") for n in ("one", "two", "three")] == ["0000", "0000", "0401"]
"""
BOATS = "https://films.example/c/harbour_boats.mp4"


def with_key(caller: Caller, key: str) -> Caller:
    return replace(caller, key=key)


def without_key(caller: Caller, contract: Contract) -> requests.Response:
    return caller.session.request(contract.method, caller.base + contract.path, timeout=30)


def numbers(caller: Caller) -> list[str]:
    return [video["video_no"] for video in videos(caller)]


def refused_status(response: requests.Response) -> tuple[int, str]:
    body = response.json()
    assert (body["data"], body["success"], body["failed"]) == (None, False, True)
    return response.status_code, body["code"]


def test_no_operation_answers_without_a_key(api: Caller) -> None:
    assert len(OPERATIONS) > 20
    for contract in OPERATIONS:
        assert (contract.name, refusal(without_key(api, contract))) == (contract.name, MISSING)


def test_a_stream_without_a_key_ends_at_once(api: Caller) -> None:
    message = "user don't login"
    assert len(STREAMS) > 1
    for contract in STREAMS:
        assert told(without_key(api, contract)) == [
            {"code": "0401", "msg": message, "data": message, "success": False, "failed": True}
        ]


def test_an_empty_key_is_no_key(api: Caller) -> None:
    assert refusal(with_key(api, "").post("list_videos", {})) == MISSING


def test_any_key_opens_an_account_of_its_own(api: Caller) -> None:
    mine, theirs = api.add(BOATS), api.other().add(BOATS)
    assert mine != theirs
    assert (numbers(api), numbers(api.other())) == ([mine], [theirs])
    assert numbers(with_key(api, "x")) == []


def test_blanks_behind_a_key_are_not_part_of_it(api: Caller) -> None:
    number = api.add(BOATS)
    assert numbers(with_key(api, f"{api.key}  ")) == [number]


def test_one_key_opens_both_paths(api: Caller) -> None:
    number = api.add(BOATS)
    assert numbers(api.legacy()) == [number]


def test_a_key_with_bearer_before_it_is_refused_and_adds_nothing(api: Caller) -> None:
    for scheme in ("Bearer", "bearer", "BEARER "):
        caller = with_key(api, f"{scheme} {api.key}")
        assert refusal(caller.post("upload_url", data={"url": BOATS})) == NOT_RAW
    assert numbers(api) == []


def test_a_key_that_only_begins_like_bearer_is_a_key(v1: Caller) -> None:
    assert numbers(with_key(v1, "bearer-of-news")) == []


def test_the_key_is_looked_at_before_the_body(v1: Caller) -> None:
    stranger = with_key(v1, "")
    assert refusal(stranger.send("POST", "list_videos", data=b"{")) == MISSING
    assert refusal(stranger.post("upload", files={"file": b"film"})) == MISSING


def test_only_admitted_keys_are_let_in() -> None:
    with fake_with(keys=frozenset({"sk-one", "sk-two"})) as caller:
        one, two, three = (with_key(caller, key) for key in ("sk-one", "sk-two", "sk-three"))
        number = one.add(BOATS)
        assert numbers(one) == [number]
        assert numbers(two) == []
        assert refusal(three.post("upload_url", data={"url": BOATS})) == INVALID
        assert refusal(with_key(caller, "SK-ONE").post("list_videos", {})) == INVALID
        assert refusal(with_key(caller, "").post("list_videos", {})) == MISSING
        assert refusal(with_key(caller, "Bearer sk-one").post("list_videos", {})) == NOT_RAW


def test_a_stream_tells_a_stranger_in_its_own_way() -> None:
    with fake_with(keys=frozenset({"sk-one"})) as caller:
        body = {"video_nos": ["VI1"], "prompt": "Hello?"}
        (event,) = told(caller.post("chat_stream", body))
        assert (event["code"], event["data"]) == ("0401", "user don't login")
        (event,) = told(caller.post("chat", body, headers={"Accept": "text/event-stream"}))
        assert (event["code"], event["data"]) == ("0401", "user don't login")
        (event,) = told(with_key(caller, "Bearer sk-one").post("marketer_chat_stream", body))
        assert (event["code"], event["data"]) == ("9009", "user don't login")


def refusals(caller: Caller) -> list[Any]:
    """How a missing key and an unknown one are refused."""
    return [
        refused_status(with_key(caller, key).post("list_videos", {})) for key in ("", "sk-unknown")
    ]


@pytest.mark.parametrize("code", ["0401", "9009"])
def test_dialect_bad_key_code(code: str) -> None:
    with fake_with(keys=frozenset({"sk-one"}), dialect={"bad_key_code": code}) as caller:
        assert refusals(caller) == [(200, code)] * 2
        (event,) = told(caller.post("chat_stream", {}))
        assert event["code"] == code
        assert numbers(with_key(caller, "sk-one")) == []


@pytest.mark.parametrize("status", ["200", "401"])
def test_dialect_bad_key_status(status: str) -> None:
    with fake_with(keys=frozenset({"sk-one"}), dialect={"bad_key_status": status}) as caller:
        assert refusals(caller) == [(int(status), "0401")] * 2
        assert caller.post("chat_stream", {}).status_code == int(status)
        admitted = with_key(caller, "sk-one")
        assert admitted.post("list_videos", {"page": 0}).status_code == 200


@pytest.mark.parametrize("way", ["refused", "accepted"])
def test_dialect_bearer(way: str) -> None:
    with fake_with(dialect={"bearer": way}) as caller:
        number = caller.add(BOATS)
        answers = [
            with_key(caller, f"{scheme} {caller.key}").post("list_videos", {})
            for scheme in ("Bearer", "bearer")
        ]
        for answer in answers:
            if way == "refused":
                assert refusal(answer) == NOT_RAW
            else:
                assert [v["video_no"] for v in data(answer)["videos"]] == [number]


def test_the_command_line_names_the_admitted_keys() -> None:
    program = [sys.executable, "-c", CALLS_WITH_THREE_KEYS]
    run = CliRunner().invoke(main, ["exec", "--keys", "sk-one, sk-two", "--", *program])
    assert run.exit_code == 0, run.output


@pytest.mark.parametrize("key", ["a", "k", "path"])
def test_a_key_may_be_as_short_as_a_letter(key: str) -> None:
    """It is masked in what was said, not in the names of what the journal tells of."""
    with Fake() as fake:
        client = fake.app.test_client()
        reply = client.post("/serve/api/v1/list_videos", headers={"Authorization": key}, json={})
        assert reply.json["code"] == "0000"
        assert fake.account(key).journal[-1].operation == "v1.list_videos"
