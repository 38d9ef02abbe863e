"""scraper: a creator's latest posts become videos of the namespace."""

from __future__ import annotations

import pytest
from calling import Caller, data, refusal
from calls import videos
from fakes import fake_with
from importing import begin, imported, items

SOMEBODY = "https://www.tiktok.com/@harbour_hands"
ODILE = "https://www.tiktok.com/@odile_stirs_it"  # has ten posts in the built-in library


def test_four_posts_are_brought_unless_told_otherwise(api: Caller) -> None:
    found = imported(api, "scraper", username=SOMEBODY)
    assert len(found) == len(videos(api)) == 4
    assert len({each["video_url"] for each in found}) == 4
    assert {each["status"] for each in found} == {"PARSE"}
    assert all(each["video_no"].startswith("VI") for each in found)


def test_a_creator_that_the_public_library_has_brings_those_posts_latest_first(v1: Caller) -> None:
    names = [each["video_name"] for each in imported(v1, "scraper", username=ODILE, scraper_cnt=2)]
    assert names[0] == "Kimchi from one cabbage, the lazy way"
    assert names[1].startswith("Street market breakfast")


def test_more_than_there_are_is_filled_up(v1: Caller) -> None:
    found = imported(v1, "scraper", username=ODILE, scraper_cnt=13)
    assert len({each["video_url"] for each in found}) == 13


def test_a_hundred_posts_may_be_asked_for(v1: Caller) -> None:
    assert len(imported(v1, "scraper", username=SOMEBODY, scraper_cnt=100)) == 100


def test_asking_for_more_brings_only_what_is_missing(v1: Caller) -> None:
    few = imported(v1, "scraper", username=SOMEBODY, scraper_cnt=2)
    more = imported(v1, "scraper", username=f"{SOMEBODY}/", scraper_cnt="3")
    assert more[:2] == few
    assert len(videos(v1)) == 3


def test_profiles_of_each_platform_are_known(v1: Caller) -> None:
    names = [
        {each["video_name"] for each in imported(v1, "scraper", username=profile, scraper_cnt=1)}
        for profile in (
            "https://www.youtube.com/@harbourhands",
            "https://www.youtube.com/channel/UCharbour/videos",
            "https://www.instagram.com/harbour.hands/",
        )
    ]
    assert len(set.union(*names)) == 3


def test_namespaces_and_accounts_keep_apart(api: Caller) -> None:
    imported(api, "scraper", username=SOMEBODY, unique_id="trips")
    assert videos(api) == videos(api.other(), unique_id="trips") == []
    assert len(videos(api, unique_id="trips")) == 4


def test_nonsense_is_refused_and_nothing_is_begun(v1: Caller) -> None:
    for body, code in (
        ({}, "0001"),
        ({"username": ""}, "0001"),
        ({"username": "harbour_hands"}, "0001"),
        ({"username": "https://www.tiktok.com/"}, "0001"),
        ({"username": "https://www.tiktok.com/@"}, "0001"),
        ({"username": "https://www.youtube.com/channel/"}, "0001"),
        ({"username": "https://films.example/@harbour_hands"}, "0001"),
        ({"username": [SOMEBODY]}, "0003"),
        ({"username": SOMEBODY, "scraper_cnt": 0}, "0001"),
        ({"username": SOMEBODY, "scraper_cnt": -1}, "0001"),
        ({"username": SOMEBODY, "scraper_cnt": 101}, "0001"),
        ({"username": SOMEBODY, "scraper_cnt": 1.5}, "0003"),
        ({"username": SOMEBODY, "scraper_cnt": "many"}, "0003"),
        ({"username": SOMEBODY, "folder_id": 7}, "0001"),
    ):
        assert (body, refusal(v1.post("scraper", body))[0]) == (body, code)
    v1.advance(seconds=60)
    assert videos(v1) == []


@pytest.mark.parametrize(("choice", "count"), [("all", 4), ("tiktok", 0)])
def test_dialect_creator_imports(choice: str, count: int) -> None:
    with fake_with(dialect={"creator_imports": choice}) as caller:
        task = begin(caller, "scraper", username="https://www.instagram.com/harbour.hands")
        caller.advance(hours=1)
        assert len(items(caller, task)) == count
        assert data(caller.post("list_videos", {}))["total_count"] == str(count)
        assert len(imported(caller, "scraper", username=SOMEBODY)) == 4
