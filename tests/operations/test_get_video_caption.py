"""get_video_caption: what a video shows, with the time and the place of its film."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from calling import Caller, data, refusal
from calls import shown

BOATS = "https://films.example/c/harbour_boats.mp4"
UNKNOWN = ("0001", "video not found")


def caption(caller: Caller, number: str, **asked: str) -> Any:
    return data(caller.get("get_video_caption", video_no=number, **asked))


def test_it_tells_what_the_older_operation_tells_and_more(api: Caller, film: Path) -> None:
    number = api.film(film)

    told = caption(api, number)

    assert told.pop("createTime") == data(api.post("list_videos", {}))["videos"][0]["create_time"]
    assert told == {
        "videoNo": number,
        "transcriptions": shown(api, number),
        "video_bucket": "mavi-resource",
        "video_blob": f"{number}.mp4",
    }


def test_its_place_leads_to_the_film(v1: Caller, film: Path) -> None:
    told = caption(v1, v1.film(film))
    answer = v1.get("download", bucket=told["video_bucket"], blob=told["video_blob"])
    assert answer.content == film.read_bytes()


def test_where_no_file_was_kept_no_place_is_told(v1: Caller, film: Path) -> None:
    for number in (v1.parsed(BOATS), v1.film(film, retain_original_video="false")):
        assert set(caption(v1, number)) == {"videoNo", "transcriptions", "createTime"}


def test_it_is_null_until_the_video_is_parsed(api: Caller) -> None:
    number = api.add(BOATS)
    assert caption(api, number) is None
    api.advance(seconds=60)
    assert caption(api, number)["transcriptions"]


def test_it_is_null_for_a_video_that_failed(v1: Caller) -> None:
    number = data(v1.post("upload", files={"file": ("notes.txt", b"no film")}))["videoNo"]
    v1.advance(seconds=60)
    assert caption(v1, number) is None


def test_a_namespace_reads_its_own(api: Caller) -> None:
    number = api.parsed(BOATS, unique_id="7")
    assert refusal(api.get("get_video_caption", video_no=number)) == UNKNOWN
    assert caption(api, number, unique_id="7")["videoNo"] == number


def test_another_account_cannot_tell_it_from_an_unknown_one(api: Caller) -> None:
    number = api.parsed(BOATS)
    for asked in (number, "VI1"):
        assert refusal(api.other().get("get_video_caption", video_no=asked)) == UNKNOWN


def test_what_is_deleted_is_unknown(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    data(v1.post("delete_videos", [number]))
    assert refusal(v1.get("get_video_caption", video_no=number)) == UNKNOWN


def test_a_missing_number_is_named(api: Caller) -> None:
    missing = ("0001", "The video_no parameter cannot be empty!")
    for asked in ({}, {"video_no": ""}, {"videoNo": "VI1"}):
        assert refusal(api.get("get_video_caption", **asked)) == missing
