"""Folders in the reference client, and the filters and fields of newer lists."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest
import responses
from client_answers import client, failure, listing, success, url, video

from memories_client import BadRequest, Folder

TOUR = {"folder_id": 671631448308117500, "folder_name": "harbour tour"}


@responses.activate
def test_folders_are_records_with_whole_numbers() -> None:
    default = {"folder_id": -1, "folder_name": "Default folder"}
    sent = responses.get(url("folders"), json=success({"folders": [default, TOUR]}))
    assert client(unique_id="u").folders() == (
        Folder(folder_id=-1, folder_name="Default folder"),
        Folder(folder_id=671631448308117500, folder_name="harbour tour"),
    )
    assert sent.calls[0].request.params == {}


@responses.activate
def test_making_renaming_and_deleting_are_forms() -> None:
    made = responses.post(url("folders/create"), json=success(TOUR))
    renamed = responses.post(url("folders/rename"), json=success({**TOUR, "folder_name": "zoo"}))
    gone = responses.post(url("folders/delete"), json=success(None))
    folder = client().folders_create("harbour tour")
    assert folder.folder_id is not None
    assert client().folders_rename(folder.folder_id, "zoo").folder_name == "zoo"
    client().folders_delete(folder.folder_id)
    assert [parse_qs(each.calls[0].request.body) for each in (made, renamed, gone)] == [
        {"name": ["harbour tour"]},
        {"folder_id": ["671631448308117500"], "new_name": ["zoo"]},
        {"folder_id": ["671631448308117500"]},
    ]


@responses.activate
def test_a_folder_that_cannot_be_made_is_an_error() -> None:
    responses.post(url("folders/create"), json=failure("0001", "folder name already exists"))
    with pytest.raises(BadRequest, match="already exists"):
        client().folders_create("harbour tour")


@responses.activate
def test_the_videos_of_a_folder_come_in_pages() -> None:
    number_page = success(
        {"videos": [video("VI7")], "current_page": 2, "page_size": 1, "total_count": 3}
    )
    sent = responses.get(url("folders/videos"), json=number_page)
    page = client().folders_videos(-1, 2, page_size=1)
    assert ([v.video_no for v in page], page.total) == (["VI7"], 3)
    assert sent.calls[0].request.params == {"folder_id": "-1", "page": "2", "page_size": "1"}


@responses.activate
def test_moving_sends_five_hundred_at_a_time() -> None:
    sent = responses.post(url("folders/move"), json=success(None))
    client().folders_move([f"VI{n}" for n in range(501)], 7)
    client().folders_move("VI1", -1)
    bodies = [json.loads(call.request.body) for call in sent.calls]
    assert [(body["folder_id"], len(body["video_nos"])) for body in bodies] == [
        (7, 500),
        (7, 1),
        (-1, 1),
    ]


@responses.activate
def test_newer_filters_are_sent_and_newer_fields_are_read() -> None:
    newer = {
        "duration": 12,
        "create_time": 1760262064507,
        "datetime_taken": 1757285520000,
        "latitude": 53.5,
        "tags": ["evening", "api"],
        "bucket": "mavi-resource",
        "blob": "VI7.mp4",
    }
    sent = responses.post(url("list_videos"), json=listing(video("VI7", **newer)))
    (found,) = client().list_videos(tag="evening", folder_id=-1, video_nos=["VI7"])
    assert json.loads(sent.calls[0].request.body) == {
        "page": 1,
        "tag": "evening",
        "folder_id": -1,
        "video_nos": ["VI7"],
    }
    assert (found.duration_seconds, found.tags) == (12.0, ("evening", "api"))
    assert found.taken_at == datetime(2025, 9, 7, 22, 52, tzinfo=UTC)
    assert (found.latitude, found.camera_model, found.blob) == (53.5, None, "VI7.mp4")


def test_a_filter_that_there_is_not_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="a list has no mood"):
        client().list_videos(mood="blue")  # type: ignore[call-arg]
