"""update_video_transcription: what a video shows is told anew, once that has taken its time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import requests
from calling import Caller, data, refusal
from calls import said, shown, videos
from fakes import fake_with
from receiving import receiving

from memories_contracts import Checker, load_catalogue

BOATS = "https://films.example/c/harbour_boats.mp4"
OLD, NEW = "crimson umbrellas", "violet trombones"
UNKNOWN = ("0001", "video not found")


def update(caller: Caller, number: str, prompt: str = NEW, **asked: Any) -> requests.Response:
    body = {"video_no": number, "prompt": prompt, **asked}
    return caller.post("update_video_transcription", body)


def best(caller: Caller, words: str, **asked: Any) -> float:
    """The best score of what is shown for these words; below 0.15 nothing fits."""
    rows = data(caller.post("search", {"search_param": words, "search_type": "BY_VIDEO", **asked}))
    return max((row["score"] for row in rows), default=0.0)


def parsed(caller: Caller, **form: str) -> str:
    return caller.parsed(BOATS, video_transcription_prompt=OLD, **form)


def test_it_is_answered_with_the_number(api: Caller) -> None:
    number = parsed(api)
    assert data(update(api, number)) == {"video_no": number}


def test_the_new_transcript_follows_the_prompt_and_covers_the_same_film(api: Caller) -> None:
    number = parsed(api)
    before, spoken = shown(api, number), said(api, number)

    data(update(api, number))
    api.advance(seconds=60)

    after = shown(api, number)
    assert NEW in str(after)
    assert OLD not in str(after)
    assert [row["index"] for row in after] == list(range(len(after)))
    assert (after[0]["startTime"], after[-1]["endTime"]) == ("0", before[-1]["endTime"])
    assert "harbour boats" in str(after)
    assert said(api, number) == spoken
    caption = data(api.get("get_video_caption", video_no=number))
    assert caption["transcriptions"] == after


def test_until_its_time_has_come_the_old_one_stays(v1: Caller) -> None:
    number = parsed(v1)
    before = shown(v1, number)
    data(update(v1, number))
    v1.advance(seconds=0.5)
    assert shown(v1, number) == before
    v1.advance(seconds=0.4)
    assert shown(v1, number) != before


def test_looking_often_does_not_bring_it_sooner() -> None:
    with fake_with(request_seconds=0.001) as caller:
        number = parsed(caller)
        before = shown(caller, number)
        data(update(caller, number))
        for _ in range(30):
            assert shown(caller, number) == before
        caller.advance(seconds=2)
        assert NEW in str(shown(caller, number))


def test_status_and_all_else_stay_as_they_are(api: Caller) -> None:
    number = parsed(api)
    before = videos(api)
    data(update(api, number))
    assert videos(api) == before
    api.advance(seconds=60)
    assert videos(api) == before


def test_a_search_finds_the_old_words_until_then_and_the_new_ones_after() -> None:
    with fake_with(request_seconds=0.001) as caller:
        number = parsed(caller)
        data(update(caller, number))
        assert (best(caller, OLD) > 0.2, best(caller, NEW) > 0.2) == (True, False)
        caller.advance(seconds=3)
        assert (best(caller, OLD) > 0.2, best(caller, NEW) > 0.2) == (False, True)
        assert best(caller, "harbour boats") > 0.2
        rows = data(caller.post("search", {"search_param": "anything", "top_k": 1000}))
        assert len(rows) == len(shown(caller, number))


def test_a_chat_answers_from_the_new_transcript(v1: Caller) -> None:
    number = parsed(v1)
    data(update(v1, number))
    v1.advance(seconds=60)
    asked = {"video_nos": [number], "prompt": f"Where are the {NEW}?"}
    told = data(v1.post("chat", asked))
    assert NEW in str(told)
    assert OLD not in str(told)


def test_of_several_the_last_one_stays() -> None:
    with fake_with(request_seconds=0.1) as caller:
        number = parsed(caller)
        data(update(caller, number, "green kites"))
        data(update(caller, number, NEW))
        caller.advance(seconds=1.85)
        assert "green kites" in str(shown(caller, number))
        caller.advance(seconds=60)
        assert NEW in str(shown(caller, number))
        assert "green kites" not in str(shown(caller, number))
        assert best(caller, "green kites") < 0.15


def test_equal_prompts_tell_the_same(v1: Caller, film: Path) -> None:
    number = v1.film(film, video_transcription_prompt=OLD)
    before = shown(v1, number)
    data(update(v1, number, OLD))
    v1.advance(seconds=60)
    assert shown(v1, number) == before


def test_what_is_deleted_meanwhile_does_not_come_back(v1: Caller) -> None:
    number = parsed(v1)
    data(update(v1, number))
    data(v1.post("delete_videos", [number]))
    v1.advance(seconds=60)
    assert data(v1.post("search", {"search_param": NEW})) == []
    assert refusal(update(v1, number)) == UNKNOWN


def test_a_video_must_be_parsed_first(api: Caller) -> None:
    number = api.add(BOATS)
    assert refusal(update(api, number)) == ("0001", f"Video is not parsed: {number}")
    api.advance(seconds=60)
    assert NEW not in str(shown(api, number))


def test_a_namespace_and_an_account_have_their_own(api: Caller) -> None:
    number = parsed(api, unique_id="7")
    assert refusal(update(api, number)) == UNKNOWN
    assert refusal(update(api.other(), number, unique_id="7")) == UNKNOWN
    assert data(update(api, number, unique_id="7")) == {"video_no": number}
    api.advance(seconds=60)
    told = data(api.get("get_video_transcription", video_no=number, unique_id="7"))
    assert NEW in str(told)


def test_nonsense_is_refused_and_changes_nothing(v1: Caller) -> None:
    number = parsed(v1)
    before = shown(v1, number)
    for body, code in (
        (None, "0001"),
        ({"video_no": number}, "0001"),
        ({"prompt": NEW}, "0001"),
        ({"video_no": number, "prompt": " "}, "0001"),
        ({"video_no": number, "prompt": {"a": 1}}, "0003"),
        ({"video_no": number, "prompt": NEW, "callback": "x" * 300}, "0001"),
        ({"video_no": [number], "prompt": NEW}, "0003"),
        ([number], "0003"),
    ):
        refused = v1.post("update_video_transcription", body)
        assert (body, refusal(refused)[0]) == (body, code)
    v1.advance(seconds=60)
    assert shown(v1, number) == before


def test_a_callback_is_told_when_the_new_transcript_is_there(api: Caller) -> None:
    number = parsed(api)
    with receiving() as receiver:
        data(update(api, number, callback=receiver.url))
        assert receiver.bodies == []
        api.advance(seconds=60)
        (body,) = receiver.bodies
    contract = load_catalogue()["v1.update_video_transcription"]
    assert Checker().check_callback(contract, "retold", body) == []
    assert (number in body.values(), body["status"]) == (True, "PARSE")


def test_what_is_deleted_meanwhile_is_told_to_nobody(v1: Caller) -> None:
    number = parsed(v1)
    with receiving() as receiver:
        data(update(v1, number, callback=receiver.url))
        data(v1.post("delete_videos", [number]))
        v1.advance(seconds=60)
        assert receiver.bodies == []
