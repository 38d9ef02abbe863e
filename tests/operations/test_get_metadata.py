"""get_metadata: all that is known of one video, in numbers; nothing for an unknown one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from calling import Caller, data, refusal

BOATS = "https://films.example/c/harbour_boats.mp4"
TAKEN = {
    "datetime_taken": "2025-09-07 22:52:00",
    "camera_model": "Obscura 7",
    "latitude": "53.54",
    "longitude": "9.98",
    "tags": "evening",
}


def metadata(caller: Caller, number: str, **asked: str) -> Any:
    return data(caller.get("get_metadata", video_no=number, **asked))


def test_a_parsed_film_has_everything(api: Caller, film: Path) -> None:
    number = api.film(film, **TAKEN)
    known = metadata(api, number)
    assert isinstance(known.pop("create_time"), int)
    assert known == {
        "video_no": number,
        "video_name": "harbour walk",
        "duration": 3,
        "size": film.stat().st_size,
        "status": "PARSE",
        "datetime_taken": 1_757_285_520_000,
        "camera_model": "Obscura 7",
        "latitude": 53.54,
        "longitude": 9.98,
        "tags": ["evening", "api"],
        "bucket": "mavi-resource",
        "blob": f"{number}.mp4",
        "resolution_label": "48P",
        "fps": known["fps"],
        "width": 64,
        "height": 48,
    }
    assert isinstance(known["fps"], int)


def test_what_came_by_its_address_has_no_place_in_storage(v1: Caller) -> None:
    known = metadata(v1, v1.parsed(BOATS))
    assert (known["width"], known["height"], known["resolution_label"]) == (1280, 720, "720P")
    assert known.keys().isdisjoint({"bucket", "blob", "video_url", "cause"})


def test_what_is_told_of_the_film_shows_once_it_is_parsed(api: Caller) -> None:
    number = api.add(BOATS, **TAKEN)
    early = metadata(api, number)
    assert set(early) == {"video_no", "video_name", "duration", "status", "create_time"}
    assert (early["duration"], early["status"]) == (0, "UNPARSE")
    api.advance(seconds=60)
    assert metadata(api, number)["camera_model"] == "Obscura 7"


def test_a_failed_video_tells_why(v1: Caller) -> None:
    number = data(v1.post("upload", files={"file": ("notes.txt", b"no film")}))["videoNo"]
    v1.advance(seconds=60)
    known = metadata(v1, number)
    assert isinstance(known.pop("create_time"), int)
    assert known == {
        "video_no": number,
        "video_name": "notes",
        "duration": 0,
        "size": 7,
        "status": "FAIL",
        "cause": "Indexing failed. ",
    }


def test_an_unknown_video_is_null_and_no_error(api: Caller) -> None:
    number = api.parsed(BOATS)
    for unknown in ("VI1", "nonsense", "%", f"{number}0", "VI\x00"):
        assert metadata(api, unknown) is None


def test_a_namespace_knows_its_own(api: Caller) -> None:
    number = api.parsed(BOATS, unique_id="7")
    assert metadata(api, number) is None
    assert metadata(api, number, unique_id="7")["video_no"] == number


def test_another_account_cannot_tell_it_from_an_unknown_one(api: Caller) -> None:
    number = api.parsed(BOATS)
    assert metadata(api.other(), number) is None


def test_what_is_deleted_is_unknown(v1: Caller, film: Path) -> None:
    number = v1.film(film)
    data(v1.post("delete_videos", [number]))
    assert metadata(v1, number) is None


def test_a_missing_number_is_named(api: Caller) -> None:
    for asked in ({}, {"video_no": ""}, {"videoNo": "VI1"}):
        refused = refusal(api.get("get_metadata", **asked))
        assert refused == ("0001", "The video_no parameter cannot be empty!")
