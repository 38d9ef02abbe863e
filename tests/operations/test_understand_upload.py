"""upload of the caption host: a task now, its caption later at the caller's own address."""

from __future__ import annotations

from typing import Any

from calling import Caller
from captions import FERRIES, NONSENSE, PROMPT, ask, caption, refused, succeeded
from receiving import deliveries, receiving

from memories_contracts import Checker, load_catalogue

ASKED: dict[str, Any] = {"video_url": FERRIES, "user_prompt": PROMPT, "system_prompt": "Be brief."}


def test_the_caption_is_told_to_the_callback_when_its_time_has_come(api: Caller) -> None:
    with receiving() as receiver:
        data = succeeded(ask(api, "upload", json={**ASKED, "callback": f"{receiver.url}?for=me"}))
        assert set(data) == {"task_id"}
        assert len(data["task_id"]) == 36
        assert receiver.bodies == []

        api.advance(seconds=60)

        (body,) = receiver.bodies
        assert receiver.sent[0][0].endswith("?for=me")
    assert Checker().check_callback(load_catalogue()["understand.upload"], "captioned", body) == []
    assert (body["status"], body["task_id"]) == (0, data["task_id"])
    assert body["data"]["text"] == caption(ask(api, "uploadSync", json=ASKED))
    assert body["data"]["token"]["total"] > 0


def test_every_task_has_a_name_of_its_own(v1: Caller) -> None:
    tasks = [succeeded(ask(v1, "upload", json=ASKED))["task_id"] for _ in range(3)]
    tasks.append(succeeded(ask(v1.other(), "upload", json=ASKED))["task_id"])
    assert len(set(tasks)) == 4


def test_without_a_callback_nothing_is_told(v1: Caller) -> None:
    succeeded(ask(v1, "upload", json=ASKED))
    assert deliveries(v1) == []


def test_another_account_hears_nothing_of_it(v1: Caller) -> None:
    with receiving() as receiver:
        ask(v1, "upload", json={**ASKED, "callback": receiver.url})
        v1.other().advance(hours=1)
        assert receiver.bodies == []
        assert deliveries(v1.other()) == []


@NONSENSE
def test_nonsense_is_refused_and_never_told(
    v1: Caller, changes: dict[str, Any], reason: str
) -> None:
    body = {**ASKED, "callback": "http://127.0.0.1:9/told", **changes}
    assert refused(ask(v1, "upload", json=body)).startswith(reason)
    assert deliveries(v1) == []


def test_an_address_is_needed(v1: Caller) -> None:
    body = {"user_prompt": PROMPT}
    assert refused(ask(v1, "upload", json=body)) == "The video_url parameter cannot be empty!"
