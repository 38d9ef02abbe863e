"""list_videos: pages, filters and the quirks of its items."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from calling import Caller, data, refusal
from calls import upload, videos
from fakes import fake_with
from folder_calls import NO_FOLDER, made

from memories_fake import Fake


def test_a_new_account_has_no_videos(api: Caller) -> None:
    assert data(api.post("list_videos", {})) == {
        "videos": [],
        "current_page": 1,
        "page_size": 200,
        "total_count": "0",
    }


def test_a_waiting_video_has_no_length_and_no_size(api: Caller) -> None:
    number = api.add("https://films.example/night%20market.mp4")

    (video,) = data(api.post("list_videos", {}))["videos"]

    assert video.pop("create_time").isdigit()
    assert video == {
        "duration": "0",
        "status": "UNPARSE",
        "cause": "null",
        "video_no": number,
        "video_name": "night market",
    }


def test_a_parsed_video_has_both_as_text(api: Caller) -> None:
    api.parsed()
    (video,) = data(api.post("list_videos", {}))["videos"]
    assert video["status"] == "PARSE"
    assert int(video["duration"]) > 0
    assert int(video["size"]) > 0


def test_status_follows_the_clock_and_not_the_looking(v1: Caller) -> None:
    v1.add()
    v1.advance(seconds=0.5)
    assert data(v1.post("list_videos", {}))["videos"][0]["status"] == "UNPARSE"
    v1.advance(seconds=2)
    assert data(v1.post("list_videos", {}))["videos"][0]["status"] == "PARSE"


def test_the_newest_comes_first_and_pages_do_not_overlap(api: Caller) -> None:
    numbers = [api.add(f"https://films.example/{n}.mp4") for n in range(5)]

    pages = [data(api.post("list_videos", {"page": p, "size": 2})) for p in (1, 2, 3, 4)]

    assert [v["video_no"] for page in pages for v in page["videos"]] == numbers[::-1]
    assert [page["total_count"] for page in pages] == ["5"] * 4
    assert [page["page_size"] for page in pages] == [2] * 4


@pytest.mark.parametrize("wanted", ["video_no", "video_nos", "video_name", "status"])
def test_each_filter_keeps_what_was_asked_for(v1: Caller, wanted: str) -> None:
    old = v1.parsed("https://films.example/old_harbour.mp4")
    v1.add("https://films.example/new_kitchen.mp4")
    filters = {"video_no": old, "video_nos": [old], "video_name": "harb", "status": "PARSE"}

    page = data(v1.post("list_videos", {wanted: filters[wanted]}))

    assert [video["video_no"] for video in page["videos"]] == [old]
    assert page["total_count"] == "1"


TAKEN = {
    "datetime_taken": "2025-09-07 22:52:00",
    "camera_model": "Obscura 7",
    "latitude": "53.54",
    "longitude": "9.98",
    "tags": "evening",
}


@pytest.mark.parametrize(
    ("fits", "fits_not"),
    [
        ({"tag": "evening"}, {"tag": "even"}),
        ({"camera_model": "Obscura 7"}, {"camera_model": "Obscura"}),
        ({"datetime_taken": 1_757_285_520_000}, {"datetime_taken": 1_757_285_520_001}),
        ({"latitude": 53.6, "longitude": 9.9}, {"latitude": 53.6, "longitude": 10.9}),
    ],
)
def test_what_is_told_of_the_taking_is_filtered_by(
    v1: Caller, fits: dict[str, Any], fits_not: dict[str, Any]
) -> None:
    old = v1.parsed(**TAKEN)
    v1.parsed()
    assert [v["video_no"] for v in videos(v1, **fits)] == [old]
    assert videos(v1, **fits_not) == []


def test_such_filters_find_what_is_parsed() -> None:
    with fake_with(request_seconds=0.001) as caller:
        caller.add(**TAKEN)
        assert videos(caller, tag="evening") == []
        caller.advance(seconds=60)
        assert len(videos(caller, tag="evening")) == 1


def test_a_place_has_two_halves(v1: Caller) -> None:
    for half, other in (("latitude", "longitude"), ("longitude", "latitude")):
        refused = refusal(v1.post("list_videos", {half: 9.9}))
        assert refused == ("0001", f"The {other} parameter cannot be empty!")


def test_filters_go_together(v1: Caller) -> None:
    number = v1.parsed(**TAKEN)
    assert videos(v1, video_nos=[number, "VI1"], tag="evening", camera_model="Obscura 7")
    assert videos(v1, video_nos=[number], tag="evening", camera_model="Other") == []


def test_a_folder_is_looked_for_in_the_whole_account_unless_a_namespace_is_named(
    api: Caller,
) -> None:
    folder = made(api, "harbour tour")
    team = api.add(unique_id="team-a", folder_id=str(folder))
    mine = api.add(folder_id=str(folder))
    plain = api.add()

    def found(**asked: Any) -> list[str]:
        return [video["video_no"] for video in videos(api, **asked)]

    assert found(folder_id=folder) == [mine, team]
    assert found(folder_id=folder, unique_id="team-a") == [team]
    assert found(folder_id=folder, unique_id="default") == [mine]
    assert found(folder_id=-1) == [plain]
    assert found() == [plain, mine]


def test_a_folder_must_be_there_and_be_ones_own(v1: Caller) -> None:
    theirs = made(v1.other(), "theirs")
    for folder in (theirs, 0, -3):
        assert refusal(v1.post("list_videos", {"folder_id": folder})) == NO_FOLDER


def test_filters_take_text_literally(v1: Caller) -> None:
    v1.add("https://films.example/100%25.mp4")
    assert data(v1.post("list_videos", {"video_name": "0%"}))["total_count"] == "1"
    assert data(v1.post("list_videos", {"video_name": "1_0"}))["total_count"] == "0"


def test_a_namespace_holds_its_own_videos(api: Caller) -> None:
    mine = api.add(unique_id="team-a")
    assert data(api.post("list_videos", {}))["videos"] == []
    page = data(api.post("list_videos", {"unique_id": "team-a"}))
    assert [video["video_no"] for video in page["videos"]] == [mine]


def test_another_account_sees_nothing_of_it(api: Caller) -> None:
    number = api.add()
    assert data(api.other().post("list_videos", {"video_no": number}))["videos"] == []


def test_both_paths_list_one_library(api: Caller) -> None:
    number = api.legacy().parsed()
    (video,) = data(api.post("list_videos", {}))["videos"]
    assert video["video_no"] == number
    assert data(api.legacy().post("list_videos", {}))["videos"] == [video]


def test_sloppy_requests_are_understood(v1: Caller) -> None:
    v1.add()
    for body in (None, {"page": "1", "size": 5.0}, {"page_size": 7}, {"status": "", "size": None}):
        assert data(v1.post("list_videos", body))["total_count"] == "1"
    assert data(v1.post("list_videos", {"page_size": 7}))["page_size"] == 7
    raw = v1.send(
        "POST", "list_videos", data=b'{"size": 3}', headers={"Content-Type": "text/plain"}
    )
    assert data(raw)["page_size"] == 3


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"page": 0}, "0001"),
        ({"size": -1}, "0001"),
        ({"page": 10**30}, "0001"),
        ({"page": "two"}, "0003"),
        ({"size": 1.5}, "0003"),
        ({"page": True}, "0003"),
        ({"status": "SOMETHING"}, "0003"),
        ({"datetime_taken": 10**30}, "0001"),
        ({"datetime_taken": "2025-09-07 22:52:00"}, "0003"),
        ({"latitude": 91, "longitude": 0}, "0001"),
        ({"folder_id": "Default folder"}, "0003"),
        ({"tag": ["evening"]}, "0003"),
        ({"video_nos": "VI1"}, "0003"),
        ({"video_name": {"a": 1}}, "0003"),
        ([], "0003"),
        ("text", "0003"),
    ],
)
def test_nonsense_is_refused_in_an_envelope(v1: Caller, body: object, code: str) -> None:
    assert refusal(v1.post("list_videos", body))[0] == code


def test_a_body_that_is_no_json_is_refused(v1: Caller) -> None:
    for body in (b"{", b"\xff\xfe", b"[" * 100_000):
        assert refusal(v1.send("POST", "list_videos", data=body))[0] == "0003"


@pytest.mark.parametrize(("word", "stands"), [("FAIL", "FAIL"), ("FAILED", "FAILED")])
def test_dialect_failure_word(word: str, stands: str) -> None:
    with Fake(dialect={"failure_word": word}) as fake, fake.activate():
        caller = Caller("https://api.memories.ai", fake=fake)
        caller.post("upload", files={"file": ("broken.mp4", b"no film", "video/mp4")})
        caller.advance(seconds=60)
        (video,) = data(caller.post("list_videos", {"status": "FAIL"}))["videos"]
        assert (video["status"], video["cause"]) == (stands, "Indexing failed. ")


@pytest.mark.parametrize(
    ("way", "has_size"),
    [
        ("parsed", {"UNPARSE": False, "PARSE": True, "FAIL": True}),
        ("all", {"UNPARSE": True, "PARSE": True, "FAIL": True}),
        ("none", {"UNPARSE": False, "PARSE": False, "FAIL": False}),
    ],
)
def test_dialect_listed_size(way: str, has_size: dict[str, bool]) -> None:
    with fake_with(dialect={"listed_size": way}) as caller:
        caller.parsed()
        upload(caller, b"no film")
        caller.advance(seconds=60)
        caller.add()
        assert {v["status"]: "size" in v for v in videos(caller)} == has_size


def test_the_legacy_path_tells_the_size_before_a_film_is_parsed(v1: Caller, film: Path) -> None:
    legacy = v1.legacy()
    number = data(upload(legacy, film.read_bytes()))["videoNo"]
    (waiting,) = videos(legacy, video_no=number)
    assert (waiting["status"], waiting["duration"]) == ("UNPARSE", "0")
    assert waiting["size"] == str(film.stat().st_size)


def test_dialect_list_items() -> None:
    with fake_with(dialect={"list_items": "2025"}) as caller:
        caller.parsed(**TAKEN)
        page = data(caller.post("list_videos", {}))
        (video,) = page["videos"]
        assert set(video) == {
            "duration",
            "size",
            "status",
            "cause",
            "video_no",
            "video_name",
            "create_time",
        }
        assert {type(value) for value in video.values()} == {str}
        assert page["total_count"] == "1"


def test_dialect_list_items_in_numbers(film: Path) -> None:
    with fake_with(dialect={"list_items": "2026"}) as caller:
        number = caller.film(film, **TAKEN)
        caller.post("upload", files={"file": ("notes.txt", b"no film")})
        caller.advance(seconds=60)
        waiting = caller.add()
        page = data(caller.post("list_videos", {}))
        assert (page["total_count"], page["page_size"]) == (3, 200)
        at_first, broken, parsed = page["videos"]
        for video in page["videos"]:
            assert isinstance(video.pop("create_time"), int)
        assert at_first == {
            "video_no": waiting,
            "video_name": "harbour_boats",
            "duration": 0,
            "status": "UNPARSE",
            "video_url": "https://films.example/harbour_boats.mp4",
        }
        assert (broken["status"], broken["cause"]) == ("FAIL", "Indexing failed. ")
        assert parsed == {
            "video_no": number,
            "video_name": "harbour walk",
            "duration": 3,
            "size": film.stat().st_size,
            "status": "PARSE",
            "datetime_taken": 1_757_285_520_000,
            "camera_model": "Obscura 7",
            "latitude": 53.54,
            "longitude": 9.98,
            "tags": ["evening", "api"],
            "bucket": "mavi-resource",
            "blob": f"{number}.mp4",
        }


@pytest.mark.parametrize(("way", "total"), [("heeded", 1), ("ignored", 2)])
def test_dialect_number_filter(way: str, total: int) -> None:
    """Where it is ignored the newest comes first all the same, for programs that read one row."""
    with fake_with(dialect={"number_filter": way}) as caller:
        caller.add()
        newest = caller.add()
        for asked, found in (({"unique_id": "default"}, total), ({}, 1)):
            page = data(caller.post("list_videos", {"video_no": newest, **asked}))
            assert (len(page["videos"]), page["total_count"]) == (found, str(found))
            assert page["videos"][0]["video_no"] == newest
