"""scraper_tag_public: TikTok posts with a hashtag join the public library."""

from __future__ import annotations

from calling import Caller, data, refusal
from calls import videos
from importing import imported


def test_everyone_can_then_ask_about_that_hashtag(api: Caller) -> None:
    found = imported(api, "scraper_tag_public", hash_tags=["ropework"], scraper_cnt=3)
    assert len({each["video_no"] for each in found}) == 3
    assert all(each["video_no"].startswith("PI-") for each in found)
    assert videos(api) == []
    asked = {"prompt": "What is said about #ropework?", "type": "TIKTOK"}
    refs = data(api.other().post("marketer_chat", asked))["refs"]
    assert {ref["video"]["video_no"] for ref in refs} <= {each["video_no"] for each in found}


def test_a_second_import_finds_the_same_posts(v1: Caller) -> None:
    found = imported(v1, "scraper_tag_public", hash_tags=["ropework"])
    assert imported(v1.other(), "scraper_tag_public", hash_tags=["ropework"]) == found


def test_posts_of_the_public_library_are_the_posts_themselves(v1: Caller) -> None:
    (post,) = imported(v1, "scraper_tag_public", hash_tags=["zerowaste"], scraper_cnt=1)
    detail = data(v1.get("get_public_video_detail", video_no=post["video_no"]))
    assert detail["blogger_id"] == "odile_stirs_it"


def test_nonsense_is_refused(v1: Caller) -> None:
    for body, code in (
        ({}, "0001"),
        ({"hash_tags": "ropework"}, "0003"),
        ({"hash_tags": ["a"], "scraper_cnt": 0}, "0001"),
    ):
        assert (body, refusal(v1.post("scraper_tag_public", body))[0]) == (body, code)
