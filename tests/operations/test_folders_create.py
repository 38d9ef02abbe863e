"""folders/create: a folder has a name that no other one of the account has."""

from __future__ import annotations

from typing import Any

from calling import Caller, data, refusal
from folder_calls import TAKEN, made, own


def test_a_folder_is_answered_with_number_and_name(api: Caller) -> None:
    folder = data(api.post("folders/create", data={"name": "harbour tour"}))
    assert set(folder) == {"folder_id", "folder_name"}
    assert folder["folder_name"] == "harbour tour"
    assert isinstance(folder["folder_id"], int)
    assert len(str(folder["folder_id"])) == 18
    assert own(api) == {folder["folder_id"]: "harbour tour"}


def test_each_way_of_sending_is_understood(v1: Caller) -> None:
    for options in (
        {"data": {"name": "form"}},
        {"files": {"name": (None, "multipart")}},
        {"json": {"name": "json"}},
        {"params": {"name": "query"}},
    ):
        data(v1.post("folders/create", **options))
    assert list(own(v1).values()) == ["form", "multipart", "json", "query"]


def test_a_name_is_given_once_in_an_account(api: Caller) -> None:
    made(api, "harbour tour")
    for name in ("harbour tour", "Default folder", "API"):
        assert refusal(api.post("folders/create", data={"name": name})) == TAKEN
    assert list(own(api).values()) == ["harbour tour"]


def test_upper_and_lower_case_differ(v1: Caller) -> None:
    made(v1, "zoo")
    made(v1, "Zoo")
    assert list(own(v1).values()) == ["zoo", "Zoo"]


def test_another_account_may_have_the_same_name(v1: Caller) -> None:
    mine, theirs = made(v1, "harbour tour"), made(v1.other(), "harbour tour")
    assert mine != theirs


def test_a_hundred_signs_are_a_name_and_one_more_is_not(v1: Caller) -> None:
    made(v1, "é" * 100)
    code, message = refusal(v1.post("folders/create", data={"name": "é" * 101}))
    assert code == "0001"
    assert message.startswith("The name parameter is invalid")
    assert list(own(v1).values()) == ["é" * 100]


NONSENSE: tuple[tuple[Any, str], ...] = (
    (None, "0001"),
    ({}, "0001"),
    ({"name": ""}, "0001"),
    ({"name": " \n"}, "0001"),
    ({"name": None}, "0001"),
    ({"name": ["zoo"]}, "0003"),
    ({"name": {"a": 1}}, "0003"),
    (["zoo"], "0003"),
    ("zoo", "0003"),
)


def test_nonsense_is_refused_and_makes_nothing(v1: Caller) -> None:
    for body, code in NONSENSE:
        assert (body, refusal(v1.post("folders/create", body))[0]) == (body, code)
    assert own(v1) == {}
