"""get_video_transcription: what a video shows, stretch by stretch."""

from __future__ import annotations

from typing import Any

from calling import Caller, data, refusal
from calls import videos

BOATS = "https://films.example/c/harbour_boats.mp4"
MARKET = "https://films.example/k/night_market.mp4"
UNKNOWN = ("0001", "video not found")


def read(caller: Caller, number: str, **asked: str) -> Any:
    return data(caller.get("get_video_transcription", video_no=number, **asked))


def test_it_covers_the_film_in_whole_seconds_as_text(api: Caller) -> None:
    number = api.parsed(BOATS)

    transcript = read(api, number)

    assert set(transcript) == {"videoNo", "transcriptions"}
    assert transcript["videoNo"] == number
    rows = transcript["transcriptions"]
    assert [row["index"] for row in rows] == list(range(len(rows)))
    for row in rows:
        assert set(row) == {"index", "content", "startTime", "endTime"}
        assert row["content"] == row["content"].strip() != ""
        assert int(row["startTime"]) < int(row["endTime"])
    (video,) = videos(api)
    assert rows[0]["startTime"] == "0"
    assert [row["startTime"] for row in rows[1:]] == [row["endTime"] for row in rows[:-1]]
    assert rows[-1]["endTime"] == video["duration"]


def test_it_tells_what_the_film_is_about(v1: Caller) -> None:
    boats, market = read(v1, v1.parsed(BOATS)), read(v1, v1.parsed(MARKET))
    assert "harbour boats" in str(boats)
    assert "night market" in str(market)
    assert "harbour boats" not in str(market)


def test_it_stays_as_it_is(api: Caller) -> None:
    number = api.parsed(BOATS)
    first = read(api, number)
    api.parsed(MARKET)
    api.advance(hours=24)
    assert read(api, number) == first


def test_it_is_null_until_the_video_is_parsed(api: Caller) -> None:
    number = api.add(BOATS)
    assert read(api, number) is None
    api.advance(seconds=60)
    assert read(api, number)["transcriptions"]


def test_it_is_null_for_a_video_that_failed(api: Caller) -> None:
    number = data(api.post("upload", files={"file": ("notes.txt", b"no film")}))["videoNo"]
    api.advance(seconds=60)
    assert read(api, number) is None


def test_a_namespace_reads_its_own(api: Caller) -> None:
    number = api.parsed(BOATS, unique_id="7")
    assert refusal(api.get("get_video_transcription", video_no=number)) == UNKNOWN
    assert read(api, number, unique_id="7")["videoNo"] == number


def test_another_account_cannot_tell_it_from_an_unknown_one(api: Caller) -> None:
    number = api.parsed(BOATS)
    foreign = api.other().get("get_video_transcription", video_no=number)
    unknown = api.other().get("get_video_transcription", video_no="VI1")
    assert refusal(foreign) == refusal(unknown) == UNKNOWN
    assert foreign.content == unknown.content


def test_both_paths_read_the_same(api: Caller) -> None:
    number = api.parsed(BOATS)
    assert read(api.legacy(), number) == read(api, number)


def test_sloppy_requests_are_understood(api: Caller) -> None:
    number = api.parsed(BOATS)
    meant = read(api, number)
    headers = {"Content-Type": "application/json"}
    for options in (
        {"params": {"video_no": number}, "headers": headers},
        {"params": {"video_no": number, "unique_id": "", "page": "1"}},
        {"params": {"video_no": f"{number}", "unique_id": "default"}, "data": b"{not json"},
        {"params": {"video_no": [number, "VI1"]}},
    ):
        assert data(api.send("GET", "get_video_transcription", **options)) == meant


def test_unknown_numbers_are_refused(v1: Caller) -> None:
    v1.parsed(BOATS)
    for number in ("VI1", "1", "VI" + "9" * 500, "ＶＩ", "VI1' OR '1'='1", "%", "\x00"):
        assert refusal(v1.get("get_video_transcription", video_no=number)) == UNKNOWN


def test_a_missing_number_is_named(api: Caller) -> None:
    missing = ("0001", "The video_no parameter cannot be empty!")
    for asked in ({}, {"video_no": ""}, {"video_no": "  "}, {"videoNo": "VI1"}):
        assert refusal(api.get("get_video_transcription", **asked)) == missing
