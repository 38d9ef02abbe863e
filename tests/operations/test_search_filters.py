"""search: narrowed to what was told of the taking, to folders, and with places in storage."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from calling import Caller, data, refusal
from fakes import fake_with
from folder_calls import NO_FOLDER, made, move

BOATS = "https://films.example/c/harbour_boats.mp4"
PARIS = {"latitude": "48.86", "longitude": "2.35"}
TOKYO = {"latitude": "35.68", "longitude": "139.69"}
TAKEN = {
    "tags": "holiday",
    "camera_model": "Pinhole 2",
    "datetime_taken": "2025-06-01 12:00:00",
    **PARIS,
}
OTHERWISE = {
    "tags": "work",
    "camera_model": "Pinhole 20",
    "datetime_taken": "2025-05-31 12:00:00",
    **TOKYO,
}


def found(caller: Caller, **asked: Any) -> set[str]:
    hits = data(caller.post("search", {"search_param": "boats", **asked}))
    return {hit["videoNo"] for hit in hits}


@pytest.mark.parametrize(
    "asked",
    [
        {"tag": "holiday"},
        {"camera_tag": "Pinhole 2"},
        {"datetime_taken": "2025-06-01 12:00:00"},
        {"datetime_taken": "2025-05-31 12:00:01"},
        {"latitude": 48.9, "longitude": 2.4},
        {"latitude": "48.9", "longitude": "2.4", "tag": "holiday", "search_type": "BY_AUDIO"},
    ],
)
def test_each_filter_keeps_what_was_taken_so(v1: Caller, asked: dict[str, Any]) -> None:
    wanted = v1.parsed(BOATS, **TAKEN)
    other = v1.parsed(BOATS, **OTHERWISE)
    plain = v1.parsed(BOATS)
    assert found(v1) == {wanted, other, plain}
    assert found(v1, **asked) == {wanted}


def test_every_filter_must_hold(v1: Caller) -> None:
    wanted = v1.parsed(BOATS, **TAKEN)
    assert found(v1, tag="holiday", camera_tag="Pinhole 2", video_nos=[wanted]) == {wanted}
    assert found(v1, tag="holiday", camera_tag="Pinhole 20") == set()
    assert found(v1, tag="holi") == found(v1, tag="HOLIDAY") == found(v1, camera_tag="Pin") == set()


def test_the_tag_of_the_api_is_on_every_upload(v1: Caller) -> None:
    assert found(v1, tag="api") == set()
    assert found(v1, tag="api") == found(v1, tag="api", video_nos=[v1.add(BOATS)])
    v1.advance(seconds=60)
    assert len(found(v1, tag="api")) == 1


def test_a_filter_finds_nothing_of_others(api: Caller) -> None:
    number = api.parsed(BOATS, **TAKEN)
    team = api.parsed(BOATS, unique_id="team-a", **TAKEN)
    assert found(api, tag="holiday") == {number}
    assert found(api, tag="holiday", unique_id="team-a") == {team}
    assert found(api.other(), tag="holiday") == set()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"latitude": 48.9}, "0001"),
        ({"longitude": 2.4}, "0001"),
        ({"latitude": 91, "longitude": 2.4}, "0001"),
        ({"latitude": "north", "longitude": 2.4}, "0003"),
        ({"datetime_taken": "yesterday"}, "0001"),
        ({"datetime_taken": "2025-02-30 12:00:00"}, "0001"),
        ({"tag": ["holiday"]}, "0003"),
        ({"folder_id": "mine"}, "0003"),
        ({"folder_id": 1.5}, "0003"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(
    v1: Caller, asked: dict[str, Any], code: str
) -> None:
    assert refusal(v1.post("search", {"search_param": "boats", **asked}))[0] == code


def test_a_folder_is_looked_for_in_the_whole_account(api: Caller) -> None:
    folder = made(api, "trips")
    inside = api.parsed(BOATS, folder_id=str(folder))
    team = api.parsed(BOATS, folder_id=str(folder), unique_id="team-a")
    outside = api.parsed(BOATS)

    assert found(api, folder_id=folder) == {inside, team}
    assert found(api, folder_id=folder, unique_id="team-a") == {team}
    assert found(api, folder_id=-1) == {outside}
    assert found(api, folder_id=-2) == set()
    assert found(api) == {inside, outside}


def test_what_is_moved_is_found_where_it_went(v1: Caller) -> None:
    folder, number = made(v1, "trips"), v1.parsed(BOATS)
    assert found(v1, folder_id=folder) == set()
    move(v1, folder, number)
    assert found(v1, folder_id=str(folder), search_type="BY_AUDIO") == {number}
    assert found(v1.legacy(), folder_id=folder) == {number}


def test_an_unknown_folder_and_that_of_another_account_are_refused(api: Caller) -> None:
    foreign = made(api.other(), "theirs")
    for folder in (foreign, 7, 0):
        answer = api.post("search", {"search_param": "boats", "folder_id": folder})
        assert refusal(answer) == NO_FOLDER


def test_dialect_storage_fields(film: Path) -> None:
    fields = {"video_bucket", "video_blob", "keyframe_bucket", "keyframe_blob"}
    for way, there in (("absent", set()), ("present", fields)):
        with fake_with(dialect={"storage_fields": way}) as caller:
            number = caller.film(film)
            for hit in data(caller.post("search", {"search_param": "harbour"})):
                assert {name for name in hit if name in fields} == there
                if there:
                    second = int(hit["startTime"])
                    assert (hit["video_bucket"], hit["video_blob"]) == (
                        "mavi-resource",
                        f"{number}.mp4",
                    )
                    assert hit["keyframe_bucket"] == "mavi-keyframe"
                    blob = f"[0-9a-f-]{{36}}/keyframe-{second:06}.jpg"
                    assert re.fullmatch(blob, hit["keyframe_blob"])


def test_a_film_that_was_not_kept_has_no_place_but_key_frames(film: Path) -> None:
    with fake_with(dialect={"storage_fields": "present"}) as caller:
        caller.film(film, retain_original_video="false")
        hit = data(caller.post("search", {"search_param": "harbour"}))[0]
        assert "video_blob" not in hit
        assert "keyframe_blob" in hit
        said = data(caller.post("search", {"search_param": "harbour", "search_type": "BY_AUDIO"}))
        assert not {"video_blob", "keyframe_blob"} & said[0].keys()


@pytest.mark.parametrize(("way", "is_listed"), [("by_tag", True), ("refused", False)])
def test_dialect_empty_search(way: str, is_listed: bool) -> None:
    missing = ("0001", "The search_param parameter cannot be empty!")
    with fake_with(dialect={"empty_search": way}) as caller:
        wanted = caller.parsed(BOATS, **TAKEN)
        caller.parsed(BOATS, **OTHERWISE)
        for words in ({}, {"search_param": ""}, {"search_param": " "}):
            assert refusal(caller.post("search", words)) == missing
            tagged = caller.post("search", {**words, "tag": "holiday"})
            if is_listed:
                assert {hit["videoNo"] for hit in data(tagged)} == {wanted}
            else:
                assert refusal(tagged) == missing
