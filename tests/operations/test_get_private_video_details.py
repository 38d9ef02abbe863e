"""get_private_video_details: what is known of one video, with numbers as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from calling import Caller, data, refusal

BOATS = "https://films.example/c/harbour_boats.mp4"
UNKNOWN = ("0001", "video not found")


def details(caller: Caller, number: str, **asked: str) -> Any:
    return data(caller.get("get_private_video_details", video_no=number, **asked))


def test_a_parsed_film_has_every_number_as_text(api: Caller, film: Path) -> None:
    number = api.film(film)
    known = details(api, number)
    assert known.pop("create_time").isdigit()
    assert known.pop("fps").isdigit()
    assert known == {
        "duration": "3",
        "size": str(film.stat().st_size),
        "status": "PARSE",
        "width": "64",
        "height": "48",
        "video_no": number,
        "video_name": "harbour walk",
        "video_url": "",
        "resolution_label": "48P",
    }


def test_what_is_not_known_yet_is_null(api: Caller) -> None:
    number = api.add(BOATS)
    known = details(api, number)
    assert known.pop("create_time").isdigit()
    assert known == {
        "duration": "0",
        "size": None,
        "status": "UNPARSE",
        "fps": None,
        "width": None,
        "height": None,
        "video_no": number,
        "video_name": "harbour_boats",
        "video_url": BOATS,
        "resolution_label": None,
    }
    api.advance(seconds=60)
    known = details(api, number)
    assert (known["status"], known["fps"], known["resolution_label"]) == ("PARSE", "30", "720P")


def test_status_follows_the_clock_and_not_the_looking(v1: Caller) -> None:
    number = v1.add(BOATS)
    v1.advance(seconds=0.5)
    assert details(v1, number)["status"] == "UNPARSE"
    v1.advance(seconds=2)
    assert details(v1, number)["status"] == "PARSE"


def test_a_failed_video_has_no_picture(v1: Caller) -> None:
    number = data(v1.post("upload", files={"file": ("notes.txt", b"no film")}))["videoNo"]
    v1.advance(seconds=60)
    known = details(v1, number)
    assert (known["status"], known["size"], known["width"]) == ("FAIL", "7", None)


def test_a_namespace_knows_its_own(api: Caller) -> None:
    number = api.parsed(BOATS, unique_id="7")
    assert refusal(api.get("get_private_video_details", video_no=number)) == UNKNOWN
    assert details(api, number, unique_id="7")["video_no"] == number


def test_another_account_cannot_tell_it_from_an_unknown_one(api: Caller) -> None:
    number = api.parsed(BOATS)
    for asked in (number, "VI1"):
        foreign = api.other().get("get_private_video_details", video_no=asked)
        assert refusal(foreign) == UNKNOWN


def test_what_is_deleted_is_unknown(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    data(v1.post("delete_videos", [number]))
    assert refusal(v1.get("get_private_video_details", video_no=number)) == UNKNOWN


def test_a_missing_number_is_named(api: Caller) -> None:
    missing = ("0001", "The video_no parameter cannot be empty!")
    for asked in ({}, {"video_no": " "}, {"videoNo": "VI1"}):
        assert refusal(api.get("get_private_video_details", **asked)) == missing
