"""Credits, off by default: an account spends what it has, and is then refused what costs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests
from calling import Caller, data, refusal
from click.testing import CliRunner
from fakes import fake_with
from listening import told

from memories_contracts import load_catalogue, parse_evidence
from memories_fake import Fake
from memories_fake.api.serving import Usage
from memories_fake.cli import main

USED_UP = ("0402", "There are not enough credits left.")
BOATS = "https://films.example/c/harbour_boats.mp4"
SEARCH = {"search_param": "boats", "search_type": "BY_VIDEO"}
OF_A_SEARCH = 0.001  # a hundredth of a cent, ten credits to the dollar


def purse(caller: Caller) -> Any:
    url = f"{caller.base}/_fake/account"
    return requests.get(url, headers={"Authorization": caller.key}, timeout=5).json()["credits"]


def left(caller: Caller) -> float:
    return float(purse(caller)["left"])


def test_nothing_is_spent_unless_asked_for(v1: Caller) -> None:
    data(v1.post("search", SEARCH))
    assert purse(v1) == {"given": None, "left": None}


def test_a_search_costs_the_same_each_time() -> None:
    with fake_with(credits=1) as caller:
        for count in (1, 2, 3):
            data(caller.post("search", SEARCH))
            assert left(caller) == pytest.approx(1 - count * OF_A_SEARCH)


def test_what_is_free_stays_free() -> None:
    with fake_with(credits=1) as caller:
        data(caller.post("list_videos", {}))
        data(caller.get("list_sessions"))
        assert left(caller) == 1


def test_a_video_costs_by_its_minutes(film: Path) -> None:
    with fake_with(credits=1) as caller:
        caller.film(film)
        assert left(caller) == pytest.approx(1 - 10 * 5.5 / 1000 * 3 / 60, abs=1e-6)


def test_a_longer_answer_costs_more() -> None:
    with fake_with(credits=100) as caller:
        number = caller.parsed(BOATS)
        costs = []
        for operation in ("chat", "chat_stream"):
            for prompt in ("Name one highlight.", "Tell me all that happens, in full detail."):
                before = left(caller)
                caller.post(operation, {"video_nos": [number], "prompt": prompt})
                costs.append(round(before - left(caller), 6))
        assert 0 < costs[0] < costs[1]
        assert costs[2:] == costs[:2]


def test_a_refused_call_costs_nothing() -> None:
    with fake_with(credits=1) as caller:
        refusal(caller.post("search", {}))
        refusal(caller.post("chat", {"video_nos": ["VI1"], "prompt": "Hello?"}))
        told(caller.post("chat_stream", {"video_nos": ["VI1"], "prompt": "Hello?"}))
        assert left(caller) == 1


def test_an_account_without_credits_is_refused_what_costs() -> None:
    with fake_with(credits=2.5 * OF_A_SEARCH) as caller:
        for _ in range(3):
            data(caller.post("search", SEARCH))
        assert left(caller) == 0
        assert refusal(caller.post("search", SEARCH)) == USED_UP
        assert refusal(caller.post("upload_url", data={"url": BOATS})) == USED_UP
        (event,) = told(caller.post("marketer_chat_stream", {"prompt": "Hello?"}))
        assert (event["code"], event["msg"]) == USED_UP
        assert data(caller.post("list_videos", {}))["total_count"] == "0"


def test_every_account_has_its_own() -> None:
    with fake_with(credits=OF_A_SEARCH) as caller:
        data(caller.post("search", SEARCH))
        assert (left(caller), left(caller.other())) == (0, OF_A_SEARCH)
        data(caller.other().post("search", SEARCH))


def test_a_reset_gives_them_back() -> None:
    with fake_with(credits=OF_A_SEARCH) as caller:
        data(caller.post("search", SEARCH))
        caller.fake.reset(caller.key)
        assert left(caller) == OF_A_SEARCH


def test_none_at_all_can_be_given_and_less_cannot() -> None:
    with fake_with(credits=0) as caller:
        assert refusal(caller.post("search", SEARCH)) == USED_UP
    with pytest.raises(ValueError, match="0 or more"):
        Fake(credits=-1)
    assert CliRunner().invoke(main, ["serve", "--credits", "-1"]).exit_code == 2


def test_every_price_is_in_a_unit_that_is_measured() -> None:
    prices = [contract for contract in load_catalogue().values() if contract.price]
    assert len(prices) > 10
    for contract in prices:
        assert hasattr(Usage(), contract.price.unit), contract.name
        assert parse_evidence(contract.document["price"]["x-evidence"])
