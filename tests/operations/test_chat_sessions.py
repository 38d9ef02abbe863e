"""chat: what a session remembers, and by which names it is found again."""

from __future__ import annotations

import re
from typing import Any

from calling import Caller, data, refusal
from calls import messages, sessions
from javascript import printed_by_javascript

BOATS = "https://films.example/c/harbour_boats.mp4"
PROMPT = "When do the boats come in?"
NOT_FOUND = ("0001", "No videos found for the provided video numbers.")


def ask(caller: Caller, *numbers: str, prompt: str = PROMPT, **options: Any) -> dict[str, Any]:
    body = {"video_nos": list(numbers), "prompt": prompt, **options}
    answer: dict[str, Any] = data(caller.post("chat", body))
    return answer


def test_without_a_session_each_question_opens_one(api: Caller) -> None:
    number = api.parsed(BOATS)
    first, second = (ask(api, number)["session_id"] for _ in range(2))
    assert sessions(api) == [second, first]


def test_a_session_goes_on_and_remembers(api: Caller) -> None:
    number = api.parsed(BOATS)
    first = ask(api, number, prompt="What are the highlights? Give me three.")
    follow_up = "Tell me more about the second one"
    second = ask(api, number, prompt=follow_up, session_id=first["session_id"])

    assert second["session_id"] == first["session_id"]
    assert [(m["role"], m["content"]) for m in messages(api, first["session_id"])] == [
        ("user", "What are the highlights? Give me three."),
        ("assistant", first["content"]),
        ("user", follow_up),
        ("assistant", second["content"]),
    ]
    assert second["content"] != ask(api, number, prompt=follow_up)["content"]
    _, meant, *_ = re.findall(r"\d\d:\d\d–\d\d:\d\d", first["content"])
    assert meant in second["content"]


def test_any_name_serves_for_a_session(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    for called in ("123", "my talk", 1_760_000_000, "9" * 40, -5, True):
        first = ask(v1, number, session_id=called)["session_id"]
        assert re.fullmatch("[0-9]{18}", first)
        assert sessions(v1)[0] == first
        assert ask(v1, number, session_id=called)["session_id"] == first
        assert ask(v1, number, session_id=first)["session_id"] == first
        assert len(messages(v1, first)) == 6
    assert len(sessions(v1)) == 6


def test_a_number_and_its_text_name_one_session(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    as_text, *others = (ask(v1, number, session_id=name) for name in ("123", 123, 123.0))
    assert [other["session_id"] for other in others] == [as_text["session_id"]] * 2


def test_an_empty_session_id_opens_a_new_session(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    for nothing in ("", "", "  ", None, None):
        ask(v1, number, session_id=nothing)
    assert len(set(sessions(v1))) == 5


def test_an_id_that_javascript_rounded_is_still_that_session(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    first = ask(v1, number)["session_id"]
    ask(v1, number)
    rounded = printed_by_javascript(first)
    assert rounded != first
    for called in (int(rounded), rounded, float(first)):
        assert ask(v1, number, session_id=called)["session_id"] == first
    assert len(sessions(v1)) == 2


def test_a_name_of_any_length_serves(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    for called in ("9" * 5000, "name " * 1000):
        first = ask(v1, number, session_id=called)["session_id"]
        assert ask(v1, number, session_id=called)["session_id"] == first


def test_a_refused_question_leaves_the_session_as_it_was(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    session = ask(v1, number)["session_id"]
    before = messages(v1, session)
    body = {"video_nos": [number, "VI1"], "prompt": "And then?", "session_id": session}
    assert refusal(v1.post("chat", body)) == NOT_FOUND
    assert messages(v1, session) == before
