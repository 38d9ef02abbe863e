"""scraper_url: posts become videos of the namespace under a task."""

from __future__ import annotations

import re
from typing import Any

import pytest
from calling import Caller, data, refusal
from calls import said, shown, videos
from fakes import fake_with
from importing import BREAD, CLIP, PASTA, PASTA_CAPTION, ROPES, begin, imported, items

TASK = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}_[0-9a-f]{32}"


def test_an_import_is_answered_with_its_task_alone(api: Caller) -> None:
    begun = data(api.post("scraper_url", {"video_urls": [BREAD]}))
    assert set(begun) == {"taskId"}
    assert re.fullmatch(TASK, begun["taskId"])


def test_posts_are_downloaded_then_parsed_and_are_then_like_any_video(api: Caller) -> None:
    task = begin(api, "scraper_url", video_urls=[BREAD, ROPES])
    assert items(api, task) == []
    api.advance(seconds=1)
    first = items(api, task)
    assert [(each["status"], each["duration"]) for each in first] == [("UNPARSE", "0")] * 2

    api.advance(seconds=2)
    found = items(api, task)
    assert [each["status"] for each in found] == ["PARSE", "PARSE"]
    assert [each["video_url"] for each in found] == [BREAD, ROPES]
    number = found[0]["video_no"]
    assert re.fullmatch("VI[0-9]{18}", number)
    assert {video["video_no"] for video in videos(api)} == {each["video_no"] for each in found}
    assert shown(api, number)
    assert said(api, number)
    asked = {"video_nos": [number], "prompt": "What happens?"}
    assert data(api.post("chat", asked))["content"]


def test_a_task_belongs_to_its_namespace_and_says_so(v1: Caller) -> None:
    mine = [begin(v1, "scraper_url", video_urls=[url]) for url in (BREAD, ROPES)]
    elsewhere = begin(v1, "scraper_url", video_urls=[BREAD], unique_id="trips")
    theirs = begin(v1.other(), "scraper_url", video_urls=[BREAD])
    owners = [task.partition("_")[2] for task in (*mine, elsewhere, theirs)]
    assert owners[0] == owners[1]
    assert len(set(owners)) == 3
    assert len({task.partition("_")[0] for task in (*mine, elsewhere, theirs)}) == 4


def test_namespaces_and_accounts_keep_apart(api: Caller) -> None:
    (video,) = imported(api, "scraper_url", video_urls=[BREAD], unique_id="trips")
    assert videos(api) == []
    assert [each["video_no"] for each in videos(api, unique_id="trips")] == [video["video_no"]]
    assert videos(api.other(), unique_id="trips") == []


def test_a_post_is_imported_once_by_whatever_address(v1: Caller) -> None:
    (video,) = imported(v1, "scraper_url", video_urls=[CLIP])
    for url in (
        CLIP,
        f"{CLIP}&t=42s",
        "https://youtu.be/o9vgXOH4ET0?si=x",
        "https://m.youtube.com/shorts/o9vgXOH4ET0",
        "http://youtube.com/embed/o9vgXOH4ET0",
    ):
        assert imported(v1, "scraper_url", video_urls=[url]) == [video]
    again = imported(v1, "scraper_url", video_urls=[CLIP, "https://youtu.be/o9vgXOH4ET0"])
    assert again == [video]
    assert len(videos(v1)) == 1


def test_what_is_there_already_is_parsed_as_soon_as_it_is_downloaded(v1: Caller) -> None:
    imported(v1, "scraper_url", video_urls=[BREAD])
    task = begin(v1, "scraper_url", video_urls=[BREAD, ROPES])
    assert items(v1, task) == []
    v1.advance(seconds=1)
    assert [each["status"] for each in items(v1, task)] == ["PARSE", "UNPARSE"]


def test_the_same_address_tells_the_same_story_to_everyone(v1: Caller) -> None:
    (mine,) = imported(v1, "scraper_url", video_urls=[BREAD])
    (theirs,) = imported(v1.other(), "scraper_url", video_urls=[BREAD])
    assert mine["video_no"] != theirs["video_no"]
    assert (mine["video_name"], mine["duration"]) == (theirs["video_name"], theirs["duration"])
    assert shown(v1, mine["video_no"]) == shown(v1.other(), theirs["video_no"])


def test_a_post_of_the_public_library_is_copied(v1: Caller) -> None:
    (video,) = imported(v1, "scraper_url", video_urls=[PASTA])
    assert video["video_name"].startswith(PASTA_CAPTION)
    assert video["duration"] == "43"
    assert video["video_no"].startswith("VI")
    found = data(v1.post("search", {"search_param": "tomato pasta", "search_type": "BY_VIDEO"}))
    assert {hit["videoNo"] for hit in found} == {video["video_no"]}


