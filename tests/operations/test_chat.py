"""chat: questions about one's own videos, each answered at once, inside a session."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from calling import Caller, data, refusal
from calls import messages, said, sessions, shown, videos
from fakes import fake_with
from listening import DONE, content, frames, told
from sockets import Cut, cut_short, cut_short_in_chunks

BOATS = "https://films.example/c/harbour_boats.mp4"
MARKET = "https://films.example/k/night_market.mp4"
PROMPT = "When do the boats come in?"
NOT_FOUND = ("0001", "No videos found for the provided video numbers.")
STEPS = ["Based on selected videos, fetch detailed information", "Rerank detailed information"]


def ask(caller: Caller, *numbers: str, prompt: str = PROMPT, **options: Any) -> dict[str, Any]:
    body = {"video_nos": list(numbers), "prompt": prompt, **options}
    answer: dict[str, Any] = data(caller.post("chat", body))
    return answer


def moments(caller: Caller, number: str) -> set[tuple[int, int, str]]:
    """All that the transcripts of a video tell, as references word it."""
    rows = [*shown(caller, number), *said(caller, number)]
    return {(int(r["startTime"]), int(r["endTime"]), r["content"].strip()) for r in rows}


def test_an_answer_tells_its_steps_its_sources_and_its_session(api: Caller) -> None:
    number = api.parsed(BOATS)

    answer = ask(api, number)

    assert set(answer) == {"role", "content", "thinkings", "session_id", "refs"}
    assert answer["role"] == "ASSISTANT"
    assert re.fullmatch("[0-9]{18}", answer["session_id"])
    assert "boat" in answer["content"].lower()
    first, last = answer["thinkings"]
    assert [first["title"], last["title"]] == STEPS
    assert set(first) == {"title", "content"}
    assert PROMPT in first["content"]
    assert last["refs"] == answer["refs"]


def test_references_are_moments_of_the_transcripts(api: Caller) -> None:
    number = api.parsed(BOATS)

    (ref,) = ask(api, number, prompt="What are the highlights?")["refs"]

    (video,) = videos(api)
    assert ref["video"] == {
        "duration": video["duration"],
        "video_no": number,
        "video_name": "harbour_boats",
    }
    keyframe, *stretches = ref["refItems"]
    assert set(keyframe) == {"videoNo", "startTime", "type"}
    assert (keyframe["videoNo"], keyframe["type"]) == (number, "keyframe")
    assert stretches
    for item in stretches:
        assert set(item) == {"videoNo", "startTime", "endTime", "type", "text"}
        assert item["type"] in {"visual_ts", "audio_ts"}
        told = (item["startTime"], item["endTime"], item["text"].strip())
        assert told in moments(api, number)


def test_times_in_an_answer_lie_within_the_film(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    ends = {end for _, end, _ in moments(v1, number)}
    answer = ask(v1, number, prompt="List the highlights with their times")["content"]
    times = [int(m) * 60 + int(s) for m, s in re.findall(r"\b(\d\d):(\d\d)\b", answer)]
    assert times
    assert max(times) <= max(ends)


def test_what_is_not_there_is_denied_and_not_made_up(v1: Caller) -> None:
    answer = ask(v1, v1.parsed(BOATS), prompt="Is there a zeppelin?")
    assert answer["content"].startswith("No")
    assert set(answer) == {"role", "content", "thinkings", "session_id"}
    assert [set(step) for step in answer["thinkings"]] == [{"title", "content"}] * 2


def test_the_answer_depends_on_the_question_and_on_the_film(v1: Caller) -> None:
    boats, market = v1.parsed(BOATS), v1.parsed(MARKET)
    answers = [
        ask(v1, number, prompt=prompt)["content"]
        for number in (boats, market)
        for prompt in ("Summarize the video", "What are the highlights?", "Suggest three titles")
    ]
    assert len(set(answers)) == 6


def test_subtitles_are_what_the_answer_quotes(v1: Caller, film: Path) -> None:
    subtitles = "1\n00:00:01,000 --> 00:00:02,000\nThe ferry leaves from pier nine.\n"
    files = {"file": film.read_bytes(), "subtitles": ("talk.srt", subtitles)}
    number = data(v1.post("upload", files=files))["videoNo"]
    v1.advance(seconds=60)
    answer = ask(v1, number, prompt="What is said about the ferry?")
    assert "The ferry leaves from pier nine." in answer["content"]


def test_several_videos_are_answered_from_together(api: Caller) -> None:
    boats, market = api.parsed(BOATS), api.parsed(MARKET)
    refs = ask(api, market, boats, market, prompt="What are the highlights?")["refs"]
    assert [ref["video"]["video_no"] for ref in refs] == [market, boats]


def test_a_namespace_has_its_own_videos_and_sessions(api: Caller) -> None:
    default, team = api.parsed(BOATS), api.parsed(MARKET, unique_id="team-a")
    mine = ask(api, default, session_id="talk")["session_id"]
    theirs = ask(api, team, session_id="talk", unique_id="team-a")["session_id"]
    assert mine != theirs
    assert sessions(api) == [mine]
    assert sessions(api, unique_id="team-a") == [theirs]
    body = {"video_nos": [team], "prompt": PROMPT}
    assert refusal(api.post("chat", body)) == NOT_FOUND


def test_another_account_has_neither(api: Caller) -> None:
    number = api.parsed(BOATS)
    mine = ask(api, number, session_id="talk")["session_id"]
    assert refusal(api.other().post("chat", {"video_nos": [number], "prompt": PROMPT})) == NOT_FOUND
    assert sessions(api.other()) == []
    foreign = api.other().parsed(BOATS)
    assert ask(api.other(), foreign, session_id=mine)["session_id"] != mine
    assert len(messages(api, mine)) == 2


def test_both_paths_go_on_with_one_session(api: Caller) -> None:
    number = api.parsed(BOATS)
    first = ask(api.legacy(), number)
    assert set(first) == {"role", "content", "thinkings", "session_id", "refs"}
    ask(api, number, session_id=first["session_id"])
    assert len(messages(api, first["session_id"])) == 4


def test_sloppy_requests_are_understood(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    raw = b'{"video_nos": ["%s"], "prompt": "When do the boats come in?"}' % number.encode()
    form = {"video_nos": number, "prompt": PROMPT}
    meant = ask(v1, number)["content"]
    for options in (
        {"data": raw, "headers": {"Content-Type": "text/plain"}},
        {"data": raw},
        {"data": form},
        {"files": {name: (None, value) for name, value in form.items()}},
        {"json": {"video_nos": [number], "prompt": PROMPT, "unique_id": None, "stream": False}},
        {"json": {"video_nos": [number], "prompt": PROMPT}, "headers": {"Accept": "*/*"}},
    ):
        assert data(v1.send("POST", "chat", **options))["content"] == meant


NONSENSE: tuple[tuple[Any, str], ...] = (
    ({"video_nos": None}, "0001"),
    ({"video_nos": []}, "0001"),
    ({"video_nos": ""}, "0001"),
    ({"video_nos": "NUMBER"}, "0003"),
    ({"video_nos": {"0": "NUMBER"}}, "0003"),
    ({"video_nos": ["NUMBER", ""]}, "0003"),
    ({"video_nos": ["NUMBER", None]}, "0003"),
    ({"video_nos": [["NUMBER"]]}, "0003"),
    ({"video_nos": ["NUMBER", "VI1"]}, "0001"),
    ({"video_nos": [1]}, "0001"),
    ({"video_nos": ["NUMBER"] * 101}, "0001"),
    ({"prompt": None}, "0001"),
    ({"prompt": ""}, "0001"),
    ({"prompt": "\n \t"}, "0001"),
    ({"prompt": ["What?"]}, "0003"),
    ({"prompt": {"text": "What?"}}, "0003"),
    ({"session_id": ["123"]}, "0003"),
    ({"session_id": {"id": 123}}, "0003"),
    ({"unique_id": ["default"]}, "0003"),
)


def test_nonsense_is_refused_and_opens_no_session(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    body = {"video_nos": [number], "prompt": PROMPT, "session_id": "talk"}
    for changed, code in NONSENSE:
        sent = json.dumps({**body, **changed}).replace("NUMBER", number)
        assert (sent, refusal(v1.send("POST", "chat", data=sent))[0]) == (sent, code)
    assert sessions(v1) == []


def test_what_lacks_is_named(api: Caller) -> None:
    number = api.parsed(BOATS)
    no_videos = ("0001", "The video_nos parameter cannot be empty!")
    assert refusal(api.post("chat", {"prompt": PROMPT})) == no_videos
    assert refusal(api.post("chat", {"videoNos": [number], "prompt": PROMPT})) == no_videos
    no_prompt = ("0001", "The prompt parameter cannot be empty!")
    assert refusal(api.post("chat", {"video_nos": [number]})) == no_prompt
    for body in ([number], PROMPT, 7):
        assert refusal(api.post("chat", body))[0] == "0003"


def test_videos_that_are_not_ready_are_named(api: Caller) -> None:
    ready = api.parsed(BOATS)
    failed = api.post("upload", files={"file": ("notes.txt", b"no film")})
    broken = data(failed)["videoNo"]
    api.advance(seconds=60)
    waiting = api.add(MARKET)

    body = {"video_nos": [ready, waiting, broken], "prompt": PROMPT, "session_id": "talk"}
    code, message = refusal(api.post("chat", body))

    assert code == "0001"
    words, _, named = message.partition(": ")
    assert words == "Video is not parsed"
    assert set(named.split(", ")) == {waiting, broken}
    assert sessions(api) == []
    api.advance(seconds=60)
    assert ask(api, ready, waiting)["content"]


@pytest.mark.parametrize("cut", [cut_short, cut_short_in_chunks])
def test_a_question_that_is_cut_short_is_not_answered(port: Caller, cut: Cut) -> None:
    number = port.parsed(BOATS)
    body = b'{"video_nos": ["%s"], "prompt": "Hello"}' % number.encode()
    assert refusal(cut(port, "chat", body))[0] == "0003"
    assert refusal(cut(port, "chat", body[:-9]))[0] == "0003"
    assert sessions(port) == []


@pytest.mark.parametrize(
    ("way", "in_whole", "in_thinkings"),
    [("both", True, True), ("thinkings", False, True), ("none", False, False)],
)
def test_dialect_chat_refs(way: str, in_whole: bool, in_thinkings: bool) -> None:
    with fake_with(dialect={"chat_refs": way}) as caller:
        answer = ask(caller, caller.parsed(BOATS))
        assert ("refs" in answer) is in_whole
        assert ("refs" in answer["thinkings"][-1]) is in_thinkings


@pytest.mark.parametrize("line", ["v1", "video"])
def test_dialect_chat_accept(line: str) -> None:
    for way in ("stream", "json"):
        with fake_with(dialect={"chat_accept": way}) as caller:
            spoken = caller if line == "v1" else caller.legacy()
            body = {"video_nos": [caller.parsed(BOATS)], "prompt": PROMPT}
            headers = {"Accept": "text/event-stream"}
            answer = spoken.post("chat", body, headers=headers, stream=True)
            if way == "json":
                assert data(answer)["role"] == "ASSISTANT"
            else:
                events = told(answer)
                assert content(events) == messages(caller, sessions(caller)[0])[1]["content"]
                assert events[-1] == DONE


def test_chat_itself_streams_frame_by_frame_when_asked_to(api: Caller) -> None:
    body = {"video_nos": [api.parsed(BOATS)], "prompt": PROMPT}
    headers = {"Accept": "text/event-stream, application/json"}
    with api.post("chat", body, headers=headers, stream=True) as answer:
        assert "Content-Length" not in answer.headers
        assert len(frames(answer)) > 3
