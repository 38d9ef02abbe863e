"""search_public: posts of one platform, the same for everyone."""

from __future__ import annotations

import re
from typing import Any

import posts
import pytest
from calling import Caller, data, refusal
from fakes import fake_with
from posts import PLATFORMS, search

LEVELS = {"low": 0.15, "medium": 0.225, "high": 0.4}
SECONDS = {"public_search_times": "seconds"}


def captions(rows: list[dict[str, Any]]) -> list[str]:
    return [row["videoName"] for row in rows]


def test_each_post_comes_once_with_its_caption_and_no_times(api: Caller) -> None:
    rows = search(api, search_type="BY_VIDEO")

    assert 1 < len(rows) <= 100
    for row in rows:
        assert set(row) == {"videoNo", "videoName", "startTime", "endTime"}
        assert re.fullmatch("PI-[0-9]{18}", row["videoNo"])
        assert row["videoName"] in posts.of("TIKTOK")
        assert (row["startTime"], row["endTime"]) == ("null", "null")
    assert len({row["videoNo"] for row in rows}) == len(rows)
    best = posts.of("TIKTOK")[rows[0]["videoName"]]
    assert "bread" in str((best["caption"], best["shows"])).lower()


def test_the_order_depends_on_the_question(v1: Caller) -> None:
    assert captions(search(v1))[:3] != captions(search(v1, "dance moves on a stage"))[:3]
    assert search(v1) == search(v1, "BAKE bread, people!")


def test_each_platform_has_its_own_posts(v1: Caller) -> None:
    for platform in PLATFORMS:
        found = captions(search(v1, type=platform))
        assert found
        assert set(found) <= set(posts.of(platform))


@pytest.mark.parametrize("other", [None, "", "VIMEO", "youtube", 7])
def test_what_is_no_platform_counts_as_tiktok(v1: Caller, other: object) -> None:
    assert search(v1, type=other) == search(v1) == search(v1, type="TIKTOK")


def test_what_is_said_is_found_by_audio(v1: Caller) -> None:
    post = posts.of("YOUTUBE")["The steepest railway in the Alps in a snow storm"]
    line = max((said["text"] for said in post["says"]), key=len)
    assert captions(search(v1, line, search_type="BY_AUDIO", type="YOUTUBE"))[0] == post["caption"]


def test_by_video_and_by_clip_are_one_and_the_default(v1: Caller) -> None:
    assert search(v1) == search(v1, search_type="BY_CLIP") == search(v1, search_type="BY_VIDEO")
    assert search(v1) != search(v1, search_type="BY_AUDIO")


def test_top_k_counts_posts_and_is_100_by_default(v1: Caller) -> None:
    everything = search(v1, top_k=1000)
    assert len(everything) > 100
    assert search(v1) == everything[:100]
    assert search(v1, top_k="2") == everything[:2]


def test_a_filtering_level_keeps_what_fits_well_enough(v1: Caller) -> None:
    kept = [len(search(v1, filtering_level=level)) for level in (None, *LEVELS)]
    assert kept[0] > kept[1] >= kept[2] >= kept[3] > 0
    assert search(v1, "xylophone zeppelin")
    assert search(v1, "xylophone zeppelin", filtering_level="low") == []


def test_everyone_finds_the_same_and_nobody_finds_what_is_private(api: Caller) -> None:
    before = search(api)
    mine = api.parsed("https://films.example/people_bake_bread.mp4")
    assert search(api) == search(api.other()) == search(api, unique_id="team-a") == before
    assert mine not in {row["videoNo"] for row in before}
    assert data(api.other().post("search", {"search_param": "bread"})) == []


def test_sloppy_requests_are_understood(v1: Caller) -> None:
    meant = search(v1, top_k=2)
    asked = {"search_param": "people bake bread", "top_k": "2"}
    headers = {"Content-Type": "text/plain"}
    raw = b'{"search_param": "people bake bread", "top_k": 2.0, "filtering_level": null}'
    for options in ({"data": asked}, {"params": asked}, {"data": raw, "headers": headers}):
        assert data(v1.send("POST", "search_public", **options)) == meant


NONSENSE: tuple[tuple[Any, str], ...] = (
    (None, "0001"),
    ({}, "0001"),
    ({"search_param": " \n"}, "0001"),
    ({"search_param": ["bread"]}, "0003"),
    ({"search_param": "a", "search_type": "BY_IMAGE"}, "0003"),
    ({"search_param": "a", "search_type": "BY_CAPTION"}, "0003"),
    ({"search_param": "a", "type": ["TIKTOK"]}, "0003"),
    ({"search_param": "a", "top_k": 0}, "0001"),
    ({"search_param": "a", "top_k": 1001}, "0001"),
    ({"search_param": "a", "top_k": "many"}, "0003"),
    ({"search_param": "a", "filtering_level": "extreme"}, "0003"),
    (["a"], "0003"),
)


def test_nonsense_is_refused_in_an_envelope(v1: Caller) -> None:
    for body, code in NONSENSE:
        assert (body, refusal(v1.post("search_public", body))[0]) == (body, code)


def test_an_unknown_search_type_is_told_the_known_ones(api: Caller) -> None:
    answer = api.post("search_public", {"search_param": "a", "search_type": "BY_IMAGE"})
    for known in ("BY_VIDEO", "BY_CLIP", "BY_AUDIO"):
        assert known in refusal(answer)[1]


def test_dialect_public_search_times() -> None:
    for way, has_times in (("null", False), ("seconds", True)):
        with fake_with(dialect={"public_search_times": way}) as caller:
            rows = search(caller)
            assert all(("score" in row) is has_times for row in rows)
            assert all(row["startTime"].isdigit() is has_times for row in rows)
            numbers = [row["videoNo"] for row in rows]
            assert (len(set(numbers)) < len(numbers)) is has_times
            # The private search has a switch of its own.
            caller.parsed()
            (hit, *_) = data(caller.post("search", {"search_param": "boats"}))
            assert hit["startTime"].isdigit()


def test_moments_have_scores_and_what_is_said_its_words() -> None:
    with fake_with(dialect=SECONDS) as caller:
        rows = search(caller, search_type="BY_AUDIO", filtering_level="high")
        scores = [row["score"] for row in rows]
        assert scores == sorted(scores, reverse=True)
        assert all(0.4 <= score <= 1 for score in scores)
        for row in rows:
            post = posts.of("TIKTOK")[row["videoName"]]
            said = {(s["start_seconds"], s["end_seconds"], s["text"]) for s in post["says"]}
            assert (int(row["startTime"]), int(row["endTime"]), row["audio_ts"]) in said


def test_dialect_storage_fields_in_public_rows() -> None:
    with fake_with(dialect=SECONDS | {"storage_fields": "present"}) as caller:
        row = search(caller, top_k=1)[0]
        assert (row["video_bucket"], row["keyframe_bucket"]) == (
            "mavi-public-video",
            "mavi-public-keyframe",
        )
        assert row["video_blob"].endswith(".mp4")
        assert row["keyframe_blob"].endswith(f"/keyframe-{int(row['startTime']):06}.jpg")
        spoken = search(caller, top_k=1, search_type="BY_AUDIO")[0]
        assert "video_blob" in spoken
        assert "keyframe_blob" not in spoken
