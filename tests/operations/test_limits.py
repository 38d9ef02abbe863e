"""Limits, off by default: the documented rates, per account, on the account's own clock."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
import requests
from calling import Caller, data, refusal
from click.testing import CliRunner
from fakes import fake_with
from listening import told

from memories_contracts import load_catalogue
from memories_fake import Fake
from memories_fake.cli import main

EXCEEDED = ("0429", "Request has exceeded the limit.")
ADDRESS = "https://films.example/c/harbour_boats.mp4"
STILL: dict[str, Any] = {"request_seconds": 0.0, "stream_pace_seconds": 0.0}


def account(caller: Caller) -> Any:
    url = f"{caller.base}/_fake/account"
    return requests.get(url, headers={"Authorization": caller.key}, timeout=5).json()


def add(caller: Caller) -> requests.Response:
    return caller.post("upload_url", data={"url": ADDRESS})


def test_nothing_is_counted_unless_asked_for(v1: Caller) -> None:
    for _ in range(30):
        data(add(v1))
    assert account(v1)["limits"] == {"year": None, "groups": {}}


def test_one_call_a_second_is_let_through_and_the_next_is_not() -> None:
    with fake_with(limits="2025", **STILL) as caller:
        data(add(caller))
        assert refusal(add(caller)) == EXCEEDED
        caller.advance(seconds=0.999)
        assert refusal(add(caller)) == EXCEEDED
        caller.advance(seconds=0.001)
        data(add(caller))


def test_a_refused_call_does_nothing_and_is_not_counted() -> None:
    with fake_with(limits="2025", **STILL) as caller:
        data(add(caller))
        for _ in range(5):
            caller.advance(seconds=0.1)
            assert refusal(add(caller)) == EXCEEDED
        caller.advance(seconds=0.5)
        data(add(caller))
        assert data(caller.post("list_videos", {}))["total_count"] == "2"


def test_the_window_slides() -> None:
    with fake_with(limits="2025", **STILL) as caller:
        for _ in range(5):
            data(caller.post("list_videos", {}))
            caller.advance(seconds=0.15)
        assert refusal(caller.post("list_videos", {})) == EXCEEDED
        caller.advance(seconds=0.25)  # a second after the first one
        data(caller.post("list_videos", {}))
        assert refusal(caller.post("list_videos", {})) == EXCEEDED


def test_a_request_counts_as_one_second_unless_told_otherwise() -> None:
    with fake_with(limits="2025") as caller:
        for _ in range(5):
            data(add(caller))
    with fake_with(limits="2026") as caller:
        data(add(caller))
        assert [refusal(add(caller)) for _ in range(59)] == [EXCEEDED] * 59
        data(add(caller))


@pytest.mark.parametrize(("year", "most"), [("2025", 10), (2026, 1)])
def test_each_year_has_its_own_rates(year: object, most: int) -> None:
    with fake_with(limits=year, **STILL) as caller:
        body = {"search_param": "boats", "search_type": "BY_VIDEO"}
        for _ in range(most):
            data(caller.post("search", body))
        assert refusal(caller.post("search", body)) == EXCEEDED


def test_operations_that_share_a_limit_share_a_window() -> None:
    with fake_with(limits="2026", **STILL) as caller:
        data(add(caller))
        assert refusal(caller.post("upload", files={"file": ("a.mp4", b"film")})) == EXCEEDED
        assert refusal(add(caller.legacy())) == EXCEEDED
        data(caller.post("chat_personal", {"prompt": "Hello?"}))
        told(caller.post("chat_stream", {"video_nos": ["VI1"], "prompt": "Hello?"}))
        asked = {"video_nos": ["VI1"], "prompt": "Hello?"}
        assert refusal(caller.post("chat", asked)) == EXCEEDED
        data(caller.post("marketer_chat", {"prompt": "Hello?"}))


def test_a_stream_tells_of_it_in_its_own_way() -> None:
    with fake_with(limits="2025", **STILL) as caller:
        body = {"prompt": "Hello?"}
        caller.post("marketer_chat_stream", body)
        (event,) = told(caller.post("marketer_chat_stream", body))
        assert (event["code"], event["msg"]) == EXCEEDED
        assert event["failed"] is True


def test_every_account_is_counted_by_itself() -> None:
    with fake_with(limits="2026", **STILL) as caller:
        data(add(caller))
        data(add(caller.other()))
        assert refusal(add(caller)) == EXCEEDED
        caller.other().advance(minutes=5)
        assert refusal(add(caller)) == EXCEEDED


def test_what_cannot_be_read_is_not_counted() -> None:
    with fake_with(limits="2026", **STILL) as caller:
        for _ in range(3):
            assert refusal(caller.post("upload_url", data={}))[0] == "0001"
        data(add(caller))


def test_a_reset_begins_the_counting_anew() -> None:
    with fake_with(limits="2026", **STILL) as caller:
        data(add(caller))
        caller.fake.reset(caller.key)
        data(add(caller))


def test_the_account_tells_what_is_left() -> None:
    with fake_with(limits="2026", **STILL) as caller:
        data(add(caller))
        told_of = account(caller)["limits"]
        assert told_of["year"] == "2026"
        assert told_of["groups"]["upload"] == {"rate": "1/m", "left": 0}
        assert told_of["groups"]["chat"] == {"rate": "2/m", "left": 2}
        assert account(caller.other())["limits"]["groups"]["upload"]["left"] == 1
        caller.advance(minutes=1)
        assert account(caller)["limits"]["groups"]["upload"]["left"] == 1


def test_a_year_without_known_rates_is_refused() -> None:
    with pytest.raises(ValueError, match="2025 or 2026"):
        Fake(limits="2024")
    run = CliRunner().invoke(main, ["serve", "--limits", "2024"])
    assert run.exit_code == 2
    assert "2025" in run.output


def test_a_group_has_one_rate_a_year() -> None:
    rates: dict[Any, set[object]] = defaultdict(set)
    for contract in load_catalogue().values():
        for year in ("2025", "2026"):
            if rate := contract.rate(year):
                rates[contract.limit_group, year].add(rate)
    assert len(rates) > 15
    assert all(len(rates[key]) == 1 for key in rates), rates


@pytest.mark.parametrize("status", ["200", "429"])
def test_dialect_limit_status(status: str) -> None:
    with fake_with(limits="2025", dialect={"limit_status": status}, **STILL) as caller:
        assert add(caller).status_code == 200
        refused = add(caller)
        assert refused.status_code == int(status)
        assert (refused.json()["code"], refused.json()["msg"]) == EXCEEDED
