"""marketer_chat_stream: the same answer as marketer_chat gives, event by event."""

from __future__ import annotations

from typing import Any

import pytest
from calling import Caller, data, refusal
from calls import messages, sessions
from fakes import fake_with
from listening import DONE, content, event, frames, is_kind, listen, told
from sockets import cut_short

PROMPT = "How do people bake bread?"
STEPS = [
    "Searching relevant videos",
    "Inspecting search result relevance",
    "Based on relevant videos, fetch detailed information",
    "Rerank detailed information",
]


def heard(caller: Caller, prompt: str = PROMPT, **options: Any) -> list[Any]:
    return told(listen(caller, "marketer_chat_stream", {"prompt": prompt, **options}))


def test_four_steps_come_first_then_posts_then_content_then_the_end(api: Caller) -> None:
    events = heard(api)

    kinds = [e.get("type") for e in events]
    pieces = kinds.count("content")
    assert pieces > 3
    assert kinds == [*["thinking"] * 4, "ref", *["content"] * pieces, None]
    assert [e["title"] for e in events[:4]] == STEPS
    assert [set(e) for e in events[:4]] == [{"type", "title", "content", "sessionId"}] * 4
    assert set(events[4]) == {"type", "ref", "sessionId"}
    for piece in events[5:-1]:
        assert set(piece) == {"type", "role", "content", "sessionId"}
        assert piece["role"] == "assistant"
    assert events[-1] == DONE
    assert {e["sessionId"] for e in events[:-1]} == set(sessions(api))


def test_it_is_the_answer_that_marketer_chat_gives(v1: Caller) -> None:
    for platform in ("TIKTOK", "INSTAGRAM"):
        whole = data(v1.post("marketer_chat", {"prompt": PROMPT, "type": platform}))
        events = heard(v1, type=platform)
        (ref,) = [e["ref"] for e in events if is_kind(e, "ref")]
        assert ref == whole["refs"]
        assert content(events) == whole["content"]


def test_every_frame_is_a_piece_of_its_own(api: Caller) -> None:
    with listen(api, "marketer_chat_stream", {"prompt": PROMPT}) as answer:
        assert "Content-Length" not in answer.headers
        pieces = frames(answer)
    assert len(pieces) > 8
    assert all(event(piece) for piece in pieces)
    assert pieces[-1] == b'data:{"code":"SUCCESS","data":"Done"}\n\n'


def test_the_session_holds_the_joined_content_and_goes_on(api: Caller) -> None:
    first = heard(api, "Which posts show bread?", session_id=123)
    second = heard(api, "Tell me more about the first one", session_id="123")

    session = first[0]["sessionId"]
    assert {e["sessionId"] for e in second[:-1]} == {session}
    assert [m["content"] for m in messages(api, session)] == [
        "Which posts show bread?",
        content(first),
        "Tell me more about the first one",
        content(second),
    ]
    assert content(heard(api, "Tell me more about the first one")) != content(second)


def test_who_stops_listening_still_has_the_whole_in_the_session(api: Caller) -> None:
    with listen(api, "marketer_chat_stream", {"prompt": PROMPT}) as answer:
        first = event(next(answer.iter_content(chunk_size=None)))
    assert messages(api, first["sessionId"])[1]["content"] == content(heard(api))


def test_where_nothing_is_found_no_posts_are_named(v1: Caller) -> None:
    events = heard(v1, "What does @nobody_of_that_name post?")
    assert not any(is_kind(e, "ref") for e in events)
    assert content(events)
    assert events[-1] == DONE


def test_sessions_are_kept_by_namespace_and_account(api: Caller) -> None:
    session = heard(api, unique_id="team-a")[0]["sessionId"]
    assert sessions(api) == []
    assert len(messages(api, session, unique_id="team-a")) == 2
    assert heard(api.other(), session_id=session)[0]["sessionId"] != session


def test_sloppy_requests_are_understood(v1: Caller) -> None:
    meant = content(heard(v1))
    for options in (
        {"data": b'{"prompt": "How do people bake bread?"}'},
        {"data": {"prompt": PROMPT}},
        {"json": {"prompt": PROMPT, "type": "", "session_id": None}},
        {"json": {"prompt": PROMPT}, "headers": {"Accept": "application/json"}},
    ):
        answer = v1.send("POST", "marketer_chat_stream", stream=True, **options)
        assert content(told(answer)) == meant


NONSENSE: tuple[tuple[Any, str], ...] = (
    (None, "0001"),
    ({"prompt": None}, "0001"),
    ({"prompt": ""}, "0001"),
    ({"prompt": {"text": PROMPT}}, "0003"),
    ({"prompt": PROMPT, "type": ["VIMEO"]}, "0003"),
    ({"prompt": PROMPT, "session_id": []}, "0003"),
    ([PROMPT], "0003"),
    (PROMPT, "0003"),
)


def test_what_cannot_be_read_is_refused_before_any_stream_begins(v1: Caller) -> None:
    headers = {"Accept": "text/event-stream"}
    for body, code in NONSENSE:
        refused = refusal(v1.post("marketer_chat_stream", body, headers=headers))
        assert (body, refused[0]) == (body, code)
    assert sessions(v1) == []


def test_a_body_that_is_cut_short_begins_no_stream(port: Caller) -> None:
    assert refusal(cut_short(port, "marketer_chat_stream", b'{"prompt": "bread"}'))[0] == "0003"
    assert sessions(port) == []


@pytest.mark.parametrize(("way", "end"), [("object", DONE), ("text", "Done")])
def test_dialect_stream_end(way: str, end: object) -> None:
    with fake_with(dialect={"stream_end": way}) as caller:
        assert heard(caller)[-1] == end
