"""get_public_video_detail: a post, by whom it is and how it was received."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import posts
import pytest
from calling import Caller, data, refusal
from fakes import fake_kept_in
from importing import CLIP, imported
from posts import PLATFORMS, UNKNOWN, number_of

COUNTS = {
    "like_count": "likes",
    "share_count": "shares",
    "comment_count": "comments",
    "view_count": "views",
    "collect_count": "collects",
}


def test_all_that_is_known_of_a_post_is_text(api: Caller) -> None:
    number = number_of(api)

    detail = data(api.get("get_public_video_detail", video_no=number))

    post = posts.of("TIKTOK")[detail["video_name"]]
    assert detail == {
        "duration": str(post["duration_seconds"]),
        "status": "PARSE",
        "video_no": number,
        "video_name": post["caption"],
        "create_time": str(post["published_at_ms"]),
        "video_url": post["url"],
        "blogger_id": post["creator"],
        **{wire: str(post[name]) for wire, name in COUNTS.items()},  # type: ignore[literal-required]
        "text_language": post["language"],
        "music_name": post["music"],
        "hash_tag": "#" + "#".join(post["hashtags"]),
        "publish_time": str(post["published_at_ms"] // 1000),
    }


def test_posts_of_every_platform_are_found_by_their_number_alone(v1: Caller) -> None:
    for platform in PLATFORMS:
        detail = data(v1.get("get_public_video_detail", video_no=number_of(v1, platform)))
        assert detail["video_name"] in posts.of(platform)


def test_it_agrees_with_what_the_marketer_cites(v1: Caller) -> None:
    answer = data(v1.post("marketer_chat", {"prompt": "How do people bake bread?"}))
    for ref in answer["refs"]:
        detail = data(v1.get("get_public_video_detail", video_no=ref["video"]["video_no"]))
        assert detail["video_name"] == ref["video"]["video_name"]
        (item,) = ref["refItems"]
        if item["type"] == "video_meta":
            for count in ("view_count", "like_count", "share_count", "comment_count"):
                assert detail[count] == str(item[count])


def test_a_post_that_was_imported_for_everyone_is_known_to_everyone(api: Caller) -> None:
    (video,) = imported(api, "scraper_url_public", video_urls=[CLIP])
    detail = data(api.other().get("get_public_video_detail", video_no=video["video_no"]))
    assert detail["video_name"] == video["video_name"]
    assert detail["status"] == "PARSE"


def test_everyone_is_told_the_same_in_every_namespace(api: Caller) -> None:
    number = number_of(api)
    detail = data(api.get("get_public_video_detail", video_no=number))
    assert data(api.other().get("get_public_video_detail", video_no=number)) == detail
    told = api.get("get_public_video_detail", video_no=number, unique_id="team-a")
    assert data(told) == detail


def test_a_number_of_ones_own_is_no_post(api: Caller) -> None:
    for number in (api.parsed(), "PI-1", "' OR 1=1 --"):
        assert refusal(api.get("get_public_video_detail", video_no=number)) == UNKNOWN


def test_the_library_is_loaded_once_even_if_nothing_is_found_in_it(tmp_path: Path) -> None:
    with fake_kept_in(tmp_path) as caller:
        assert refusal(caller.get("get_public_video_detail", video_no="PI-1")) == UNKNOWN
        with closing(sqlite3.connect(tmp_path / "kept.db")) as store:
            (count,) = store.execute("SELECT count(*) FROM videos").fetchone()
    assert count == sum(len(posts.of(platform)) for platform in PLATFORMS)


@pytest.mark.parametrize("asked", [{}, {"video_no": ""}, {"videoNo": "PI-1"}])
def test_a_missing_number_is_named(v1: Caller, asked: dict[str, str]) -> None:
    said = ("0001", "The video_no parameter cannot be empty!")
    assert refusal(v1.get("get_public_video_detail", **asked)) == said
