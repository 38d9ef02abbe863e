"""get_session_detail: one conversation, message by message."""

from __future__ import annotations

from typing import Any

import pytest
from calling import Caller, data, refusal
from fakes import fake_with
from javascript import printed_by_javascript

BOATS = "https://films.example/c/harbour_boats.mp4"
MARKET = "https://films.example/k/night_market.mp4"
UNKNOWN = ("0001", "session not found")
MISSING = ("0001", "The session_id parameter cannot be empty!")


def read(caller: Caller, session: object, **asked: object) -> dict[str, Any]:
    answer: dict[str, Any] = data(caller.get("get_session_detail", session_id=session, **asked))
    return answer


def chat(caller: Caller, number: str, prompt: str = "What is it?", **options: Any) -> Any:
    return data(caller.post("chat", {"video_nos": [number], "prompt": prompt, **options}))


def test_a_conversation_is_read_as_it_was_had(api: Caller) -> None:
    number = api.parsed(BOATS)
    answer = chat(api, number, "When do the boats come in?")

    assert read(api, answer["session_id"]) == {
        "title": "When do the boats come in?",
        "session_id": answer["session_id"],
        "messages": [
            {"role": "user", "content": "When do the boats come in?"},
            {
                "role": "assistant",
                "content": answer["content"],
                "thinkings": [
                    {"title": step["title"], "content": step["content"]}
                    for step in answer["thinkings"]
                ],
                "refs": answer["refs"],
            },
        ],
    }


@pytest.mark.parametrize(("way", "cites"), [("both", True), ("thinkings", True), ("none", False)])
def test_dialect_chat_refs_holds_for_what_is_read_later(way: str, cites: bool) -> None:
    with fake_with(dialect={"chat_refs": way}) as caller:
        answer = chat(caller, caller.parsed(BOATS), "When do the boats come in?")
        _, message = read(caller, answer["session_id"])["messages"]
        assert ("refs" in message) is cites


def test_messages_come_in_the_order_of_the_talk(api: Caller) -> None:
    number = api.parsed(BOATS)
    prompts = ["Summarize the video", "What are the highlights?", "Is there a boat?"]
    first = chat(api, number, prompts[0])
    session = first["session_id"]
    others = [chat(api, number, prompt, session_id=session) for prompt in prompts[1:]]

    messages = read(api, session)["messages"]

    assert [m["role"] for m in messages] == ["user", "assistant"] * 3
    assert [m["content"] for m in messages[0::2]] == prompts
    assert [m["content"] for m in messages[1::2]] == [a["content"] for a in (first, *others)]
    assert read(api, session)["title"] == prompts[0]


def test_an_answer_without_sources_has_no_refs(v1: Caller) -> None:
    answer = chat(v1, v1.parsed(BOATS), "Is there a zeppelin?")
    _, message = read(v1, answer["session_id"])["messages"]
    assert set(message) == {"role", "content", "thinkings"}


def test_reading_changes_nothing(v1: Caller) -> None:
    session = chat(v1, v1.parsed(BOATS))["session_id"]
    first = read(v1, session)
    v1.parsed(MARKET)
    assert read(v1, session) == first
    assert data(v1.get("list_sessions"))["total_count"] == "1"


def test_a_session_is_found_by_the_name_its_caller_gave_it(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    for name in ("123", "my talk", "-5", "0.5", "1' OR '1'='1", "会话"):
        session = chat(v1, number, session_id=name)["session_id"]
        assert read(v1, name)["session_id"] == session
        assert read(v1, session) == read(v1, name)


def test_an_id_that_javascript_rounded_is_still_that_session(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    sessions = [chat(v1, number)["session_id"] for _ in range(2)]
    for session in sessions:
        assert printed_by_javascript(session) != session
        assert read(v1, printed_by_javascript(session))["session_id"] == session


def test_a_number_close_by_is_not_that_session(v1: Caller) -> None:
    session = int(chat(v1, v1.parsed(BOATS))["session_id"])
    for number in (session + 1024, session - 1024, session + 400, -session):
        assert refusal(v1.get("get_session_detail", session_id=number)) == UNKNOWN


def test_either_name_of_the_parameter_will_do(api: Caller) -> None:
    session = chat(api, api.parsed(BOATS))["session_id"]
    assert data(api.get("get_session_detail", sessionId=session)) == read(api, session)


def test_a_namespace_reads_its_own(api: Caller) -> None:
    number = api.parsed(BOATS, unique_id="team-a")
    session = chat(api, number, unique_id="team-a")["session_id"]
    assert refusal(api.get("get_session_detail", session_id=session)) == UNKNOWN
    assert read(api, session, unique_id="team-a")["session_id"] == session


def test_another_account_cannot_tell_it_from_an_unknown_one(api: Caller) -> None:
    session = chat(api, api.parsed(BOATS), session_id="talk")["session_id"]
    for asked in (session, "talk", "1"):
        assert refusal(api.other().get("get_session_detail", session_id=asked)) == UNKNOWN


def test_both_paths_read_the_same(api: Caller) -> None:
    session = chat(api.legacy(), api.parsed(BOATS))["session_id"]
    assert read(api.legacy(), session) == read(api, session)
    assert data(api.legacy().get("get_session_detail", sessionId=session)) == read(api, session)


def test_sloppy_requests_are_understood(v1: Caller) -> None:
    session = chat(v1, v1.parsed(BOATS))["session_id"]
    headers = {"Content-Type": "application/json"}
    for asked in (
        {"session_id": session, "unique_id": "", "page": "1"},
        {"session_id": session, "sessionId": "1"},
        {"sessionId": session, "unique_id": "default"},
    ):
        answer = v1.send("GET", "get_session_detail", params=asked, headers=headers)
        assert data(answer)["session_id"] == session


def test_unknown_sessions_are_refused(v1: Caller) -> None:
    chat(v1, v1.parsed(BOATS))
    for asked in ("1", "abc", "0", "-1", "9" * 18, "9" * 19, "9" * 5000, "1e3", "null", "٣", "²"):
        assert refusal(v1.get("get_session_detail", session_id=asked)) == UNKNOWN


def test_a_missing_id_is_named(api: Caller) -> None:
    for asked in ({}, {"session_id": ""}, {"sessionId": " "}, {"id": "1"}):
        assert refusal(api.get("get_session_detail", **asked)) == MISSING
