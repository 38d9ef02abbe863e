"""folders/move: videos go from whatever folder they lie in to another one."""

from __future__ import annotations

from calling import Caller, data, refusal
from fakes import fake_with
from folder_calls import BOATS, MARKET, NO_FOLDER, READ_ONLY, inside, made, move


def test_moving_is_answered_with_nothing(api: Caller) -> None:
    folder, number = made(api, "harbour tour"), api.parsed(BOATS)
    assert data(move(api, folder, number)) is None
    assert (inside(api, folder), inside(api, -1)) == ([number], [])


def test_a_video_can_go_on_and_come_back(v1: Caller) -> None:
    one, other = made(v1, "one"), made(v1, "other")
    number, kept = v1.add(BOATS), v1.add(MARKET)
    for folder in (one, other, -1):
        data(move(v1, folder, number))
        found = [place for place in (one, other, -1) if number in inside(v1, place)]
        assert found == [folder]
        assert kept in inside(v1, -1)


def test_a_video_waits_on_in_its_new_folder() -> None:
    with fake_with(request_seconds=0.001) as caller:
        folder, number = made(caller, "harbour tour"), caller.add(BOATS)
        data(move(caller, folder, number))
        for status in ("UNPARSE", "PARSE"):
            (video,) = data(caller.get("folders/videos", folder_id=folder))["videos"]
            assert video["status"] == status
            caller.advance(seconds=60)


def test_videos_of_every_namespace_are_moved_unless_one_is_named(api: Caller) -> None:
    folder = made(api, "harbour tour")
    plain, team = api.add(BOATS), api.add(BOATS, unique_id="team-a")
    data(move(api, folder, plain, team, unique_id="team-a"))
    assert inside(api, folder) == [team]
    data(move(api, folder, plain, team))
    assert inside(api, folder) == [team, plain]
    listed = data(api.post("list_videos", {"unique_id": "team-a"}))["videos"]
    assert [video["video_no"] for video in listed] == [team]


def test_numbers_that_are_not_there_are_passed_over(api: Caller) -> None:
    folder, number = made(api, "harbour tour"), api.add(BOATS)
    assert data(move(api, folder, "VI1", number, "nonsense", number)) is None
    assert inside(api, folder) == [number]


def test_another_accounts_videos_and_folders_stay_as_they_are(api: Caller) -> None:
    number, folder = api.add(BOATS), made(api, "harbour tour")
    theirs = made(api.other(), "theirs")
    assert data(move(api.other(), theirs, number)) is None
    assert refusal(move(api.other(), folder, number)) == NO_FOLDER
    assert (inside(api.other(), theirs), inside(api, -1)) == ([], [number])


def test_five_hundred_are_moved_at_once_but_no_more(v1: Caller) -> None:
    folder, number = made(v1, "harbour tour"), v1.add(BOATS)
    code, message = refusal(move(v1, folder, *[number] * 501))
    assert code == "0001"
    assert message == "The video_nos parameter is invalid: at most 500 are allowed"
    assert inside(v1, folder) == []
    data(move(v1, folder, number, *[f"VI{n}" for n in range(499)]))
    assert inside(v1, folder) == [number]


def test_nothing_goes_into_the_folder_of_the_api_or_one_that_is_not_there(v1: Caller) -> None:
    number = v1.add(BOATS)
    assert refusal(move(v1, -2, number)) == READ_ONLY
    for folder in (0, -3, 632_000_000_000_000_000, 10**30):
        assert refusal(move(v1, folder, number)) == NO_FOLDER
    assert inside(v1, -1) == [number]


def test_nonsense_is_refused_and_moves_nothing(v1: Caller) -> None:
    folder, number = made(v1, "harbour tour"), v1.add(BOATS)
    for body, code in (
        ({}, "0001"),
        ({"folder_id": folder}, "0001"),
        ({"video_nos": [number]}, "0001"),
        ({"folder_id": folder, "video_nos": []}, "0001"),
        ({"folder_id": folder, "video_nos": number}, "0003"),
        ({"folder_id": folder, "video_nos": [number, None]}, "0003"),
        ({"folder_id": "harbour tour", "video_nos": [number]}, "0003"),
        ([number], "0003"),
    ):
        assert (body, refusal(v1.post("folders/move", body))[0]) == (body, code)
    assert inside(v1, -1) == [number]
