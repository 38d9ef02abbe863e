"""get_audio_transcription: what a video says, line by line, if it says anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from calling import Caller, data, refusal
from calls import said, shown, videos

BOATS = "https://films.example/c/harbour_boats.mp4"
MARKET = "https://films.example/k/night_market.mp4"
UNKNOWN = ("0001", "video not found")
SRT = """1
00:00:00,400 --> 00:00:01,000
<i>Careful</i> on the
gangway.

2
00:00:01,500 --> 00:00:02,900
Thank you!
"""


def read(caller: Caller, number: str, **asked: str) -> Any:
    return data(caller.get("get_audio_transcription", video_no=number, **asked))


def test_lines_come_in_order_each_with_a_leading_blank(api: Caller) -> None:
    number = api.parsed(BOATS)

    transcript = read(api, number)

    assert set(transcript) == {"videoNo", "transcriptions"}
    assert transcript["videoNo"] == number
    rows = transcript["transcriptions"]
    assert [row["index"] for row in rows] == list(range(len(rows)))
    for row in rows:
        assert set(row) == {"index", "content", "startTime", "endTime"}
        assert row["content"] == f" {row['content'].strip()}"
        assert int(row["startTime"]) < int(row["endTime"])
    starts = [int(row["startTime"]) for row in rows]
    assert starts == sorted(starts)
    (video,) = videos(api)
    assert int(rows[-1]["endTime"]) <= int(video["duration"])


def test_it_is_not_what_is_seen(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    seen = {row["content"].strip() for row in shown(v1, number)}
    heard = {row["content"].strip() for row in said(v1, number)}
    assert not seen & heard


def test_each_film_says_something_else(v1: Caller) -> None:
    assert "harbour boats" in str(read(v1, v1.parsed(BOATS))).lower()
    assert "harbour boats" not in str(read(v1, v1.parsed(MARKET))).lower()


def test_subtitles_that_came_along_are_the_lines(api: Caller, film: Path) -> None:
    files = {"file": film.read_bytes(), "subtitles": ("talk.srt", SRT)}
    number = data(api.post("upload", files=files))["videoNo"]
    api.advance(seconds=60)
    assert read(api, number)["transcriptions"] == [
        {"index": 0, "content": " Careful on the gangway.", "startTime": "0", "endTime": "1"},
        {"index": 1, "content": " Thank you!", "startTime": "1", "endTime": "3"},
    ]


def test_a_film_without_sound_says_nothing(api: Caller, silent_film: Path) -> None:
    number = api.film(silent_film)
    assert videos(api)[0]["status"] == "PARSE"
    assert read(api, number) is None


def test_subtitles_speak_for_a_film_without_sound(v1: Caller, silent_film: Path) -> None:
    files = {"file": silent_film.read_bytes(), "subtitles": ("talk.srt", SRT)}
    number = data(v1.post("upload", files=files))["videoNo"]
    v1.advance(seconds=60)
    assert len(read(v1, number)["transcriptions"]) == 2


def test_it_is_null_until_the_video_is_parsed(api: Caller) -> None:
    number = api.add(BOATS)
    assert read(api, number) is None
    api.advance(seconds=60)
    assert read(api, number)["transcriptions"]


def test_it_is_null_for_a_video_that_failed(v1: Caller) -> None:
    number = data(v1.post("upload", files={"file": ("notes.txt", b"no film")}))["videoNo"]
    v1.advance(seconds=60)
    assert read(v1, number) is None


def test_a_namespace_reads_its_own(api: Caller) -> None:
    number = api.parsed(BOATS, unique_id="team-a")
    assert refusal(api.get("get_audio_transcription", video_no=number)) == UNKNOWN
    assert read(api, number, unique_id="team-a")["videoNo"] == number


def test_another_account_cannot_tell_it_from_an_unknown_one(api: Caller) -> None:
    number = api.parsed(BOATS)
    for asked in (number, "VI1"):
        assert refusal(api.other().get("get_audio_transcription", video_no=asked)) == UNKNOWN


def test_both_paths_read_the_same(api: Caller) -> None:
    number = api.parsed(BOATS)
    assert read(api.legacy(), number) == read(api, number)


def test_sloppy_requests_are_understood(api: Caller) -> None:
    number = api.parsed(BOATS)
    headers = {"Content-Type": "application/json"}
    asked = {"video_no": number, "unique_id": "", "language": "en"}
    sloppy = api.send("GET", "get_audio_transcription", params=asked, headers=headers)
    assert data(sloppy) == read(api, number)


def test_unknown_numbers_are_refused(v1: Caller) -> None:
    v1.parsed(BOATS)
    for number in ("VI1", "1", "VI" + "9" * 500, "%"):
        assert refusal(v1.get("get_audio_transcription", video_no=number)) == UNKNOWN


def test_a_missing_number_is_named(api: Caller) -> None:
    missing = ("0001", "The video_no parameter cannot be empty!")
    for asked in ({}, {"video_no": ""}, {"videoNo": "VI1"}):
        assert refusal(api.get("get_audio_transcription", **asked)) == missing
