"""folders/videos: what lies in a folder, page by page."""

from __future__ import annotations

from calling import Caller, data, refusal
from folder_calls import BOATS, MARKET, NO_FOLDER, inside, made, move


def test_an_empty_folder_is_an_empty_page(api: Caller) -> None:
    for folder in (made(api, "harbour tour"), -1, -2):
        assert data(api.get("folders/videos", folder_id=folder)) == {
            "videos": [],
            "current_page": 1,
            "page_size": 20,
            "total_count": 0,
        }


def test_a_video_is_told_in_numbers_with_what_is_known_of_it(api: Caller) -> None:
    folder = made(api, "harbour tour")
    number = api.parsed(BOATS, folder_id=str(folder), tags="evening", camera_model="Obscura 7")

    (video,) = data(api.get("folders/videos", folder_id=folder))["videos"]

    for name in ("duration", "size", "create_time"):
        assert isinstance(video.pop(name), int)
    assert video == {
        "video_no": number,
        "video_name": "harbour_boats",
        "status": "PARSE",
        "video_url": BOATS,
        "camera_model": "Obscura 7",
        "tags": ["evening", "api"],
    }


def test_each_video_lies_in_one_folder_and_at_first_in_the_default_one(api: Caller) -> None:
    folder = made(api, "harbour tour")
    boats, market = api.add(BOATS, folder_id=str(folder)), api.add(MARKET)
    assert inside(api, folder) == [boats]
    assert inside(api, -1) == [market]
    data(move(api, folder, market))
    assert inside(api, folder) == [market, boats]
    assert inside(api, -1) == []


def test_the_newest_comes_first_and_pages_do_not_overlap(v1: Caller) -> None:
    numbers = [v1.add(f"https://films.example/{n}.mp4") for n in range(5)]
    pages = [
        data(v1.get("folders/videos", folder_id=-1, page=page, page_size=2)) for page in (1, 2, 3)
    ]
    assert [v["video_no"] for page in pages for v in page["videos"]] == numbers[::-1]
    assert [(p["current_page"], p["page_size"], p["total_count"]) for p in pages] == [
        (1, 2, 5),
        (2, 2, 5),
        (3, 2, 5),
    ]


def test_a_folder_holds_videos_of_every_namespace_unless_one_is_named(api: Caller) -> None:
    folder = made(api, "harbour tour")
    team = api.add(BOATS, folder_id=str(folder), unique_id="team-a")
    plain = api.add(BOATS, folder_id=str(folder))
    assert inside(api, folder) == [plain, team]
    assert inside(api, folder, unique_id="team-a") == [team]
    assert inside(api, folder, unique_id="default") == [plain]


def test_what_is_deleted_is_gone_from_its_folder(v1: Caller) -> None:
    folder = made(v1, "harbour tour")
    gone, kept = (v1.parsed(url, folder_id=str(folder)) for url in (BOATS, MARKET))
    data(v1.post("delete_videos", [gone]))
    assert inside(v1, folder) == [kept]


def test_another_account_cannot_look_into_it(api: Caller) -> None:
    folder = made(api, "harbour tour")
    api.add(BOATS, folder_id=str(folder))
    api.add(BOATS)
    assert refusal(api.other().get("folders/videos", folder_id=folder)) == NO_FOLDER
    assert inside(api.other(), -1) == []


def test_nonsense_is_refused_in_an_envelope(v1: Caller) -> None:
    for asked, code in (
        ({}, "0001"),
        ({"folder_id": ""}, "0001"),
        ({"folder_id": 0}, "0001"),
        ({"folder_id": -3}, "0001"),
        ({"folder_id": 632_000_000_000_000_000}, "0001"),
        ({"folder_id": 10**30}, "0001"),
        ({"folder_id": "Default folder"}, "0003"),
        ({"folder_id": 1.5}, "0003"),
        ({"folder_id": -1, "page": 0}, "0001"),
        ({"folder_id": -1, "page_size": 0}, "0001"),
        ({"folder_id": -1, "page": "two"}, "0003"),
    ):
        assert (asked, refusal(v1.get("folders/videos", **asked))[0]) == (asked, code)
