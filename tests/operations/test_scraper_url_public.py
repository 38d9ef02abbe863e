"""scraper_url_public: posts join the public library, for good and for everyone."""

from __future__ import annotations

import re

from calling import Caller, data, refusal
from calls import videos
from importing import BREAD, CLIP, PASTA, ROPES, begin, imported, items


def test_a_public_import_makes_a_post_that_everyone_sees(api: Caller) -> None:
    task = begin(api, "scraper_url_public", video_urls=[BREAD])
    assert items(api, task) == []
    api.advance(seconds=1)
    assert items(api, task)[0]["status"] == "UNPARSE"
    api.advance(seconds=60)

    (post,) = items(api, task)

    assert post["status"] == "PARSE"
    assert re.fullmatch("PI-[0-9]{18}", post["video_no"])
    assert post["video_url"] == "https://www.tiktok.com/player/v1/7400000000000000001"
    assert videos(api) == []
    for caller in (api, api.other()):
        detail = data(caller.get("get_public_video_detail", video_no=post["video_no"]))
        assert detail["video_name"] == post["video_name"]
        assert detail["blogger_id"] == "harbour_hands"
        assert int(detail["view_count"]) > int(detail["like_count"]) > 0


def test_a_post_has_one_number_whoever_imports_it(v1: Caller) -> None:
    (mine,) = imported(v1, "scraper_url_public", video_urls=[CLIP])
    (again,) = imported(v1, "scraper_url_public", video_urls=["https://youtu.be/o9vgXOH4ET0"])
    (theirs,) = imported(v1.other(), "scraper_url_public", video_urls=[CLIP])
    assert mine == again == theirs
    both = {"search_param": mine["video_name"], "search_type": "BY_VIDEO", "type": "YOUTUBE"}
    hits = data(v1.post("search_public", both))
    assert sum(hit["videoNo"] == mine["video_no"] for hit in hits) >= 1


def test_a_post_that_is_there_from_the_beginning_is_that_post(v1: Caller) -> None:
    task = begin(v1, "scraper_url_public", video_urls=[PASTA, BREAD])
    v1.advance(seconds=1)
    known, new = items(v1, task)
    assert (known["status"], known["duration"]) == ("PARSE", "43")
    assert new["status"] == "UNPARSE"
    detail = data(v1.get("get_public_video_detail", video_no=known["video_no"]))
    assert detail["blogger_id"] == "odile_stirs_it"


def test_what_is_public_stays(v1: Caller) -> None:
    (post,) = imported(v1, "scraper_url_public", video_urls=[BREAD])
    v1.post("delete_videos", [post["video_no"]])
    v1.fake.reset(v1.key)
    number = post["video_no"]
    assert data(v1.get("get_public_video_detail", video_no=number))["video_no"] == number


def test_a_reset_of_everything_takes_it_out_again(v1: Caller) -> None:
    (post,) = imported(v1, "scraper_url_public", video_urls=[BREAD])
    v1.fake.reset()
    assert refusal(v1.get("get_public_video_detail", video_no=post["video_no"]))[0] == "0001"
    (again,) = imported(v1, "scraper_url_public", video_urls=[BREAD])
    assert again["video_no"] == post["video_no"]


def test_a_private_import_of_a_public_post_tells_the_same(v1: Caller) -> None:
    (public,) = imported(v1, "scraper_url_public", video_urls=[BREAD])
    (private,) = imported(v1, "scraper_url", video_urls=[BREAD])
    assert private["video_no"].startswith("VI")
    for key in ("video_name", "duration"):
        assert private[key] == public[key]


def test_nonsense_is_refused_and_nothing_is_begun(v1: Caller) -> None:
    for body, code in (
        ({}, "0001"),
        ({"video_urls": [BREAD, CLIP]}, "0001"),
        ({"video_urls": [ROPES] * 51}, "0001"),
        ({"video_urls": ["https://films.example/a.mp4"]}, "0001"),
        ({"video_urls": BREAD}, "0003"),
        ({"video_urls": [BREAD], "callback": "x" * 300}, "0001"),
    ):
        assert (body, refusal(v1.post("scraper_url_public", body))[0]) == (body, code)
