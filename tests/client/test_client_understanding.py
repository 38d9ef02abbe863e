"""Search, transcripts and summaries, with the wire's quirks healed."""

from __future__ import annotations

import json
from typing import Any

import pytest
import responses
from client_answers import client, success, url

from memories_client import BadAnswer


@responses.activate
def test_a_hit_without_times_has_none_and_one_with_them_has_numbers() -> None:
    plain = {"videoNo": "VI1", "videoName": "pier", "startTime": "null", "endTime": "null"}
    full = {
        "video_no": "VI2",
        "startTime": "13",
        "endTime": "18",
        "score": 0.52,
        "audio_ts": " Oh.",
    }
    sent = responses.post(url("search"), json=success([plain, full | {"audio_ts": " Oh."}]))
    first, second = client().search("boats", "BY_AUDIO", top_k=2, video_nos="VI2")
    assert (first.video_no, first.video_name) == ("VI1", "pier")
    assert (first.start_seconds, first.end_seconds, first.score) == (None, None, None)
    assert (second.video_no, second.start_seconds, second.end_seconds) == ("VI2", 13.0, 18.0)
    assert (second.score, second.text) == (0.52, "Oh.")
    assert json.loads(sent.calls[0].request.body) == {
        "search_param": "boats",
        "search_type": "BY_AUDIO",
        "top_k": 2,
        "video_nos": ["VI2"],
    }


@responses.activate
def test_nothing_found_is_an_empty_list_whatever_it_is_called() -> None:
    nothings: list[Any] = [None, [], {"item": []}]
    for nothing in nothings:
        responses.post(url("search"), json=success(nothing))
    assert [client().search("boats") for _ in range(3)] == [[], [], []]


@responses.activate
def test_images_come_in_a_page_and_leave_as_hits() -> None:
    page = {"item": [{"id": 619915496901337088, "name": "gull"}], "current_page": 0}
    responses.post(url("search"), json=success(page))
    (hit,) = client().search("birds", "BY_IMAGE")
    assert (hit.video_no, hit.video_name) == ("619915496901337088", "gull")


@responses.activate
def test_a_transcript_has_its_segments_as_numbers_and_texts() -> None:
    row = {"index": 0, "content": " Mind the step.", "startTime": "3", "endTime": "5"}
    sent = responses.get(
        url("get_video_transcription"),
        json=success({"videoNo": "VI1", "transcriptions": [row]}),
    )
    transcript = client(unique_id="u").get_video_transcription("VI1")
    (segment,) = transcript.segments
    assert transcript.available
    assert (segment.index, segment.start_seconds, segment.end_seconds) == (0, 3.0, 5.0)
    assert segment.text == " Mind the step."
    assert sent.calls[0].request.params == {"video_no": "VI1", "unique_id": "u"}


@responses.activate
def test_a_film_without_speech_has_no_transcript_and_that_is_no_error() -> None:
    responses.get(url("get_audio_transcription"), json=success(None))
    transcript = client().get_audio_transcription("VI1")
    assert (transcript.video_no, transcript.available, transcript.segments) == ("VI1", False, ())


@responses.activate
def test_topics_have_no_start_and_chapters_do() -> None:
    topics = {
        "summary": "A day at the pier.",
        "items": [{"title": "Fog", "description": "• It lifts."}],
        "totalInput": "13773",
        "totalOutput": "554",
    }
    chapters = {"summary": "", "items": [{"title": "Fog", "description": "-", "start": "0"}]}
    sent = responses.get(url("generate_summary"), json=success(topics))
    by_topic = client().generate_summary("VI1")
    responses.replace(responses.GET, url("generate_summary"), json=success(chapters))
    by_chapter = client().generate_summary("VI1", "CHAPTER")
    assert by_topic.summary == "A day at the pier."
    assert (by_topic.input_tokens, by_topic.output_tokens) == (13773, 554)
    assert [part.start_seconds for part in by_topic.parts + by_chapter.parts] == [None, 0.0]
    assert by_chapter.input_tokens is None
    assert sent.calls[0].request.params == {"video_no": "VI1", "type": "TOPIC"}


@responses.activate
def test_a_summary_that_is_null_is_a_bad_answer() -> None:
    responses.get(url("generate_summary"), json=success(None))
    with pytest.raises(BadAnswer):
        client().generate_summary("VI1")
