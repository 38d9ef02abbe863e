"""folders/rename: another name for one's own folder."""

from __future__ import annotations

from typing import Any

import requests
from calling import Caller, data, refusal
from folder_calls import BOATS, NO_FOLDER, TAKEN, inside, made, own


def rename(caller: Caller, folder: Any, name: Any) -> requests.Response:
    return caller.post("folders/rename", data={"folder_id": folder, "new_name": name})


def test_a_folder_has_its_new_name_and_keeps_its_videos(api: Caller) -> None:
    folder = made(api, "harbour tour")
    number = api.add(BOATS, folder_id=str(folder))
    renamed = data(rename(api, folder, "old harbour"))
    assert renamed == {"folder_id": folder, "folder_name": "old harbour"}
    assert own(api) == {folder: "old harbour"}
    assert inside(api, folder) == [number]


def test_its_old_name_is_free_again(v1: Caller) -> None:
    folder = made(v1, "harbour tour")
    data(rename(v1, folder, "old harbour"))
    other = made(v1, "harbour tour")
    assert own(v1) == {folder: "old harbour", other: "harbour tour"}


def test_it_may_be_given_the_name_that_it_has(v1: Caller) -> None:
    folder = made(v1, "harbour tour")
    assert data(rename(v1, folder, "harbour tour"))["folder_name"] == "harbour tour"


def test_a_name_of_another_folder_is_refused(api: Caller) -> None:
    folder = made(api, "harbour tour")
    made(api, "zoo")
    for name in ("zoo", "API", "Default folder"):
        assert refusal(rename(api, folder, name)) == TAKEN
    assert own(api)[folder] == "harbour tour"


def test_the_reserved_ones_and_unknown_ones_have_no_other_name(v1: Caller) -> None:
    for folder in (-1, -2, 0):
        code, message = refusal(rename(v1, folder, "mine"))
        assert code == "0001"
        assert message.startswith("The folder_id parameter is invalid")
    assert refusal(rename(v1, 632_000_000_000_000_000, "mine")) == NO_FOLDER
    assert own(v1) == {}


def test_another_account_renames_nothing_of_it(api: Caller) -> None:
    folder = made(api, "harbour tour")
    assert refusal(rename(api.other(), folder, "mine")) == NO_FOLDER
    assert own(api) == {folder: "harbour tour"}


def test_json_is_understood_and_the_number_may_be_text(v1: Caller) -> None:
    folder = made(v1, "harbour tour")
    data(v1.post("folders/rename", {"folder_id": str(folder), "new_name": "zoo"}))
    assert own(v1) == {folder: "zoo"}


def test_nonsense_is_refused_and_changes_nothing(v1: Caller) -> None:
    folder = made(v1, "harbour tour")
    for body, code in (
        ({}, "0001"),
        ({"folder_id": folder}, "0001"),
        ({"new_name": "zoo"}, "0001"),
        ({"folder_id": folder, "new_name": ""}, "0001"),
        ({"folder_id": folder, "new_name": "x" * 101}, "0001"),
        ({"folder_id": "zoo", "new_name": "zoo"}, "0003"),
        ({"folder_id": [folder], "new_name": "zoo"}, "0003"),
        ({"folder_id": folder + 0.5, "new_name": ["zoo"]}, "0003"),
        ({"folder_id": 10**30, "new_name": "zoo"}, "0001"),
    ):
        assert (body, refusal(v1.post("folders/rename", body))[0]) == (body, code)
    assert own(v1) == {folder: "harbour tour"}
