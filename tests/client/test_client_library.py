"""Listing, deleting and fetching videos, and waiting for them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import responses
from client_answers import client, failure, listing, success, url, video

from memories_client import BadAnswer, NotFound, StreamCut, VideoFailed, WaitTimedOut


def _asked(sent: Any) -> list[Any]:
    return [json.loads(call.request.body) for call in sent.calls]


@responses.activate
def test_a_listed_video_has_numbers_and_a_time_in_place_of_texts() -> None:
    responses.post(url("list_videos"), json=listing(video("VI7"), total=25))
    page = client().list_videos()
    (found,) = page
    assert (page.page, page.size, page.total) == (1, 200, 25)
    assert (found.video_no, found.video_name) == ("VI7", "harbour at dawn")
    assert (found.duration_seconds, found.size_bytes, found.cause) == (42.0, 1048576, None)
    assert found.created_at == datetime(2025, 10, 12, 9, 41, 4, 507000, tzinfo=UTC)
    assert found.raw["create_time"] == "1760262064507"


@responses.activate
def test_missing_strange_and_unknown_values_do_no_harm() -> None:
    odd = {"videoNo": "VI8", "status": "FAIL", "cause": "Indexing failed. ", "mood": "blue"}
    worse = {"video_no": "VI9", "create_time": "1e300", "duration": "NaN", "size": None}
    responses.post(url("list_videos"), json=listing(odd, worse))
    failed, strange = client().list_videos()
    assert (failed.video_no, failed.is_failed, failed.cause) == ("VI8", True, "Indexing failed.")
    assert failed.raw["mood"] == "blue"
    assert (strange.created_at, strange.duration_seconds, strange.size_bytes) == (None, None, None)


@responses.activate
def test_filters_are_sent_only_when_given() -> None:
    sent = responses.post(url("list_videos"), json=listing())
    client().list_videos()
    client(unique_id="u").list_videos(2, size=5, status="PARSE")
    assert _asked(sent) == [
        {"page": 1},
        {"page": 2, "size": 5, "status": "PARSE", "unique_id": "u"},
    ]


@responses.activate
def test_iterating_goes_through_the_pages_and_gives_each_video_once() -> None:
    sent = responses.post(url("list_videos"), json=listing(video("VI3"), video("VI2"), total=3))
    responses.post(url("list_videos"), json=listing(video("VI2"), video("VI1"), page=2, total=3))
    assert [found.video_no for found in client().iter_videos()] == ["VI3", "VI2", "VI1"]
    assert sent.call_count == 1


@responses.activate
def test_iterating_ends_even_if_every_page_is_the_same() -> None:
    sent = responses.post(url("list_videos"), json=listing(video("VI1"), total=900))
    assert len(list(client().iter_videos())) == 1
    assert sent.call_count == 2


@responses.activate
def test_deleting_sends_a_bare_list_a_hundred_at_a_time() -> None:
    sent = responses.post(url("delete_videos"), json=success(None))
    numbers = [f"VI{number}" for number in range(201)]
    client(unique_id="u").delete_videos(numbers)
    assert [len(body) for body in _asked(sent)] == [100, 100, 1]
    assert [number for body in _asked(sent) for number in body] == numbers
    assert sent.calls[0].request.params == {"unique_id": "u"}


@responses.activate
def test_deleting_one_or_none_needs_no_list_of_many() -> None:
    sent = responses.post(url("delete_videos"), json=success(None))
    client().delete_videos("VI1")
    client().delete_videos([])
    assert _asked(sent) == [["VI1"]]


BYTES = {"content_type": "application/octet-stream"}


@responses.activate
def test_a_download_lands_in_the_file_it_is_sent_to(tmp_path: Path) -> None:
    film = bytes(range(256)) * 1000
    sent = responses.post(url("download"), body=film, **BYTES)
    assert client().download("VI1", tmp_path / "film.mov") == tmp_path / "film.mov"
    assert client().download("VI1", tmp_path) == tmp_path / "VI1.mp4"
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {film}
    assert _asked(sent)[0] == {"video_no": "VI1"}


@responses.activate
def test_a_download_that_is_refused_leaves_the_file_alone(tmp_path: Path) -> None:
    target = tmp_path / "film.mp4"
    target.write_bytes(b"the old one")
    responses.post(url("download"), json=failure("0001", "video not found"))
    with pytest.raises(NotFound):
        client().download("VI1", target)
    responses.replace(responses.POST, url("download"), json=success(None))
    with pytest.raises(BadAnswer):
        client().download("VI1", target)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"the old one"]


@responses.activate
def test_a_download_that_breaks_off_leaves_the_file_alone(tmp_path: Path) -> None:
    target = tmp_path / "film.mp4"
    target.write_bytes(b"the old one")
    responses.post(url("download"), body=b"half", headers={"Content-Length": "8"}, **BYTES)
    with pytest.raises(StreamCut):
        client().download("VI1", target)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"the old one"]


@responses.activate
def test_waiting_looks_again_until_the_video_is_ready() -> None:
    pauses: list[float] = []
    for status in ("UNPARSE", "UNPARSE", "PARSE"):
        responses.post(url("list_videos"), json=listing(video("VI1", status=status)))
    assert client(pauses).wait_until_parsed("VI1", poll_seconds=3).is_parsed
    assert pauses == [3, 3]


@responses.activate
def test_waiting_is_not_misled_by_other_videos_in_the_answer() -> None:
    others = [video(f"VI{number}") for number in range(50, 53)]
    responses.post(
        url("list_videos"), json=listing(*others, video("VI1", status="UNPARSE"), total=4)
    )
    responses.post(url("list_videos"), json=listing(*others, video("VI1"), total=4))
    assert client().wait_until_parsed("VI1").video_no == "VI1"


@pytest.mark.parametrize("status", ["FAIL", "FAILED"])
@responses.activate
def test_waiting_for_a_failed_video_tells_the_cause(status: str) -> None:
    broken = video("VI1", status=status, cause="Indexing failed. ")
    responses.post(url("list_videos"), json=listing(broken))
    with pytest.raises(VideoFailed, match=r"Indexing failed.*upload it anew") as caught:
        client().wait_until_parsed("VI1")
    assert caught.value.cause == "Indexing failed."


@responses.activate
def test_waiting_ends_when_its_time_is_up_even_if_sleeping_takes_none() -> None:
    pauses: list[float] = []
    responses.post(url("list_videos"), json=listing(video("VI1", status="UNPARSE")))
    with pytest.raises(WaitTimedOut, match="still UNPARSE after 12 s") as caught:
        client(pauses, now=lambda: 0.0).wait_until_parsed("VI1", timeout_seconds=12)
    assert caught.value.status == "UNPARSE"
    assert pauses == [5, 5, 2]


@responses.activate
def test_time_that_the_calls_take_counts_too() -> None:
    clock = iter(range(0, 1000, 100))
    sent = responses.post(url("list_videos"), json=listing(video("VI1", status="UNPARSE")))
    with pytest.raises(WaitTimedOut):
        client(now=lambda: next(clock)).wait_until_parsed("VI1", timeout_seconds=200)
    assert sent.call_count == 2


@responses.activate
def test_waiting_for_a_number_that_is_nowhere_says_so() -> None:
    responses.post(url("list_videos"), json=listing())
    with pytest.raises(WaitTimedOut, match=r"not listed.*Check the number"):
        client().wait_until_parsed("VI1", timeout_seconds=5)
