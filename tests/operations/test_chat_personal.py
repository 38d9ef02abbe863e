"""chat_personal: questions about everything that a namespace holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from calling import Caller, refusal
from calls import messages, sessions
from remembering import KETTLE, remember

BOATS = "https://films.example/c/harbour_boats.mp4"
BREAD = "https://films.example/c/bread_oven.mp4"
PROMPT = "Where are the boats?"


def asked(caller: Caller, prompt: str = PROMPT, **options: Any) -> dict[str, Any]:
    """The whole body of a good answer."""
    response = caller.post("chat_personal", {"prompt": prompt, **options})
    body: dict[str, Any] = response.json()
    assert (response.status_code, body["code"], body["msg"]) == (200, "0000", "success"), body
    assert (body["success"], body["failed"]) == (True, False)
    return body


def cited(body: dict[str, Any]) -> set[str]:
    return {ref["video"]["video_no"] for ref in body["data"].get("refs", ())}


def test_the_answer_can_be_read_wherever_a_source_puts_it(api: Caller) -> None:
    number = api.parsed(BOATS)
    body = asked(api)
    beside = {"session_id", "response", "metadata"}
    assert set(body) == {"code", "msg", "data", "success", "failed"} | beside
    data = body["data"]
    assert set(data) == {"role", "content", "thinkings", "session_id", "refs"}
    assert data["role"] == "ASSISTANT"
    assert (body["response"], body["metadata"]) == (data["content"], {})
    assert body["session_id"] == data["session_id"] == sessions(api)[0]
    assert cited(body) == {number}


def test_it_looks_at_the_videos_that_fit_without_being_told_which(v1: Caller) -> None:
    boats, bread = v1.parsed(BOATS), v1.parsed(BREAD)
    assert cited(asked(v1, "Show me harbour boats")) == {boats}
    assert cited(asked(v1, "Show me the bread oven")) == {bread}
    assert cited(asked(v1, "What are the highlights?")) == {boats, bread}


def test_text_memories_are_answered_from_too(api: Caller) -> None:
    remember(api, KETTLE)
    body = asked(api, "Where is the kettle?")
    assert f"Ada: {KETTLE}" in body["response"]
    assert "kettle" not in asked(api, "Where is the zeppelin?")["response"]


def test_both_are_told_in_one_answer(v1: Caller) -> None:
    v1.parsed(BOATS)
    remember(v1, "The boats go out at five.")
    body = asked(v1)
    assert "go out at five" in body["response"]
    assert "harbour_boats" in body["response"]
    assert cited(body)


def test_an_empty_namespace_is_told_so(api: Caller) -> None:
    api.add(BOATS, unique_id="team-a")  # not parsed yet
    body = asked(api, unique_id="team-a")
    assert body["data"]["content"].startswith("There is nothing here yet")
    assert body["data"]["thinkings"] == []


def test_a_session_goes_on_and_is_listed(api: Caller) -> None:
    api.parsed(BOATS)
    first = asked(api, session_id="")["session_id"]
    again = asked(api, "Tell me more about the first one", session_id=first)
    assert again["session_id"] == first
    assert sessions(api) == [first]
    told = messages(api, first)
    assert [m["role"] for m in told] == ["user", "assistant"] * 2
    assert told[3]["content"] == again["response"]


def test_a_new_session_begins_without_a_name(v1: Caller) -> None:
    made = [asked(v1, session_id=name)["session_id"] for name in ("", None)]
    assert sessions(v1) == made[::-1]


def test_namespaces_and_accounts_keep_to_themselves(api: Caller) -> None:
    number = api.parsed(BOATS, unique_id="team-a")
    assert cited(asked(api)) == set()
    assert cited(asked(api.other(), unique_id="team-a")) == set()
    assert cited(asked(api, unique_id="team-a")) == {number}


def test_what_was_told_of_a_deleted_video_is_taken_back(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    session = asked(v1)["session_id"]
    v1.post("delete_videos", [number])
    assert "harbour_boats" not in messages(v1, session)[1]["content"]
    assert cited(asked(v1)) == set()


@pytest.mark.parametrize("scheme", ["", "Bearer ", "bearer "])
def test_a_key_may_come_with_bearer_here(api: Caller, scheme: str) -> None:
    number = api.parsed(BOATS)
    assert cited(asked(replace(api, key=f"{scheme}{api.key}"))) == {number}


def test_it_answers_in_json_even_when_asked_for_a_stream(v1: Caller) -> None:
    headers = {"Accept": "text/event-stream"}
    answer = v1.post("chat_personal", {"prompt": PROMPT}, headers=headers)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["session_id"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (None, "0001"),
        ({"prompt": ""}, "0001"),
        ({"prompt": ["hello"]}, "0003"),
        ({"prompt": PROMPT, "session_id": {}}, "0003"),
        ([PROMPT], "0003"),
    ],
)
def test_nonsense_is_refused_and_opens_no_session(v1: Caller, body: object, code: str) -> None:
    assert refusal(v1.post("chat_personal", body))[0] == code
    assert sessions(v1) == []