def test_both_lists_of_addresses_count(v1: Caller) -> None:
    body = {"video_urls": [BREAD], "tiktok_post_urls": [ROPES, BREAD]}
    assert [each["video_url"] for each in imported(v1, "scraper_url", **body)] == [BREAD, ROPES]
    (old,) = imported(v1, "scraper_url", tiktok_post_urls=[PASTA])
    assert old["video_url"] == PASTA


def test_they_may_come_in_the_query(v1: Caller) -> None:
    asked = v1.post("scraper_url", {}, params={"video_urls": [BREAD, ROPES], "quality": "720"})
    v1.advance(seconds=60)
    assert len(items(v1, data(asked)["taskId"])) == 2


def test_quality_is_number_or_text_and_tells_in_the_picture_of_a_youtube_film(v1: Caller) -> None:
    lines = {}
    for quality in (480, "1080", 2160.0, None):
        space = str(quality)
        body = {"video_urls": [CLIP], "quality": quality, "unique_id": space}
        (video,) = imported(v1, "scraper_url", **body)
        known = data(v1.get("get_metadata", video_no=video["video_no"], unique_id=space))
        lines[quality] = known["height"]
    assert lines == {480: 480, "1080": 1080, 2160.0: 1080, None: 720}


def test_it_goes_where_it_is_sent(v1: Caller) -> None:
    folder = data(v1.post("folders/create", {"name": "posts"}))["folder_id"]
    (video,) = imported(v1, "scraper_url", video_urls=[BREAD], folder_id=folder)
    (listed,) = data(v1.post("list_videos", {"folder_id": folder}))["videos"]
    assert listed["video_no"] == video["video_no"]


MANY = [f"https://www.tiktok.com/@a/video/{n}" for n in range(51)]
NONSENSE: tuple[tuple[Any, str], ...] = (
    ({}, "0001"),
    (None, "0001"),
    ({"video_urls": []}, "0001"),
    ({"video_urls": None, "tiktok_post_urls": []}, "0001"),
    ({"video_urls": MANY}, "0001"),
    ({"video_urls": MANY[:26], "tiktok_post_urls": MANY[26:]}, "0001"),
    ({"video_urls": [BREAD, CLIP]}, "0001"),
    ({"video_urls": ["https://films.example/a.mp4"]}, "0001"),
    ({"video_urls": ["https://nottiktok.com/@a/video/1"]}, "0001"),
    ({"video_urls": ["https://tiktok.com.example/@a/video/1"]}, "0001"),
    ({"video_urls": ["https://www.tiktok.com/"]}, "0001"),
    ({"video_urls": ["www.tiktok.com/@a/video/1"]}, "0001"),
    ({"video_urls": ["https://[half/video/1"]}, "0001"),
    ({"video_urls": BREAD}, "0003"),
    ({"video_urls": [""]}, "0003"),
    ({"video_urls": [{"url": BREAD}]}, "0003"),
    ({"video_urls": [BREAD], "quality": 500}, "0003"),
    ({"video_urls": [BREAD], "quality": "720p"}, "0003"),
    ({"video_urls": [BREAD], "callback_url": "https://a.example/" + "x" * 300}, "0001"),
    ({"video_urls": [BREAD], "folder_id": 7}, "0001"),
    ({"video_urls": [BREAD], "folder_id": -2}, "0001"),
    ([BREAD], "0003"),
)


def test_nonsense_is_refused_and_nothing_is_begun(v1: Caller) -> None:
    for body, code in NONSENSE:
        assert (body, refusal(v1.post("scraper_url", body))[0]) == (body, code)
    v1.advance(seconds=60)
    assert videos(v1) == []


def test_refusals_name_what_is_wrong(v1: Caller) -> None:
    _, message = refusal(v1.post("scraper_url", {"video_urls": [BREAD, CLIP]}))
    assert "video_urls" in message
    assert "one platform" in message
    _, message = refusal(v1.post("scraper_url", {"video_urls": ["https://films.example/a.mp4"]}))
    assert "https://films.example/a.mp4" in message


def test_a_download_takes_as_long_as_was_chosen() -> None:
    with fake_with(parse_seconds=2, import_seconds=30) as caller:
        task = begin(caller, "scraper_url", video_urls=[BREAD])
        caller.advance(seconds=25)
        assert items(caller, task) == []
        assert videos(caller) == []
        caller.advance(seconds=3)
        assert items(caller, task)[0]["status"] == "UNPARSE"
        caller.advance(seconds=2)
        assert items(caller, task)[0]["status"] == "PARSE"


@pytest.mark.parametrize(("choice", "length"), [("long", 69), ("bare", 36)])
def test_dialect_task_id(choice: str, length: int) -> None:
    with fake_with(dialect={"task_id": choice}) as caller:
        task = begin(caller, "scraper_url", video_urls=[BREAD])
        assert len(task) == length
        caller.advance(seconds=60)
        assert len(items(caller, task)) == 1
