"""chat_stream: the same answer as chat gives, event by event."""

from __future__ import annotations

from typing import Any

import pytest
from calling import Caller, data, refusal
from calls import messages, sessions
from fakes import fake_with
from listening import DONE, content, event, frames, is_kind, listen, told
from sockets import cut_short

BOATS = "https://films.example/c/harbour_boats.mp4"
PROMPT = "What are the highlights?"
NOT_FOUND = "No videos found for the provided video numbers."


def about(*numbers: str, prompt: str = PROMPT, **options: Any) -> dict[str, Any]:
    return {"video_nos": list(numbers), "prompt": prompt, **options}


def heard(caller: Caller, *numbers: str, **options: Any) -> list[Any]:
    return told(listen(caller, "chat_stream", about(*numbers, **options)))


def failure(message: str, code: str = "0001") -> dict[str, Any]:
    return {"code": code, "msg": message, "data": message, "success": False, "failed": True}


def test_thinking_comes_first_then_sources_then_content_then_the_end(api: Caller) -> None:
    number = api.parsed(BOATS)

    events = heard(api, number)

    kinds = [e.get("type") for e in events]
    pieces = kinds.count("content")
    assert pieces > 3
    assert kinds == ["thinking", "thinking", "ref", *["content"] * pieces, None]
    assert events[-1] == DONE
    assert [set(e) for e in events[:3]] == [
        {"type", "title", "content", "sessionId"},
        {"type", "title", "content", "sessionId"},
        {"type", "ref", "sessionId"},
    ]
    for piece in events[3:-1]:
        assert set(piece) == {"type", "role", "content", "sessionId"}
        assert piece["role"] == "assistant"
        assert 0 < len(piece["content"]) <= 60
    assert {e["sessionId"] for e in events[:-1]} == set(sessions(api))


