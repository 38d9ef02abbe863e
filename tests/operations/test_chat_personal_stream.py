"""chat_personal_stream: the same answer as chat_personal gives, piece by piece."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from calling import Caller, refusal
from calls import messages, sessions
from fakes import fake_with
from listening import DONE, content, frames, listen, told

BOATS = "https://films.example/c/harbour_boats.mp4"
ASKED: dict[str, Any] = {"prompt": "Where are the boats?", "session_id": ""}


def tokens(caller: Caller, **options: Any) -> list[str]:
    """The tokens of a stream, which come one to a frame, each with a blank after its colon."""
    *pieces, end = frames(listen(caller, "chat_personal_stream", {**ASKED, **options}))
    assert end == b"data: [DONE]\n\n"
    assert all(p.startswith(b'data: {"token":') and p.endswith(b"\n\n") for p in pieces)
    events = [json.loads(piece.removeprefix(b"data: ")) for piece in pieces]
    assert all(set(event) == {"token"} for event in events)
    return [event["token"] for event in events]


def test_tokens_join_to_the_whole_answer(api: Caller) -> None:
    api.parsed(BOATS)
    whole = api.post("chat_personal", ASKED).json()["response"]
    pieces = tokens(api)
    assert len(pieces) > 3
    assert "".join(pieces) == whole


def test_its_session_is_kept_like_any_other(api: Caller) -> None:
    api.parsed(BOATS)
    pieces = tokens(api)
    (session,) = sessions(api)
    question, answer = messages(api, session)
    assert question["content"] == ASKED["prompt"]
    assert answer["content"] == "".join(pieces)
    tokens(api, prompt="Tell me more about the first one", session_id=session)
    assert len(messages(api, session)) == 4


def test_a_caller_may_name_the_session_since_a_token_does_not(v1: Caller) -> None:
    tokens(v1, session_id="77")
    tokens(v1, session_id="77")
    (session,) = sessions(v1)
    assert len(messages(v1, "77")) == len(messages(v1, session)) == 4


def test_namespaces_and_accounts_keep_to_themselves(api: Caller) -> None:
    api.parsed(BOATS, unique_id="team-a")
    assert "harbour_boats" in "".join(tokens(api, unique_id="team-a"))
    assert "harbour_boats" not in "".join(tokens(api))
    assert "harbour_boats" not in "".join(tokens(api.other(), unique_id="team-a"))


def test_a_key_may_come_with_bearer_here(v1: Caller) -> None:
    v1.parsed(BOATS)
    assert tokens(replace(v1, key=f"Bearer {v1.key}")) == tokens(v1)


@pytest.mark.parametrize(("body", "code"), [({}, "0001"), ({"prompt": ["x"]}, "0003")])
def test_what_cannot_be_read_is_refused_before_the_stream(
    v1: Caller, body: object, code: str
) -> None:
    raw = json.dumps(body).encode()
    assert refusal(v1.send("POST", "chat_personal_stream", data=raw))[0] == code
    assert sessions(v1) == []


@pytest.mark.parametrize("form", ["tokens", "events"])
def test_dialect_personal_stream(form: str) -> None:
    with fake_with(dialect={"personal_stream": form}) as caller:
        caller.parsed(BOATS)
        whole = caller.post("chat_personal", ASKED).json()["response"]
        if form == "tokens":
            assert "".join(tokens(caller)) == whole
        else:
            events = told(listen(caller, "chat_personal_stream", ASKED))
            assert content(events) == whole
            assert events[-1] == DONE
            assert {e["sessionId"] for e in events[:-1]} == set(sessions(caller)[:1])
