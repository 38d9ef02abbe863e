"""folders: two that are always there, and those that an account has made."""

from __future__ import annotations

from pathlib import Path

from calling import Caller, data, refusal
from fakes import fake_kept_in
from folder_calls import API, DEFAULT, made, own


def test_two_folders_are_always_there(api: Caller) -> None:
    assert data(api.get("folders")) == {"folders": [DEFAULT, API]}


def test_own_folders_follow_the_oldest_first(api: Caller) -> None:
    numbers = [made(api, name) for name in ("zoo", "harbour tour", "港口")]
    assert list(own(api).items()) == list(
        zip(numbers, ("zoo", "harbour tour", "港口"), strict=True)
    )


def test_namespaces_share_the_folders(v1: Caller) -> None:
    made(v1, "harbour tour")
    assert data(v1.get("folders", unique_id="team-a")) == data(v1.get("folders"))


def test_another_account_has_none_of_them(api: Caller) -> None:
    made(api, "harbour tour")
    assert data(api.other().get("folders")) == {"folders": [DEFAULT, API]}


def test_there_is_nothing_below_it_but_its_operations(v1: Caller) -> None:
    for path in ("folders/", "folders/632000000000000000", "folders/create/now"):
        code, message = refusal(v1.get(path))
        assert (code, message) == ("0001", f"No static resource api/v1/{path.strip('/')}.")


def test_it_cannot_be_posted(v1: Caller) -> None:
    answer = v1.post("folders", {})
    assert answer.status_code == 405
    assert answer.json()["msg"] == "Request method 'POST' is not supported"


def test_a_kept_account_has_its_folders_and_gives_none_of_their_numbers_again(
    tmp_path: Path,
) -> None:
    with fake_kept_in(tmp_path) as caller:
        old = made(caller, "harbour tour")
    with fake_kept_in(tmp_path) as caller:
        new = made(caller, "zoo")
        assert own(caller) == {old: "harbour tour", new: "zoo"}
        assert new > old
