"""What the reference client tells of single videos, and their files by the place in storage."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import responses
from client_answers import client, failure, success, url, video

from memories_client import NotFound

PICTURE = {"fps": 30, "width": 1280, "height": 720, "resolution_label": "720P"}


@responses.activate
def test_namespaces_are_a_tuple_of_texts() -> None:
    responses.get(url("list_unique_ids"), json=success({"unique_ids": ["default", "7"]}))
    assert client().list_unique_ids() == ("default", "7")


@responses.activate
def test_metadata_has_the_measures_of_the_picture() -> None:
    sent = responses.get(url("get_metadata"), json=success(video("VI7", **PICTURE)))
    known = client(unique_id="u").get_metadata("VI7")
    assert known is not None
    assert (known.width, known.height, known.resolution_label) == (1280, 720, "720P")
    assert (known.frames_per_second, known.is_parsed) == (30.0, True)
    assert sent.calls[0].request.params == {"video_no": "VI7", "unique_id": "u"}


@responses.activate
def test_metadata_of_nothing_is_none() -> None:
    responses.get(url("get_metadata"), json=success(None))
    assert client().get_metadata("VI1") is None


@responses.activate
def test_details_heal_text_and_null() -> None:
    told = video("VI7", size=None, fps="30", width="1280", height=None, video_url="")
    responses.get(url("get_private_video_details"), json=success(told))
    known = client().get_private_video_details("VI7")
    assert (known.size_bytes, known.frames_per_second, known.width) == (None, 30.0, 1280)
    assert (known.height, known.video_url) == (None, None)


@responses.activate
def test_a_caption_is_a_transcript_with_a_place() -> None:
    row = {"index": 0, "content": "Two boats.", "startTime": "0", "endTime": "4"}
    told = {
        "videoNo": "VI7",
        "transcriptions": [row],
        "createTime": "1757285520000",
        "video_bucket": "mavi-resource",
        "video_blob": "VI7.mp4",
    }
    responses.get(url("get_video_caption"), json=success(told))
    caption = client().get_video_caption("VI7")
    assert [segment.text for segment in caption.segments] == ["Two boats."]
    assert caption.created_at == datetime(2025, 9, 7, 22, 52, tzinfo=UTC)
    assert (caption.bucket, caption.blob) == ("mavi-resource", "VI7.mp4")


@responses.activate
def test_a_caption_that_is_not_there_yet_is_not_available() -> None:
    responses.get(url("get_video_caption"), json=success(None))
    caption = client().get_video_caption("VI7")
    assert (caption.video_no, caption.available, caption.created_at) == ("VI7", False, None)


@responses.activate
def test_an_update_sends_what_is_to_be_looked_for() -> None:
    sent = responses.post(url("update_video_transcription"), json=success({"video_no": "VI7"}))
    client().update_video_transcription("VI7", "boats by colour")
    assert json.loads(sent.calls[0].request.body) == {
        "video_no": "VI7",
        "prompt": "boats by colour",
    }


@responses.activate
def test_a_stored_object_is_saved_under_the_last_part_of_its_name(tmp_path: Path) -> None:
    binary = {"content_type": "application/octet-stream"}
    sent = responses.get(url("download"), body=b"frame", **binary)
    path = client().download_by_blob("mavi-keyframe", "0c5b/keyframe-000013.jpg", tmp_path)
    assert (path.name, path.read_bytes()) == ("keyframe-000013.jpg", b"frame")
    assert sent.calls[0].request.params == {
        "bucket": "mavi-keyframe",
        "blob": "0c5b/keyframe-000013.jpg",
    }


@responses.activate
def test_a_stored_object_that_is_not_there_leaves_no_file(tmp_path: Path) -> None:
    responses.get(url("download"), json=failure("0001", "Resource does not exist"))
    with pytest.raises(NotFound):
        client().download_by_blob("mavi-resource", "VI1.mp4", tmp_path)
    assert list(tmp_path.iterdir()) == []
