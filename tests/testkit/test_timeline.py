"""The timeline: what was asked and answered as a table, in Python, over HTTP, and on a failure."""

from __future__ import annotations

import requests
from calling import Caller

from memories_fake import Fake

LIVE = "https://api.memories.ai"


def tell(caller: Caller) -> None:
    number = caller.add()
    caller.advance(minutes=1)
    account = caller.fake.account(caller.key)
    account.chat.reply(when=r"boat", say="There is one.")
    caller.post("chat_stream", {"video_nos": [number], "prompt": "Is there\na boat?"})
    account.faults.add(operation="v1.search", code="0429", times=1)
    caller.post("search", {"search_param": "boat " * 40, "top": 3})
    caller.get("chat")


def test_each_exchange_has_a_line(v1: Caller) -> None:
    tell(v1)
    account = v1.fake.account(v1.key)
    head, columns, *lines = account.timeline().splitlines()
    assert head == f"account {account.name}, seconds since 2025-10-15 05:57:29.220+00:00"
    assert columns.split() == ["seconds", "call", "answer", "asked", "besides"]
    number = account.calls("v1.chat_stream").first.parameters["video_nos"][0]
    upload, stream, search, wrong = (" ".join(line.split()) for line in lines)
    assert upload == "#1 0.000 v1.upload_url 0000 url=https://films.example/harbour_boats.mp4"
    assert stream.startswith(f"#2 61.000 v1.chat_stream 0000 video_nos=['{number}'], prompt=Is the")
    assert "frames" in stream
    assert "took 1." in stream
    assert search.startswith("#3 62.")
    assert "0429 search_param=boat boat" in search
    assert "fault: operation=v1.search, code=0429; unknown: top" in search
    assert "GET /serve/api/v1/chat 0001 MethodWrong; the nearest is v1.chat: POST" in wrong
    assert max(map(len, lines)) < 220


def test_columns_stand_below_each_other(v1: Caller) -> None:
    tell(v1)
    _, columns, *lines = v1.fake.account(v1.key).timeline().splitlines()
    for heading in ("call", "answer"):
        at = columns.index(heading)
        assert {line[at - 2 : at] for line in lines} == {"  "}
        assert all(line[at] != " " for line in lines)


def test_it_is_told_over_http(api: Caller) -> None:
    tell(api)
    api.other().get("list_sessions")
    headers = {"Authorization": api.key}
    told = requests.get(f"{api.base}/_fake/timeline", headers=headers, timeout=5).json()
    assert told == {"timeline": api.fake.account(api.key).timeline()}
    everyone = requests.get(f"{api.base}/_fake/timeline", timeout=5).json()["timeline"]
    assert everyone == api.fake.timeline()
    assert everyone.count("seconds since") == 2


def test_only_the_latest_may_be_shown(v1: Caller) -> None:
    tell(v1)
    account = v1.fake.account(v1.key)
    head, _, *lines = account.timeline(most=2).splitlines()
    assert head.endswith("2 earlier ones left out")
    assert [line.split()[0] for line in lines] == ["#3", "#4"]
    assert v1.fake.timeline(most=4) == account.timeline()


def test_where_nothing_was_asked_it_is_empty(memories_fake: Fake) -> None:
    assert memories_fake.timeline() == memories_fake.account("sk-nobody-01").timeline() == ""
