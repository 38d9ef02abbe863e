"""Chats that answer in one piece, and the talks they belong to."""

from __future__ import annotations

import json
from typing import Any

import pytest
import responses
from client_answers import client, success, url

REF = {
    "video": {"duration": "30", "video_no": "VI1", "video_name": "pier"},
    "refItems": [
        {"videoNo": "VI1", "startTime": 23, "type": "keyframe"},
        {"videoNo": "VI1", "startTime": 3, "endTime": 6, "type": "audio_ts", "text": "Ahoy."},
    ],
}
THOUGHT = {"title": "Look closer", "content": "There is a bird."}


def _answer(**changes: Any) -> Any:
    said = {"role": "ASSISTANT", "content": "A heron.", "session_id": "611587302624489472"}
    return success(said | changes)


@responses.activate
def test_a_question_is_sent_with_numbers_and_session_and_answered_whole() -> None:
    sent = responses.post(url("chat"), json=_answer(thinkings=[THOUGHT]))
    answer = client().chat("VI1", "Which bird?", "123")
    assert (answer.role, answer.content) == ("assistant", "A heron.")
    assert answer.session_id == "611587302624489472"
    assert answer.thinkings[0].title == "Look closer"
    assert answer.raw["role"] == "ASSISTANT"
    assert json.loads(sent.calls[0].request.body) == {
        "video_nos": ["VI1"],
        "prompt": "Which bird?",
        "session_id": "123",
    }


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"refs": [REF]}, 1),
        ({"thinkings": [THOUGHT, THOUGHT | {"refs": [REF]}]}, 1),
        ({"refs": [REF], "thinkings": [THOUGHT | {"refs": [REF]}]}, 1),
        ({"refs": None, "thinkings": [THOUGHT | {"refs": None}]}, 0),
        ({"thinkings": None}, 0),
    ],
)
@responses.activate
def test_refs_are_found_wherever_they_stand(told: dict[str, Any], expected: int) -> None:
    responses.post(url("marketer_chat"), json=_answer(**told))
    refs = client().marketer_chat("What is new?", type="YOUTUBE").refs
    assert len(refs) == expected
    for ref in refs:
        assert (ref.video.video_no, ref.video.duration_seconds) == ("VI1", 30.0)
        still, speech = ref.moments
        assert (still.kind, still.start_seconds, still.end_seconds) == ("keyframe", 23.0, None)
        assert (speech.end_seconds, speech.text) == (6.0, "Ahoy.")


@pytest.mark.parametrize("session", [{"sessionId": "7"}, {"sessionId": 7, "session_id": None}])
@responses.activate
def test_a_session_is_known_under_both_its_names(session: dict[str, Any]) -> None:
    answer = _answer()
    del answer["data"]["session_id"]
    answer["data"] |= session
    responses.post(url("chat"), json=answer)
    assert client().chat(["VI1"], "Who?").session_id == "7"


@responses.activate
def test_talks_are_listed_and_shown_with_their_messages() -> None:
    page = {"sessions": [{"sessionId": "5", "title": "Birds"}], "total_count": "11"}
    messages = [
        {"role": "user", "content": "Which bird?"},
        {"role": "assistant", "content": "A heron.", "thinkings": [THOUGHT], "refs": [REF]},
    ]
    detail = {"title": "Birds", "messages": messages, "session_id": "5"}
    listed = responses.get(url("list_sessions"), json=success(page))
    shown = responses.get(url("get_session_detail"), json=success(detail))
    sessions = client().list_sessions(2)
    talk = client().get_session_detail(sessions.items[0].session_id)
    assert (sessions.total, talk.title) == (11, "Birds")
    assert [message.role for message in talk.messages] == ["user", "assistant"]
    assert talk.messages[1].refs[0].video.video_name == "pier"
    assert listed.calls[0].request.params == {"page": "2"}
    assert shown.calls[0].request.params == {"sessionId": "5"}
