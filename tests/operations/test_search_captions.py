"""search BY_CAPTION: what is shown, in rows of their own with a vector each."""

from __future__ import annotations

from hashlib import md5
from math import isclose, sqrt
from typing import Any

import pytest
from calling import Caller, data, refusal
from calls import shown

BOATS = "https://films.example/c/harbour_boats.mp4"
MARKET = "https://films.example/k/night_market.mp4"
TEXT = "boats in the harbour"


def search(caller: Caller, text: str = TEXT, **asked: Any) -> list[dict[str, Any]]:
    body = {"search_param": text, "search_type": "BY_CAPTION", **asked}
    rows: list[dict[str, Any]] = data(caller.post("search", body))
    return rows


def likeness(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_a_row_is_a_caption_with_numbers_for_times(api: Caller) -> None:
    number = api.parsed(BOATS)

    rows = search(api, top_k=3)

    captions = {
        (r["content"], float(r["startTime"]), float(r["endTime"])) for r in shown(api, number)
    }
    told = shown(api, number)
    captions = {(r["content"], float(r["startTime"]), float(r["endTime"])) for r in told}
    assert len(rows) == 3
    for row in rows:
        assert set(row) == {
            "video_no",
            "text",
            "vector",
            "user_id",
            "start_time",
            "end_time",
            "score",
        }
        assert row["video_no"] == number
        assert (row["text"], row["start_time"], row["end_time"]) in captions
        assert isinstance(row["start_time"], float)
        assert 0 <= row["score"] <= 1
    assert "boat" in rows[0]["text"].lower()


def test_it_finds_the_moments_that_the_other_searches_find(v1: Caller) -> None:
    v1.parsed(BOATS)
    v1.parsed(MARKET)
    moments = data(v1.post("search", {"search_param": TEXT, "top_k": 10}))
    found = [(row["video_no"], str(int(row["start_time"])), row["score"]) for row in search(v1)]
    assert found == [(row["videoNo"], row["startTime"], row["score"]) for row in moments]


def test_vectors_are_of_one_length_and_near_where_captions_are_alike(v1: Caller) -> None:
    v1.parsed(BOATS)
    v1.parsed(MARKET)
    rows = search(v1, top_k=200)
    assert {len(row["vector"]) for row in rows} == {64}
    assert all(isclose(sqrt(likeness(r["vector"], r["vector"])), 1) for r in rows)
    by_text = {row["text"]: row["vector"] for row in rows}
    boats = [v for text, v in by_text.items() if "boats" in text.lower()]
    others = [v for text, v in by_text.items() if "boats" not in text.lower()]
    near = [likeness(boats[0], vector) for vector in boats[1:]]
    far = [likeness(boats[0], vector) for vector in others]
    assert sum(near) / len(near) > sum(far) / len(far) + 0.1
    assert search(v1, top_k=200) == rows


def test_the_user_stands_for_the_namespace(v1: Caller) -> None:
    for namespace in ("default", "team-a"):
        number = v1.parsed(BOATS, unique_id=namespace)
        rows = search(v1, unique_id=namespace)
        assert {row["video_no"] for row in rows} == {number}
        assert {row["user_id"] for row in rows} == {md5(namespace.encode()).hexdigest()}
    both = {row["user_id"] for row in search(v1, folder_id=-1, top_k=200)}
    assert len(both) == 2


def test_ten_is_the_default_and_200_the_most(v1: Caller) -> None:
    for number in range(18):
        v1.parsed(f"https://films.example/harbour_boats_{number}.mp4")
    everything = search(v1, top_k=200)
    assert len(everything) == 200
    assert search(v1) == everything[:10]
    assert search(v1, top_k=11) == everything[:11]
    body = {"search_param": TEXT, "search_type": "BY_CAPTION", "top_k": 201}
    assert refusal(v1.post("search", body))[0] == "0001"


def test_filters_hold_here_too(v1: Caller) -> None:
    boats, market = v1.parsed(BOATS), v1.parsed(MARKET)
    assert {row["video_no"] for row in search(v1, video_nos=[market])} == {market}
    assert {row["video_no"] for row in search(v1, filtering_level="high")} == {boats}
    assert search(v1, "xylophone zeppelin", filtering_level="low") == []


@pytest.mark.parametrize("line", ["v1", "video"])
def test_only_parsed_videos_of_the_account_are_found(v1: Caller, line: str) -> None:
    caller = v1 if line == "v1" else v1.legacy()
    caller.add(BOATS)
    assert search(caller) == []
    caller.advance(seconds=60)
    assert search(caller)
    assert search(caller.other()) == []
