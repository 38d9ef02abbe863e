"""search_public_audio_transcripts: lines of public posts that hold a phrase."""

from __future__ import annotations

from typing import Any

import posts
import pytest
from calling import Caller, data, refusal
from posts import PLATFORMS

from memories_fake.worlds import public_posts


def find(caller: Caller, phrase: str, **asked: Any) -> dict[str, Any]:
    answer = caller.get("search_public_audio_transcripts", query=phrase, **asked)
    page: dict[str, Any] = data(answer)
    return page


def names(caller: Caller, phrase: str, **asked: Any) -> set[str]:
    return {row["videoName"] for row in find(caller, phrase, page_size=500, **asked)["videos"]}


def saying(phrase: str) -> list[tuple[str, str, str]]:
    """Name, second and text of all lines of all posts that hold a phrase."""
    return [
        (post["caption"], str(line["start_seconds"]), line["text"])
        for post in public_posts()
        for line in post["says"]
        if phrase in line["text"].lower()
    ]


def test_every_line_that_holds_the_phrase_is_found_on_every_platform(api: Caller) -> None:
    page = find(api, "GARLIC", page_size=500)

    assert set(page) == {"videos", "current_page", "page_size", "total_count"}
    rows = page["videos"]
    found = [(row["videoName"], row["startTime"], row["audio_ts"]) for row in rows]
    assert sorted(found) == sorted(saying("garlic"))
    assert page["total_count"] == str(len(rows))
    for row in rows:
        assert set(row) == {"videoNo", "videoName", "startTime", "audio_ts"}
        assert row["videoNo"].startswith("PI-")


def test_capitals_of_other_alphabets_count_for_nothing_either(v1: Caller) -> None:
    meant = find(v1, "café")
    assert meant["total_count"] == str(len(saying("café"))) != "0"
    assert find(v1, "CAFÉ") == meant
    assert find(v1, "aquí")["videos"][0]["audio_ts"].startswith(" Aquí")


def test_it_can_be_kept_to_one_platform(v1: Caller) -> None:
    everywhere = names(v1, "people")
    by_platform = {platform: names(v1, "people", type=platform) for platform in PLATFORMS}
    for platform, found in by_platform.items():
        assert found
        assert found <= set(posts.of(platform))
    assert set.union(*by_platform.values()) == everywhere == names(v1, "people", type="")
    assert names(v1, "people", type="VIMEO") == by_platform["TIKTOK"]


def test_pages_do_not_overlap(api: Caller) -> None:
    everything = find(api, "people", page_size=500)["videos"]
    pages = [find(api, "people", page=n, page_size=3)["videos"] for n in (1, 2)]
    assert [*pages[0], *pages[1]] == everything[:6]
    assert find(api, "people")["page_size"] == 100


def test_everyone_finds_the_same_and_nobody_finds_what_is_private(api: Caller) -> None:
    before = find(api, "harbour")
    api.parsed("https://films.example/harbour_boats.mp4")
    assert find(api, "harbour") == find(api.other(), "harbour") == before
    assert find(api, "harbour", unique_id="team-a") == before
    own = data(api.get("search_audio_transcripts", query="garlic"))
    assert own["videos"] == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "0001"),
        ({"query": ""}, "0001"),
        ({"query": "e", "page": 0}, "0001"),
        ({"query": "e", "page_size": 501}, "0001"),
        ({"query": "e", "page_size": "all"}, "0003"),
    ],
)
def test_nonsense_is_refused_in_an_envelope(v1: Caller, asked: dict[str, Any], code: str) -> None:
    assert refusal(v1.get("search_public_audio_transcripts", **asked))[0] == code
