"""upload_url: a video comes in by its address, which is not looked at unless asked for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from calling import Caller, data, refusal
from calls import said, shown, videos
from fakes import fake_with
from sockets import Cut, cut_short, cut_short_in_chunks

BOATS = "https://films.example/c/harbour_boats.mp4"


def test_an_address_is_answered_with_number_name_and_moment(api: Caller) -> None:
    added = data(
        api.post("upload_url", data={"url": "https://films.example/Elephants%20Dream.mp4"})
    )

    (listed,) = videos(api)
    assert re.fullmatch("VI[0-9]{18}", added["videoNo"])
    assert added == {
        "videoNo": listed["video_no"],
        "videoName": "Elephants Dream",
        "videoStatus": "UNPARSE",
        "uploadTime": listed["create_time"],
    }
    assert listed["status"] == "UNPARSE"


def test_it_is_parsed_when_its_time_has_come(api: Caller) -> None:
    number = api.add(BOATS)
    assert data(api.get("get_video_transcription", video_no=number)) is None

    api.advance(seconds=60)

    (video,) = videos(api)
    assert video["status"] == "PARSE"
    assert int(shown(api, number)[-1]["endTime"]) == int(video["duration"]) > 0
    assert said(api, number)


def test_a_video_is_called_like_the_last_part_of_its_address(v1: Caller) -> None:
    for url, name in (
        ("https://films.example/a/b/tram.hevc.mp4?token=1.2&x=/y.mov#t", "tram.hevc"),
        ("https://films.example/%E6%B8%AF%E5%8F%A3.mp4", "港口"),
        ("https://films.example/live/stream.m3u8", "stream"),
        ("https://films.example/watch", "watch"),
        ("https://films.example", "video"),
    ):
        assert data(v1.post("upload_url", data={"url": url}))["videoName"] == name


def test_the_story_follows_from_the_address(v1: Caller) -> None:
    mine, theirs = v1.parsed(BOATS), v1.other().parsed(BOATS)
    elsewhere = v1.parsed("https://elsewhere.example/harbour_boats.mp4")
    assert shown(v1, mine) == shown(v1.other(), theirs) != shown(v1, elsewhere)
    assert said(v1, mine) == said(v1.other(), theirs)


def test_another_seed_tells_another_story() -> None:
    stories = []
    for seed in (1, 1, 2):
        with fake_with(seed=seed) as caller:
            stories.append(shown(caller, caller.parsed(BOATS)))
    assert stories[0] == stories[1] != stories[2]


def test_a_prompt_steers_what_is_seen_and_only_that(v1: Caller) -> None:
    plain = v1.parsed(BOATS)
    steered = v1.parsed(BOATS, video_transcription_prompt="red umbrellas")
    assert "red umbrellas" in str(shown(v1, steered))
    assert "red umbrellas" not in str(shown(v1, plain))
    assert said(v1, plain) == said(v1, steered)


def test_nothing_is_downloaded_so_nothing_can_be_downloaded_again(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    assert refusal(v1.post("download", {"video_no": number})) == ("0001", "video not found")


def test_a_namespace_is_read_wherever_it_stands(api: Caller) -> None:
    numbers = [
        data(answer)["videoNo"]
        for answer in (
            api.post("upload_url", data={"url": BOATS, "unique_id": "7"}),
            api.post("upload_url", {"url": BOATS, "unique_id": 7}),
            api.post("upload_url", {"url": BOATS}, params={"unique_id": "7"}),
            api.post("upload_url", {"url": BOATS, "unique_id": "7"}, params={"unique_id": "8"}),
        )
    ]
    assert videos(api) == []
    assert [video["video_no"] for video in videos(api, unique_id="7")] == numbers[::-1]


def test_another_account_does_not_see_it(api: Caller) -> None:
    number = api.parsed(BOATS)
    assert videos(api.other()) == []
    refused = api.other().get("get_video_transcription", video_no=number)
    assert refusal(refused) == ("0001", "video not found")


def test_both_paths_fill_one_library(api: Caller) -> None:
    added = data(api.legacy().post("upload_url", data={"url": BOATS}))
    assert set(added) == {"videoNo", "videoName", "videoStatus", "uploadTime"}
    assert videos(api)[0]["video_no"] == added["videoNo"]


def test_sloppy_requests_are_understood(api: Caller) -> None:
    plain = {"Content-Type": "text/plain"}
    for options in (
        {"data": {"url": BOATS, "callback": "", "tags": ["a", "b"]}},
        {"json": {"url": BOATS, "callback": None, "tags": ["a"], "latitude": "54.1"}},
        {"files": {"url": (None, BOATS), "unique_id": (None, "default")}},
        {"data": {"video_url": BOATS}},
        {"json": {"video_url": BOATS, "retain_original_video": "true"}},
        {"data": b'{"url": "%s"}' % BOATS.encode(), "headers": plain},
        {"data": b'\n {"url": "%s"} ' % BOATS.encode()},
        {"params": {"url": BOATS}},
    ):
        assert data(api.post("upload_url", **options))["videoName"] == "harbour_boats"
    assert len(videos(api)) == 8


NONSENSE: tuple[tuple[Any, str], ...] = (
    ({}, "0001"),
    ({"url": None}, "0001"),
    ({"url": ""}, "0001"),
    ({"url": "   "}, "0001"),
    ({"url": {"href": BOATS}}, "0003"),
    ({"url": [BOATS]}, "0003"),
    ([BOATS], "0003"),
    (BOATS, "0003"),
    (7, "0003"),
    ({"url": BOATS, "unique_id": ["a"]}, "0003"),
    ({"url": BOATS, "latitude": "north"}, "0003"),
    ({"url": BOATS, "longitude": 181}, "0001"),
    ({"url": BOATS, "datetime_taken": "2025-13"}, "0001"),
    ({"url": BOATS, "camera_model": "x" * 201}, "0001"),
    ({"url": BOATS, "callback": "x" * 300}, "0001"),
    ({"url": BOATS, "tags": "one"}, "0003"),
    ({"url": BOATS, "tags": ["tag"] * 21}, "0001"),
    ({"url": BOATS, "retain_original_video": "perhaps"}, "0003"),
    ({"url": BOATS, "retain_original_video": 2}, "0003"),
)


def test_nonsense_is_refused_and_nothing_is_added(v1: Caller) -> None:
    for body, code in NONSENSE:
        assert (body, refusal(v1.post("upload_url", body))[0]) == (body, code)
    assert videos(v1) == []


def test_an_absent_url_is_named(api: Caller) -> None:
    missing = ("0001", "The url parameter cannot be empty!")
    for options in ({}, {"data": {"link": BOATS}}, {"files": {"file": ("a.mp4", b"film")}}):
        assert refusal(api.post("upload_url", **options)) == missing


def test_an_address_that_cannot_be_taken_apart_is_refused(v1: Caller) -> None:
    assert refusal(v1.post("upload_url", data={"url": "https://[half/film.mp4"}))[0] == "0001"
    assert videos(v1) == []


@pytest.mark.parametrize("cut", [cut_short, cut_short_in_chunks])
def test_a_request_that_is_cut_short_adds_nothing(port: Caller, cut: Cut) -> None:
    form = b"url=https://films.example/harbour_bo"
    assert refusal(cut(port, "upload_url", b'{"url": "https://films.ex'))[0] == "0003"
    assert refusal(cut(port, "upload_url", b'{"url": "https://films.example/a"}'))[0] == "0003"
    assert refusal(cut(port, "upload_url", form, "application/x-www-form-urlencoded"))[0] == "0003"
    assert videos(port) == []
