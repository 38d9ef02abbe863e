"""What an answer rests on is told on demand, and withheld where it is too little."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests
from calling import Caller, data

from memories_contracts import Known, load_catalogue
from memories_fake import Fake

LIVE = "https://api.memories.ai"
ASKING = {"X-Memories-Fake-Explain": "evidence"}


@contextmanager
def demanding(least: str | None) -> Iterator[Caller]:
    with Fake(require_evidence=least) as fake, fake.activate():
        yield Caller(LIVE, fake=fake)


def test_an_answer_tells_what_it_rests_on_when_asked() -> None:
    with demanding(None) as caller:
        plain = caller.post("list_videos", {})
        told = caller.post("list_videos", {}, headers=ASKING)
    header = "X-Memories-Fake-Evidence"
    assert header not in plain.headers
    assert told.headers[header].startswith("recorded; code=recorded(2025-08-15")
    assert "data.videos" in told.headers[header]
    assert told.json() == plain.json()


@pytest.mark.parametrize(("least", "status"), [("inferred", 501), ("documented", 501), (None, 200)])
def test_what_is_partly_invented_is_withheld(least: str | None, status: int) -> None:
    said = [{"role": "user", "content": "The gate is locked."}]
    with demanding(least) as caller:
        answer = caller.post("memories/add", {"memories": said})
    assert answer.status_code == status
    if least:
        assert answer.json()["error"]["require_evidence"] == least
        assert "invented" in answer.json()["error"]["message"]


def test_what_was_recorded_passes_the_strictest_demand() -> None:
    with demanding("recorded") as caller:
        assert data(caller.post("list_videos", {}))["videos"] == []


def test_a_refusal_is_weighed_by_its_own_case() -> None:
    with demanding("documented") as caller:
        limited = caller.post("download", {"video_no": "VI1"})
        unknown = caller.get("get_session_detail", session_id="1")
    assert limited.json()["code"] == "0001"
    assert unknown.status_code == 501


def test_a_stream_is_weighed_before_it_begins() -> None:
    with demanding("recorded") as caller:
        answer = caller.post("marketer_chat_stream", {"prompt": "Which hooks work?"})
    assert answer.status_code == 501


def test_the_evidence_of_every_operation_is_listed(memories_fake: Fake) -> None:
    listed: Any = requests.get(f"{LIVE}/_fake/evidence", timeout=5).json()["operations"]
    assert set(listed) == set(load_catalogue())
    assert listed["v1.list_videos"]["answer"]["data.videos[].cause"].startswith(Known.RECORDED)
    one = requests.get(f"{LIVE}/_fake/evidence?operation=v1.chat*", timeout=5).json()["operations"]
    assert set(one) == {n for n in load_catalogue() if n.startswith("v1.chat")}


def test_every_case_that_a_contract_names_has_words(memories_fake: Fake) -> None:
    """What a refusal is called in the contracts and in the envelope is the same."""
    from memories_fake.envelope import CLASSIC

    spoken = {spelling.case for spelling in CLASSIC.values() if spelling.case}
    named = {each.case for contract in load_catalogue().values() for each in contract.errors}
    assert spoken - named == set()
