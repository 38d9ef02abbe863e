"""What becomes of a conversation when a video that it was about is deleted."""

from __future__ import annotations

import pytest
from calling import Caller, data

from memories_fake import Fake

LIVE = "https://api.memories.ai"


def conversation(caller: Caller) -> tuple[str, str, str]:
    """A video that was talked about once and is deleted; its number, the session, the answer."""
    number = caller.parsed("https://films.example/zebrafinch_market.mp4")
    asked = {"video_nos": [number], "prompt": "Give me a summary"}
    told = data(caller.post("chat", asked))
    caller.post("delete_videos", [number])
    return number, told["session_id"], told["content"]


@pytest.mark.parametrize(("way", "is_kept"), [("redacted", False), ("kept", True)])
def test_dialect_deleted_in_sessions(way: str, is_kept: bool) -> None:
    with Fake(dialect={"deleted_in_sessions": way}) as fake, fake.activate():
        caller = Caller(LIVE, fake=fake)
        number, session, content = conversation(caller)
        answer = caller.get("get_session_detail", session_id=session)
        question, reply = data(answer)["messages"]
        assert question == {"role": "user", "content": "Give me a summary"}
        assert (reply["content"] == content) is is_kept
        assert "refs" not in reply
        assert number not in answer.text
        assert ("zebrafinch" in answer.text) is is_kept


def test_answers_about_other_videos_stay(v1: Caller) -> None:
    other = v1.parsed("https://films.example/night_ferry.mp4")
    told = data(v1.post("chat", {"video_nos": [other], "prompt": "Give me a summary"}))
    conversation(v1)
    detail = data(v1.get("get_session_detail", session_id=told["session_id"]))
    assert detail["messages"][1]["content"] == told["content"]


def test_a_redacted_conversation_goes_on(v1: Caller) -> None:
    _, session, _ = conversation(v1)
    other = v1.parsed("https://films.example/night_ferry.mp4")
    asked = {"video_nos": [other], "prompt": "And this one?", "session_id": session}
    assert data(v1.post("chat", asked))["session_id"] == session
    assert len(data(v1.get("get_session_detail", session_id=session))["messages"]) == 4


@pytest.mark.parametrize("operation", ["chat", "chat_personal", "marketer_chat"])
@pytest.mark.parametrize("prompt", ["Why?", "Tell me more about the first one."])
def test_an_answer_that_points_back_to_one_about_it_goes_too(
    v1: Caller, operation: str, prompt: str
) -> None:
    number = v1.parsed("https://films.example/zebrafinch_market.mp4")
    asked = {"video_nos": [number], "prompt": "What are the highlights?"}
    session = data(v1.post("chat", asked))["session_id"]
    other = v1.parsed("https://films.example/night_ferry.mp4")
    asked = {"video_nos": [other], "prompt": prompt, "session_id": session}
    data(v1.post(operation, asked))

    v1.post("delete_videos", [number])

    detail = v1.get("get_session_detail", session_id=session)
    first, second = data(detail)["messages"][1::2]
    assert first == second
    assert "zebrafinch" not in detail.text
