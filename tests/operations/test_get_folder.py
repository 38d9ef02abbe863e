"""get_folder: the folders in the words of 2025, on the older path alone."""

from __future__ import annotations

from calling import Caller, data, refusal
from folder_calls import made


def test_folders_are_a_bare_list_with_numbers_as_text(api: Caller) -> None:
    folder = made(api, "harbour tour")

    found = data(api.legacy().get("get_folder"))

    assert [(item["foldersName"], item["id"]) for item in found] == [
        ("Default folder", "-1"),
        ("API", "-2"),
        ("harbour tour", str(folder)),
    ]
    for item in found:
        assert set(item) == {"account", "foldersName", "parentId", "level", "id"}
        assert (item["parentId"], item["level"]) == (None, 1)
    assert len({item["account"] for item in found}) == 1


def test_another_account_sees_nothing_of_it(api: Caller) -> None:
    made(api, "harbour tour")
    mine, theirs = (data(caller.legacy().get("get_folder")) for caller in (api, api.other()))
    assert (len(mine), len(theirs)) == (3, 2)
    assert mine[0]["account"] != theirs[0]["account"]


def test_the_key_is_not_told(v1: Caller) -> None:
    assert v1.key not in v1.legacy().get("get_folder").text


def test_the_newer_path_does_not_have_it(v1: Caller) -> None:
    assert refusal(v1.get("get_folder")) == ("0001", "No static resource api/v1/get_folder.")
