"""upload and upload_url: the folder that a video is put into."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from calling import Caller, data, refusal
from calls import videos
from folder_calls import BOATS, NO_FOLDER, READ_ONLY, inside, made


def send(caller: Caller, operation: str, **form: Any) -> requests.Response:
    if operation == "upload":
        return caller.post("upload", files={"file": ("a.mp4", b"?")}, data=form)
    return caller.post("upload_url", data={"url": BOATS, **form})


every_way = pytest.mark.parametrize("operation", ["upload", "upload_url"])


@every_way
def test_a_video_comes_into_its_folder(api: Caller, operation: str) -> None:
    folder = made(api, "harbour tour")
    number = data(send(api, operation, folder_id=folder))["videoNo"]
    assert inside(api, folder) == [number]
    assert inside(api, -1) == []


@every_way
def test_without_a_folder_it_is_the_default_one(v1: Caller, operation: str) -> None:
    numbers = [
        data(send(v1, operation, **form))["videoNo"]
        for form in ({}, {"folder_id": ""}, {"folder_id": "-1"})
    ]
    assert inside(v1, -1) == numbers[::-1]


@every_way
def test_a_folder_that_takes_nothing_in_is_refused_and_nothing_is_added(
    api: Caller, operation: str
) -> None:
    theirs = made(api.other(), "theirs")
    assert refusal(send(api, operation, folder_id=-2)) == READ_ONLY
    for folder in (theirs, 0, -3, 10**30):
        assert refusal(send(api, operation, folder_id=folder)) == NO_FOLDER
    assert refusal(send(api, operation, folder_id="harbour tour"))[0] == "0003"
    assert videos(api) == []
    assert inside(api.other(), theirs) == []


def test_the_older_path_knows_folders_too(v1: Caller) -> None:
    folder = made(v1, "harbour tour")
    number = data(send(v1.legacy(), "upload_url", folder_id=folder))["videoNo"]
    assert inside(v1, folder) == [number]
