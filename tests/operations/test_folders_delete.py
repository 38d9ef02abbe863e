"""folders/delete: a folder goes, but no parsed video goes with it."""

from __future__ import annotations

from typing import Any

import requests
from calling import Caller, data, refusal
from fakes import fake_with
from folder_calls import BOATS, NO_FOLDER, inside, made, own

NOT_EMPTY = ("0001", "folder contains parsed videos")


def delete(caller: Caller, folder: Any) -> requests.Response:
    return caller.post("folders/delete", data={"folder_id": folder})


def test_an_empty_folder_goes_and_its_name_is_free(api: Caller) -> None:
    folder = made(api, "harbour tour")
    assert data(delete(api, folder)) is None
    assert own(api) == {}
    assert refusal(api.get("folders/videos", folder_id=folder)) == NO_FOLDER
    assert made(api, "harbour tour") > folder


def test_a_parsed_video_holds_its_folder(api: Caller) -> None:
    folder = made(api, "harbour tour")
    number = api.parsed(BOATS, folder_id=str(folder))
    assert refusal(delete(api, folder)) == NOT_EMPTY
    assert inside(api, folder) == [number]

    data(api.post("delete_videos", [number]))

    assert data(delete(api, folder)) is None
    assert own(api) == {}


def test_a_parsed_video_of_any_namespace_holds_it(v1: Caller) -> None:
    folder = made(v1, "harbour tour")
    v1.parsed(BOATS, folder_id=str(folder), unique_id="team-a")
    assert refusal(delete(v1, folder)) == NOT_EMPTY


def test_videos_that_wait_or_failed_go_back_to_the_default_folder() -> None:
    with fake_with(request_seconds=0.001) as caller:
        folder = made(caller, "harbour tour")
        form = {"files": {"file": ("a.mp4", b"?")}, "data": {"folder_id": folder}}
        broken = data(caller.post("upload", **form))["videoNo"]
        caller.advance(seconds=60)
        waiting = caller.add(BOATS, folder_id=str(folder))
        assert inside(caller, folder) == [waiting, broken]

        assert data(delete(caller, folder)) is None

        assert inside(caller, -1) == [waiting, broken]
        caller.advance(seconds=60)
        (parsed,) = data(caller.post("list_videos", {"status": "PARSE"}))["videos"]
        assert parsed["video_no"] == waiting


def test_another_account_deletes_nothing_of_it(api: Caller) -> None:
    folder = made(api, "harbour tour")
    assert refusal(delete(api.other(), folder)) == NO_FOLDER
    assert own(api) == {folder: "harbour tour"}


def test_a_folder_is_deleted_once(v1: Caller) -> None:
    folder = made(v1, "harbour tour")
    data(v1.post("folders/delete", {"folder_id": folder}))
    assert refusal(delete(v1, folder)) == NO_FOLDER


def test_nonsense_is_refused_and_deletes_nothing(v1: Caller) -> None:
    folder = made(v1, "harbour tour")
    for body, code in (
        ({}, "0001"),
        ({"folder_id": -1}, "0001"),
        ({"folder_id": -2}, "0001"),
        ({"folder_id": 0}, "0001"),
        ({"folder_id": 10**30}, "0001"),
        ({"folder_id": "harbour tour"}, "0003"),
        ({"folder_id": [folder]}, "0003"),
        ([folder], "0003"),
        (folder, "0003"),
    ):
        assert (body, refusal(v1.post("folders/delete", body))[0]) == (body, code)
    assert own(v1) == {folder: "harbour tour"}
