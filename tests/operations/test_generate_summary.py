"""generate_summary: one film, by topic or by chapter."""

from __future__ import annotations

from typing import Any

from calling import Caller, data, refusal
from calls import said, shown, videos

BOATS = "https://films.example/c/harbour_boats.mp4"
MARKET = "https://films.example/k/night_market.mp4"
UNKNOWN = ("0001", "video not found")


def summary(caller: Caller, number: str, kind: str = "TOPIC", **asked: str) -> dict[str, Any]:
    told: dict[str, Any] = data(caller.get("generate_summary", video_no=number, type=kind, **asked))
    return told


def test_topics_come_with_bullets_and_token_counts_as_text(api: Caller) -> None:
    told = summary(api, api.parsed(BOATS))

    assert set(told) == {"summary", "items", "totalInput", "totalOutput"}
    assert len(told["summary"]) > 100
    assert int(told["totalInput"]) > 0
    assert int(told["totalOutput"]) > 0
    assert 3 <= len(told["items"]) <= 6
    for item in told["items"]:
        assert set(item) == {"title", "description"}
        assert item["title"]
        assert all(line.startswith("• ") for line in item["description"].splitlines())
    titles = [item["title"] for item in told["items"]]
    assert len(set(titles)) == len(titles)


def test_chapters_begin_at_whole_seconds_as_text(api: Caller) -> None:
    told = summary(api, api.parsed(BOATS), "CHAPTER")

    assert set(told) == {"summary", "items"}
    for item in told["items"]:
        assert set(item) == {"title", "description", "start"}
        assert item["title"]
        assert item["description"]
    starts = [item["start"] for item in told["items"]]
    assert starts[0] == "0"
    assert len(starts) > 1
    assert [int(start) for start in starts] == sorted({int(start) for start in starts})
    assert int(starts[-1]) < int(videos(api)[0]["duration"])


def test_chapters_begin_where_something_new_is_seen_or_said(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    starts = {row["startTime"] for row in (*shown(v1, number), *said(v1, number))}
    assert {item["start"] for item in summary(v1, number, "CHAPTER")["items"]} <= starts


def test_it_tells_of_this_film_and_no_other(v1: Caller) -> None:
    boats, market = summary(v1, v1.parsed(BOATS)), summary(v1, v1.parsed(MARKET))
    assert "harbour" in str(boats).lower()
    assert "harbour" not in str(market).lower()
    assert boats["summary"] != market["summary"]


def test_what_was_said_is_quoted(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    told = str(summary(v1, number)["items"])
    assert any(line["content"].strip(" .") in told for line in said(v1, number))


def test_asking_again_changes_nothing(api: Caller) -> None:
    number = api.parsed(BOATS)
    first = summary(api, number)
    assert summary(api, number) == first
    assert data(api.get("list_sessions"))["sessions"] == []


def test_a_video_must_be_parsed_first(api: Caller) -> None:
    for kind in ("TOPIC", "CHAPTER"):
        number = api.add(BOATS)
        refused = api.get("generate_summary", video_no=number, type=kind)
        assert refusal(refused) == ("0001", f"Video is not parsed: {number}")
        api.advance(seconds=60)
        assert summary(api, number, kind)["items"]


def test_a_failed_video_has_none(v1: Caller) -> None:
    number = data(v1.post("upload", files={"file": ("notes.txt", b"no film")}))["videoNo"]
    v1.advance(seconds=60)
    refused = v1.get("generate_summary", video_no=number, type="TOPIC")
    assert refusal(refused) == ("0001", f"Video is not parsed: {number}")


def test_a_namespace_sums_up_its_own(api: Caller) -> None:
    number = api.parsed(BOATS, unique_id="team-a")
    assert refusal(api.get("generate_summary", video_no=number, type="TOPIC")) == UNKNOWN
    assert summary(api, number, unique_id="team-a")["items"]


def test_another_account_cannot_tell_it_from_an_unknown_one(api: Caller) -> None:
    number = api.parsed(BOATS)
    for asked in (number, "VI1"):
        refused = api.other().get("generate_summary", video_no=asked, type="TOPIC")
        assert refusal(refused) == UNKNOWN


def test_both_paths_tell_the_same(api: Caller) -> None:
    number = api.parsed(BOATS)
    for kind in ("TOPIC", "CHAPTER"):
        assert summary(api.legacy(), number, kind) == summary(api, number, kind)


def test_sloppy_requests_are_understood(api: Caller) -> None:
    number = api.parsed(BOATS)
    asked = {"video_no": number, "type": "TOPIC", "unique_id": "", "lang": "en"}
    headers = {"Content-Type": "application/json"}
    sloppy = api.send("GET", "generate_summary", params=asked, headers=headers)
    assert data(sloppy) == summary(api, number)


def test_what_lacks_is_named(v1: Caller) -> None:
    no_number = ("0001", "The video_no parameter cannot be empty!")
    no_type = ("0001", "The type parameter cannot be empty!")
    for asked, refused in (
        ({}, no_number),
        ({"type": "TOPIC"}, no_number),
        ({"video_no": "", "type": "TOPIC"}, no_number),
        ({"video_no": "VI1"}, no_type),
        ({"video_no": "VI1", "type": ""}, no_type),
        ({"video_no": "VI1", "type": "TOPIC"}, UNKNOWN),
    ):
        assert refusal(v1.get("generate_summary", **asked)) == refused


def test_other_types_are_refused(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    for kind in ("topic", "SUMMARY", "TOPIC,CHAPTER", "0"):
        code, message = refusal(v1.get("generate_summary", video_no=number, type=kind))
        assert code == "0003"
        assert "TOPIC, CHAPTER" in message
