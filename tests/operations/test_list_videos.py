"""list_videos: pages, filters and the quirks of its items."""

from __future__ import annotations

import pytest
from calling import Caller, data, refusal

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


@pytest.mark.parametrize(("way", "has_size"), [("absent", False), ("present", True)])
def test_dialect_unparsed_size(way: str, has_size: bool) -> None:
    with Fake(dialect={"unparsed_size": way}) as fake, fake.activate():
        caller = Caller("https://api.memories.ai", fake=fake)
        caller.add()
        (video,) = data(caller.post("list_videos", {}))["videos"]
        assert ("size" in video) is has_size
