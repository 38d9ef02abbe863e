"""scraper_tag: TikTok posts with a hashtag become videos of the namespace."""

from __future__ import annotations

from calling import Caller, refusal
from calls import videos
from importing import imported


def test_two_posts_are_brought_unless_told_otherwise(api: Caller) -> None:
    found = imported(api, "scraper_tag", hash_tags=["harbourlife"])
    assert len(found) == len(videos(api)) == 2
    assert all("#harbourlife" in each["video_name"] for each in found)
    assert all(each["video_url"].startswith("https://www.tiktok.com/") for each in found)
    assert {each["status"] for each in found} == {"PARSE"}


def test_posts_of_the_public_library_come_first(v1: Caller) -> None:
    (post,) = imported(v1, "scraper_tag", hash_tags=["zerowaste"], scraper_cnt=1)
    assert post["video_name"].startswith("Stop throwing away stale bread!!")


def test_several_hashtags_take_turns(v1: Caller) -> None:
    found = imported(v1, "scraper_tag", hash_tags=["ropework", "tidepools"], scraper_cnt=5)
    tags = ["ropework" if "#ropework" in each["video_name"] else "tidepools" for each in found]
    assert tags == ["ropework", "tidepools"] * 2 + ["ropework"]


def test_a_hashtag_is_one_however_it_is_written(v1: Caller) -> None:
    plain = imported(v1, "scraper_tag", hash_tags=["Harbour Life"])
    assert imported(v1, "scraper_tag", hash_tags=["#harbourlife", "HARBOURLIFE"]) == plain


def test_namespaces_and_accounts_keep_apart(api: Caller) -> None:
    imported(api, "scraper_tag", hash_tags=["ropework"], unique_id="trips")
    assert videos(api) == videos(api.other(), unique_id="trips") == []
    assert len(videos(api, unique_id="trips")) == 2


def test_nonsense_is_refused_and_nothing_is_begun(v1: Caller) -> None:
    for body, code in (
        ({}, "0001"),
        ({"hash_tags": []}, "0001"),
        ({"hash_tags": "ropework"}, "0003"),
        ({"hash_tags": [" "]}, "0003"),
        ({"hash_tags": ["#"]}, "0001"),
        ({"hash_tags": ["a"] * 51}, "0001"),
        ({"hash_tags": ["a"], "scraper_cnt": 0}, "0001"),
        ({"hash_tags": ["a"], "scraper_cnt": 1000}, "0001"),
        ({"hash_tags": ["a"], "callback": "x" * 300}, "0001"),
    ):
        assert (body, refusal(v1.post("scraper_tag", body))[0]) == (body, code)
    v1.advance(seconds=60)
    assert videos(v1) == []
