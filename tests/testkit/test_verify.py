"""Asking what was called: what holds goes on, what does not tells the nearest calls."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests
from calling import Caller

from memories_fake import Fake
from memories_fake.testkit.account import SteeredAccount
from memories_fake.testkit.verifying import Calls

LIVE = "https://api.memories.ai"
NEAREST = """
v1.chat with prompt='Is there a boot?': wanted once, came never.
The nearest calls:
  #2 v1.chat, 61.0 s in, answered 0000
      prompt: wanted 'Is there a boot?', was 'Is there a boat?'
  #3 v1.chat, 62.0 s in, answered 0000
      prompt: wanted 'Is there a boot?', was 'Is there a tram?'
  #6 POST /serve/api/v1/chats, 65.0 s in, answered 0001
      operation: no operation at POST /serve/api/v1/chats; the nearest is v1.chat: POST /serve/api/v1/chat
      prompt: wanted 'Is there a boot?', was not read
  #5 v1.search, 64.0 s in, answered 0000
      operation: wanted v1.chat
      prompt: wanted 'Is there a boot?', was not sent
  #4 v1.search, 63.0 s in, answered 0429
      operation: wanted v1.chat
      prompt: wanted 'Is there a boot?', was not sent
"""  # noqa: E501


@pytest.fixture
def account(v1: Caller) -> SteeredAccount:
    """One that has been chatted with about a boat and a tram, and that was told to slow down."""
    account = v1.fake.account(v1.key)
    number = v1.parsed()
    v1.post("chat", {"video_nos": [number], "prompt": "Is there a boat?"})
    v1.post("chat", {"video_nos": [number], "prompt": "Is there a tram?", "session_id": "77"})
    account.faults.add(operation="v1.search", code="0429", times=1)
    v1.post("search", {"search_param": "boat", "top_k": 5})
    v1.post("search", {"search_param": "boat", "top_k": 7})
    v1.post("chats", {"prompt": "Is there a boat?"})
    v1.post("delete_videos", [number])
    return account


def missed(calls: Any) -> str:
    """What a miss says."""
    with pytest.raises(AssertionError) as caught:
        calls()
    return str(caught.value)


# What holds


def test_calls_are_counted(account: SteeredAccount) -> None:
    account.calls("v1.chat").times(2).at_least(1).at_least(2)
    account.calls("v1.upload_url").once()
    account.calls("v1.upload").never()
    account.calls("v1.*").times(6)
    assert len(account.calls()) == 7


def test_calls_are_narrowed_by_what_was_sent(account: SteeredAccount) -> None:
    chats = account.calls("v1.chat")
    chats.with_(prompt="Is there a boat?").once()
    chats.with_(prompt=re.compile(r"boat|tram")).times(2)
    chats.with_(prompt=lambda text: text.endswith("tram?"), session_id="77").once()
    chats.with_(session_id=None).once()
    chats.with_(prompt="What else?").never()
    account.calls("v1.search").with_(top_k=lambda n: n > 5).once()
    account.calls("v1.delete_videos").with_(video_nos=lambda numbers: len(numbers) == 1).once()
    account.calls("v1.upload_url").with_(unique_id="default").once()


def test_a_predicate_that_cannot_be_asked_is_not_met(account: SteeredAccount) -> None:
    account.calls("v1.*").with_(prompt=lambda text: "boat" in text).once()
    account.calls("v1.search").with_(top_k=lambda text: text.startswith("5")).never()


def test_calls_are_narrowed_by_how_they_were_refused(account: SteeredAccount) -> None:
    searches = account.calls("v1.search")
    searches.refused("0429").once()
    searches.refused().once()
    searches.refused("0001").never()
    searches.with_(top_k=7).refused().never()
    assert account.calls().refused("0001").first.refusal == "OperationUnknown"


def test_a_broken_connection_is_no_refusal(v1: Caller, account: SteeredAccount) -> None:
    account.faults.add(operation="v1.list_videos", connection="reset")
    with pytest.raises(requests.ConnectionError):
        v1.post("list_videos", {})
    account.calls("v1.list_videos").once()
    account.calls("v1.list_videos").refused().never()


def test_a_count_holds_for_what_follows(account: SteeredAccount) -> None:
    account.calls("v1.delete_videos").once().with_(unique_id="default")
    told = missed(lambda: account.calls("v1.delete_videos").once().with_(unique_id="anna"))
    assert "unique_id: wanted 'anna', was 'default'" in told
    missed(lambda: account.calls("v1.search").times(2).refused())


def test_the_entries_are_at_hand(account: SteeredAccount) -> None:
    chats = account.calls("v1.chat")
    assert isinstance(chats, Calls)
    assert chats.first.parameters["prompt"] == "Is there a boat?"
    assert chats.last.parameters["session_id"] == "77"
    assert chats.entries == tuple(chats) == (chats.first, chats.last)
    assert "wanted at least once, came never" in missed(lambda: account.calls("v1.upload").last)


def test_an_order_holds_with_others_between(account: SteeredAccount) -> None:
    account.calls().in_order("v1.upload_url", "v1.chat", "v1.search", "v1.delete_videos")
    account.calls().in_order("v1.chat", "v1.chat").in_order("v1.up*", "v1.delete_videos")
    account.calls("v1.search").in_order("v1.search", "v1.search")


def test_the_fake_asks_all_accounts(v1: Caller, account: SteeredAccount) -> None:
    v1.other().post("chat", {"video_nos": ["VI1"], "prompt": "Is there a boat?"})
    v1.fake.calls("v1.chat").times(3)
    account.calls("v1.chat").times(2)
    told = missed(lambda: v1.fake.calls("v1.chat").with_(prompt="Is there a goat?").once())
    other = v1.fake.account(v1.other().key)
    assert f"#1 of account {other.name[:6]} v1.chat, 0.0 s in" in told
    assert f"#2 of account {account.name[:6]} v1.chat, 61.0 s in" in told


# What does not hold


def test_a_miss_tells_the_nearest_calls_and_what_differed(account: SteeredAccount) -> None:
    told = missed(lambda: account.calls("v1.chat").with_(prompt="Is there a boot?").once())
    assert told == NEAREST.strip()


def test_each_field_that_differs_is_told(account: SteeredAccount) -> None:
    told = missed(
        lambda: (
            account.calls("v1.search")
            .with_(search_param="boat", top_k=6, tag="sea")
            .refused("0402")
            .once()
        )
    )
    assert "v1.search with search_param='boat', top_k=6, tag='sea', refused with 0402" in told
    assert "      top_k: wanted 6, was 5\n" in told
    assert "      tag: wanted 'sea', was not sent\n" in told
    assert "      answer: wanted refused with 0402, was '0429'" in told
    assert "search_param: wanted" not in told.partition("#5")[2].partition("#3")[0]


def test_of_long_texts_the_place_that_differs_is_shown(v1: Caller, account: SteeredAccount) -> None:
    long = "boats and trams, " * 40
    v1.post("search", {"search_param": f"{long}a goat, {long}"})
    told = missed(
        lambda: account.calls("v1.search").with_(search_param=f"{long}a boat, {long}").once()
    )
    (line,) = [line for line in told.splitlines() if "a goat" in line]
    assert "a boat" in line
    assert len(line) < 300


def test_too_many_are_listed(account: SteeredAccount) -> None:
    told = missed(lambda: account.calls("v1.chat").once())
    assert told.splitlines() == [
        "v1.chat: wanted once, came twice. These came:",
        "  #2 v1.chat, 61.0 s in, answered 0000",
        "  #3 v1.chat, 62.0 s in, answered 0000",
    ]
    assert "wanted never, came once" in missed(lambda: account.calls("v1.upload_url").never())


def test_too_few_are_listed_with_the_others(account: SteeredAccount) -> None:
    told = missed(lambda: account.calls("v1.search").with_(top_k=5).times(2))
    assert told.startswith("v1.search with top_k=5: wanted twice, came once. These came:\n  #4 ")
    assert "The nearest calls:\n  #5 v1.search" in told


def test_a_great_many_are_told_in_part(v1: Caller, account: SteeredAccount) -> None:
    for _ in range(15):
        v1.get("list_sessions")
    told = missed(lambda: account.calls("v1.list_sessions").never())
    assert told.endswith("  and 3 more")
    assert len(told.splitlines()) == 14


def test_a_wrong_order_is_told(account: SteeredAccount) -> None:
    told = missed(lambda: account.calls().in_order("v1.search", "v1.chat"))
    assert told.startswith(
        "wanted in this order: v1.search, v1.chat; but v1.chat did not come after #4 v1.search. "
        "These came:\n  #1 v1.upload_url, 0.0 s in"
    )
    assert "did not come at all" in missed(lambda: account.calls().in_order("v1.upload"))


def test_where_nothing_was_called_that_is_said(memories_fake: Fake) -> None:
    told = missed(lambda: memories_fake.calls("v1.chat").once())
    assert told == "v1.chat: wanted once, came never. Nothing was called at all."


def test_a_slip_of_the_pen_is_no_miss(account: SteeredAccount) -> None:
    with pytest.raises(ValueError, match=r"no operation 'v1.chatt'; there are: v1.chat"):
        account.calls("v1.chatt").never()
    with pytest.raises(ValueError, match=r"v1.chat: no parameter 'promt'; there are: prompt"):
        account.calls("v1.chat").with_(promt="Why?").never()
    with pytest.raises(ValueError, match=r"no operation 'v1.chatt'"):
        account.calls().in_order("v1.chatt")
    with pytest.raises(ValueError, match=r"counted from 0"):
        account.calls().times(-1)


# Over HTTP


def verified(caller: Caller, status: int = 200, **wanted: Any) -> dict[str, Any]:
    url, headers = f"{caller.base}/_fake/verify", {"Authorization": caller.key}
    answer = requests.post(url, json=wanted, headers=headers, timeout=5)
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_the_same_can_be_asked_over_http(api: Caller) -> None:
    api.post("chat", {"video_nos": ["VI1"], "prompt": "Is there a boat?"})
    told = verified(api, operation="v1.chat", times=1, **{"with": {"prompt": "Is there a boat?"}})
    assert (told["ok"], told["message"]) == (True, "")
    assert [call["operation"] for call in told["calls"]] == ["v1.chat"]
    assert verified(api, operation="v1.chat", matching={"prompt": "b[ou]at"})["ok"]
    assert verified(api, operation="v1.chat", refused="0001", at_least=1)["ok"]
    assert verified(api, operation="v1.chat", refused="*", **{"with": {"session_id": None}})["ok"]
    assert verified(api, operation="v1.search", times=0)["ok"]
    assert verified(api, in_order=["v1.chat"])["ok"]
    assert not verified(api, in_order=["v1.chat", "v1.chat"])["ok"]
    assert not verified(api.other(), operation="v1.chat")["ok"]


def test_a_miss_is_told_over_http_in_the_same_words(api: Caller) -> None:
    account = api.fake.account(api.key)
    api.post("chat", {"video_nos": ["VI1"], "prompt": "Is there a boat?"})
    told = verified(api, operation="v1.chat", times=1, **{"with": {"prompt": "Is there a boot?"}})
    calls = account.calls("v1.chat").with_(prompt="Is there a boot?")
    assert told == {"ok": False, "message": missed(calls.once), "calls": []}


def test_without_a_key_all_accounts_are_asked(api: Caller) -> None:
    api.post("list_videos", {})
    api.other().post("list_videos", {})
    answer = requests.post(f"{api.base}/_fake/verify", json={"times": 2}, timeout=5)
    assert answer.json()["ok"]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"operation": "v1.chatt"}, "no operation 'v1.chatt'"),
        ({"operation": "v1.chat", "with": {"promt": 1}}, "no parameter 'promt'"),
        ({"operation": "v1.chat", "matching": {"prompt": "("}}, "no regular expression"),
        ({"operations": "v1.chat"}, "there is no operations here"),
        ({"times": -1}, "times"),
    ],
)
def test_what_makes_no_sense_is_refused(v1: Caller, wanted: dict[str, Any], said: str) -> None:
    assert said in verified(v1, 400, **wanted)["error"]["message"]