def test_sources_are_the_ones_that_chat_gives(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    whole = data(v1.post("chat", about(number)))
    events = heard(v1, number)
    (ref,) = [e["ref"] for e in events if is_kind(e, "ref")]
    assert ref == whole["refs"]
    assert content(events) == whole["content"]


def test_every_frame_is_a_piece_of_its_own(api: Caller) -> None:
    number = api.parsed(BOATS)
    with listen(api, "chat_stream", about(number)) as answer:
        assert "Content-Length" not in answer.headers
        assert answer.headers["Content-Type"] == "text/event-stream;charset=UTF-8"
        assert answer.headers["Cache-Control"] == "no-cache"
        pieces = frames(answer)
    assert len(pieces) > 5
    assert all(event(piece) for piece in pieces)
    assert pieces[-1] == b'data:{"code":"SUCCESS","data":"Done"}\n\n'


def test_the_session_holds_the_joined_content(api: Caller) -> None:
    number = api.parsed(BOATS)
    events = heard(api, number)
    asked, answered = messages(api, events[0]["sessionId"])
    assert asked == {"role": "user", "content": PROMPT}
    assert (answered["role"], answered["content"]) == ("assistant", content(events))


def test_a_stream_and_an_answer_share_one_session(api: Caller) -> None:
    number = api.parsed(BOATS)
    session = data(api.post("chat", about(number)))["session_id"]
    events = heard(api, number, prompt="Tell me more about the first one", session_id=session)
    assert {e["sessionId"] for e in events[:-1]} == {session}
    assert [m["content"] for m in messages(api, session)][2:] == [
        "Tell me more about the first one",
        content(events),
    ]
    alone = heard(api, number, prompt="Tell me more about the first one")
    assert content(alone) != content(events)


@pytest.mark.parametrize("called", ["123", 123])
def test_any_name_serves_for_a_session(v1: Caller, called: object) -> None:
    number = v1.parsed(BOATS)
    first, second = (heard(v1, number, session_id=called)[0]["sessionId"] for _ in range(2))
    assert first == second != called
    assert sessions(v1) == [first]


def test_who_stops_listening_still_has_the_whole_in_the_session(api: Caller) -> None:
    number = api.parsed(BOATS)
    whole = content(heard(api, number))
    with listen(api, "chat_stream", about(number)) as answer:
        first = event(next(answer.iter_content(chunk_size=None)))
    assert messages(api, first["sessionId"])[1]["content"] == whole


def test_events_take_the_accounts_time_and_nobodys_patience() -> None:
    with fake_with(stream_pace_seconds=60.0, request_seconds=0.0) as caller:
        number = caller.parsed(BOATS)
        clock = caller.fake.clock(caller.key)
        before_ms = clock.now_ms()
        events = heard(caller, number)
        assert clock.now_ms() - before_ms == (len(events) - 1) * 60_000


def test_a_namespace_is_kept_to(api: Caller) -> None:
    number = api.parsed(BOATS, unique_id="team-a")
    assert heard(api, number) == [failure(NOT_FOUND)]
    assert heard(api, number, unique_id="team-a")[-1] == DONE
    assert sessions(api) == []


def test_another_account_is_told_of_nothing(api: Caller) -> None:
    number = api.parsed(BOATS)
    assert heard(api.other(), number) == [failure(NOT_FOUND)]
    assert sessions(api.other()) == []


def test_sloppy_requests_are_understood(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    raw = b'{"video_nos": ["%s"], "prompt": "What are the highlights?"}' % number.encode()
    meant = content(heard(v1, number))
    for options in (
        {"data": raw, "headers": {"Content-Type": "text/plain"}},
        {"data": {"video_nos": number, "prompt": PROMPT}},
        {"json": about(number, session_id=""), "headers": {"Accept": "application/json"}},
        {"json": about(number, session_id=None), "headers": {"Accept": "text/event-stream"}},
    ):
        assert content(told(v1.send("POST", "chat_stream", stream=True, **options))) == meant


NONSENSE: tuple[tuple[Any, str], ...] = (
    (None, "0001"),
    ({"prompt": PROMPT}, "0001"),
    ({"video_nos": [], "prompt": PROMPT}, "0001"),
    ({"video_nos": None, "prompt": PROMPT}, "0001"),
    ({"video_nos": "VI1", "prompt": PROMPT}, "0003"),
    ({"video_nos": ["VI1"] * 101, "prompt": PROMPT}, "0001"),
    ({"videoNos": ["VI1"], "prompt": PROMPT}, "0001"),
    ({"video_nos": ["VI1"]}, "0001"),
    ({"video_nos": ["VI1"], "prompt": ""}, "0001"),
    ({"video_nos": ["VI1"], "prompt": ["What?"]}, "0003"),
    ({"video_nos": ["VI1"], "prompt": PROMPT, "session_id": []}, "0003"),
    (["VI1"], "0003"),
    ("What?", "0003"),
)


def test_what_cannot_be_read_is_refused_before_any_stream_begins(v1: Caller) -> None:
    headers = {"Accept": "text/event-stream"}
    for body, code in NONSENSE:
        refused = refusal(v1.post("chat_stream", body, headers=headers))
        assert (body, refused[0]) == (body, code)
    assert sessions(v1) == []


def test_a_body_that_is_cut_short_begins_no_stream(port: Caller) -> None:
    number = port.parsed(BOATS)
    body = b'{"video_nos": ["%s"], "prompt": "Hello"}' % number.encode()
    assert refusal(cut_short(port, "chat_stream", body))[0] == "0003"
    assert sessions(port) == []


def test_videos_that_are_not_ready_end_the_stream_at_once(api: Caller) -> None:
    broken = data(api.post("upload", files={"file": ("notes.txt", b"no film")}))["videoNo"]
    api.advance(seconds=60)
    waiting = api.add(BOATS)
    assert heard(api, waiting) == [failure(f"Video is not parsed: {waiting}")]
    assert heard(api, broken) == [failure(f"Video is not parsed: {broken}")]
    assert heard(api, waiting, "VI1") == [failure(NOT_FOUND)]
    assert sessions(api) == []


def test_a_refused_question_leaves_the_session_as_it_was(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    session = heard(v1, number)[0]["sessionId"]
    before = messages(v1, session)
    assert heard(v1, "VI1", session_id=session) == [failure(NOT_FOUND)]
    assert messages(v1, session) == before


@pytest.mark.parametrize(
    ("way", "end", "refused"), [("object", DONE, failure(NOT_FOUND)), ("text", "Done", NOT_FOUND)]
)
def test_dialect_stream_end(way: str, end: object, refused: object) -> None:
    with fake_with(dialect={"stream_end": way}) as caller:
        assert heard(caller, caller.parsed(BOATS))[-1] == end
        assert heard(caller, "VI1") == [refused]
        headers = {"Accept": "text/event-stream"}
        assert told(caller.post("chat", about("VI1"), headers=headers)) == [refused]
