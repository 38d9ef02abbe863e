"""get_public_video_transcription: what a public post shows, segment by segment."""

from __future__ import annotations

from typing import Any

import posts
import pytest
from calling import Caller, data, refusal
from importing import CLIP, imported
from posts import PLATFORMS, UNKNOWN, number_of


def read(caller: Caller, number: str, **asked: str) -> Any:
    return data(caller.get("get_public_video_transcription", video_no=number, **asked))


def name_of(caller: Caller, number: str) -> str:
    detail = data(caller.get("get_public_video_detail", video_no=number))
    return str(detail["video_name"])


def test_segments_come_in_order_with_times_as_text(api: Caller) -> None:
    number = number_of(api)

    transcript = read(api, number)

    post = posts.of("TIKTOK")[name_of(api, number)]
    assert transcript == {
        "videoNo": number,
        "transcriptions": [
            {
                "index": index,
                "content": passage["text"],
                "startTime": str(passage["start_seconds"]),
                "endTime": str(passage["end_seconds"]),
            }
            for index, passage in enumerate(post["shows"])
        ],
    }


def test_posts_of_every_platform_are_found_by_their_number_alone(v1: Caller) -> None:
    for platform in PLATFORMS:
        number = number_of(v1, platform)
        post = posts.of(platform)[name_of(v1, number)]
        told = [row["content"] for row in read(v1, number)["transcriptions"]]
        assert told == [passage["text"] for passage in post["shows"]]


def test_a_post_that_was_imported_for_everyone_is_read_by_everyone(api: Caller) -> None:
    (video,) = imported(api, "scraper_url_public", video_urls=[CLIP])
    told = read(api, video["video_no"])
    assert told["transcriptions"]
    assert read(api.other(), video["video_no"]) == told


def test_everyone_reads_the_same_in_every_namespace(api: Caller) -> None:
    number = number_of(api)
    assert read(api, number) == read(api.other(), number) == read(api, number, unique_id="team-a")


def test_ones_own_and_the_public_are_read_apart(api: Caller) -> None:
    mine, number = api.parsed(), number_of(api)
    assert refusal(api.get("get_public_video_transcription", video_no=mine)) == UNKNOWN
    assert refusal(api.get("get_video_transcription", video_no=number)) == UNKNOWN
    assert refusal(api.get("get_public_video_transcription", video_no="PI-1")) == UNKNOWN


@pytest.mark.parametrize("asked", [{}, {"video_no": ""}, {"videoNo": "PI-1"}])
def test_a_missing_number_is_named(v1: Caller, asked: dict[str, str]) -> None:
    said = ("0001", "The video_no parameter cannot be empty!")
    assert refusal(v1.get("get_public_video_transcription", **asked)) == said
