"""search_public_similar_images: public posts whose key frame looks like a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests
from calling import Caller, data, refusal
from fakes import fake_with
from picture_calls import Items, with_picture
from picture_making import encoded, harbour

from memories_client import Memories

OPERATION = "search_public_similar_images"


def similar(caller: Caller, picture: Any, **form: str) -> Items:
    rows: Items = data(with_picture(caller, OPERATION, picture, **form))
    return rows


def key_frame(caller: Caller, number: str) -> bytes:
    """The painted picture of a post."""
    answer = requests.get(f"{caller.base}/_fake/media/public/{number}", timeout=30)
    assert answer.headers["Content-Type"] == "image/png"
    return answer.content


def test_a_post_is_found_by_its_key_frame(api: Caller) -> None:
    number = similar(api, harbour(), similarity="0")[7]["videoNo"]

    best = similar(api, key_frame(api, number))[0]

    assert set(best) == {"videoNo", "videoName", "startTime", "endTime", "score"}
    assert best["videoNo"] == number
    assert best["videoNo"].startswith("PI-")
    assert best["videoName"]
    assert best["startTime"] == "0"
    assert int(best["endTime"]) > 0
    assert best["score"] > 0.98


def test_a_picture_of_ones_own_is_like_no_post(api: Caller) -> None:
    assert similar(api, harbour()) == []


def test_each_platform_has_posts_of_its_own(v1: Caller) -> None:
    found = {
        platform: {row["videoNo"] for row in similar(v1, harbour(), type=platform, similarity="0")}
        for platform in ("TIKTOK", "YOUTUBE", "INSTAGRAM")
    }
    assert all(found.values())
    assert not found["TIKTOK"] & found["YOUTUBE"]
    assert {row["videoNo"] for row in similar(v1, harbour(), similarity="0")} == found["TIKTOK"]
    for platform in ("", "RADIO"):
        tiktok = similar(v1, harbour(), type=platform, similarity="0")
        assert {row["videoNo"] for row in tiktok} == found["TIKTOK"]


def test_the_best_comes_first_and_none_is_below_what_is_asked_for(v1: Caller) -> None:
    everything = similar(v1, harbour(), similarity="0")
    scores = [row["score"] for row in everything]
    assert scores == sorted(scores, reverse=True)
    least = scores[len(scores) // 20]
    kept = [row for row in everything if row["score"] >= least]
    assert similar(v1, harbour(), similarity=str(least)) == kept


def test_everybody_sees_the_same(api: Caller) -> None:
    assert similar(api, harbour(), similarity="0") == similar(
        api.other(), harbour(), similarity="0"
    )


@pytest.mark.parametrize(
    ("form", "code"),
    [({"similarity": "2"}, "0001"), ({"similarity": "x"}, "0003")],
)
def test_nonsense_is_refused(v1: Caller, form: dict[str, str], code: str) -> None:
    assert refusal(with_picture(v1, OPERATION, harbour(), **form))[0] == code


def test_a_picture_that_lacks_or_is_none_is_refused(api: Caller) -> None:
    lacking = ("0001", "The file parameter cannot be empty!")
    assert refusal(api.post(OPERATION, data={"type": "TIKTOK"})) == lacking
    assert refusal(with_picture(api, OPERATION, b"only words"))[0] == "0001"


def test_the_client_finds_them(v1: Caller, tmp_path: Path) -> None:
    (tmp_path / "harbour.png").write_bytes(encoded(harbour()))
    with Memories(v1.key, v1.base) as client:
        hits = client.search_public_similar_images(
            tmp_path / "harbour.png", type="YOUTUBE", similarity=0
        )
    assert [hit.video_no for hit in hits] == [
        row["videoNo"] for row in similar(v1, harbour(), type="YOUTUBE", similarity="0")
    ]


def test_dialect_storage_fields_of_public_likeness() -> None:
    with fake_with(dialect={"storage_fields": "present"}) as caller:
        row = similar(caller, harbour(), similarity="0")[0]
        assert row["video_bucket"] == "mavi-public-video"
        assert row["keyframe_blob"].endswith("/keyframe-000000.jpg")
