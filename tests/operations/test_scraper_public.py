"""scraper_public: a creator's latest posts join the public library."""

from __future__ import annotations

from calling import Caller, data, refusal
from calls import videos
from fakes import fake_with
from importing import begin, imported, items

SOMEBODY = "https://www.instagram.com/harbour.hands/"
ODILE = "https://www.tiktok.com/@odile_stirs_it"


def test_everyone_can_then_ask_about_that_creator(api: Caller) -> None:
    found = imported(api, "scraper_public", username=SOMEBODY, scraper_cnt=3)
    assert len({each["video_no"] for each in found}) == 3
    assert videos(api) == []
    for each in found:
        detail = data(api.other().get("get_public_video_detail", video_no=each["video_no"]))
        assert detail["blogger_id"] == "harbour.hands"
    asked = {"prompt": "What does @harbour.hands post?", "type": "INSTAGRAM"}
    refs = data(api.other().post("marketer_chat", asked))["refs"]
    assert {ref["video"]["video_no"] for ref in refs} <= {each["video_no"] for each in found}


def test_posts_of_the_built_in_library_are_the_posts_themselves(v1: Caller) -> None:
    found = imported(v1, "scraper_public", username=ODILE)
    assert len(found) == 4
    again = imported(v1.other(), "scraper_public", username=ODILE, scraper_cnt=2)
    assert again == found[:2]
    detail = data(v1.get("get_public_video_detail", video_no=found[0]["video_no"]))
    assert detail["video_name"] == "Kimchi from one cabbage, the lazy way"


def test_what_never_arrives_leaves_an_empty_task() -> None:
    with fake_with(dialect={"creator_imports": "tiktok"}) as caller:
        task = begin(caller, "scraper_public", username=SOMEBODY)
        caller.advance(hours=1)
        assert items(caller, task) == []


def test_nonsense_is_refused(v1: Caller) -> None:
    for body, code in (
        ({}, "0001"),
        ({"username": "https://films.example/@a"}, "0001"),
        ({"username": SOMEBODY, "scraper_cnt": 0}, "0001"),
        ({"username": SOMEBODY, "scraper_cnt": "many"}, "0003"),
    ):
        assert (body, refusal(v1.post("scraper_public", body))[0]) == (body, code)
