"""delete_videos: what is deleted is gone from everywhere, and for good."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from calling import Caller, data, refusal
from calls import messages, sessions, videos
from fakes import fake_kept_in, fake_with, media_in
from sockets import cut_short

BOATS = "https://films.example/c/harbour_boats.mp4"
MARKET = "https://films.example/k/night_market.mp4"
UNKNOWN = ("0001", "video not found")


def delete(caller: Caller, *numbers: str, **query: str) -> Any:
    return data(caller.post("delete_videos", list(numbers), params=query))


def listed(caller: Caller, **filters: Any) -> list[str]:
    return [video["video_no"] for video in videos(caller, **filters)]


def found(caller: Caller) -> set[str]:
    everything = {"search_param": "boats in the harbour", "top_k": 1000}
    return {
        hit["videoNo"]
        for kind in ("BY_VIDEO", "BY_AUDIO")
        for hit in data(caller.post("search", {**everything, "search_type": kind}))
    }


def test_deletion_is_answered_with_nothing(api: Caller) -> None:
    number = api.parsed(BOATS)
    assert delete(api, number) is None
    assert listed(api) == []


def test_what_is_deleted_is_gone_from_everywhere(api: Caller, film: Path) -> None:
    number, kept = api.film(film), api.parsed(MARKET)
    assert found(api) == {number, kept}

    delete(api, number)

    assert listed(api) == [kept]
    assert found(api) == {kept}
    for gone in (
        api.get("get_video_transcription", video_no=number),
        api.get("get_audio_transcription", video_no=number),
        api.get("generate_summary", video_no=number, type="TOPIC"),
        api.post("download", {"video_no": number}),
    ):
        assert refusal(gone) == UNKNOWN
    code, message = refusal(api.post("chat", {"video_nos": [number, kept], "prompt": "What?"}))
    assert (code, message) == ("0001", "No videos found for the provided video numbers.")


def test_conversations_stay_but_cite_it_no_more(api: Caller) -> None:
    boats, market = api.parsed(BOATS), api.parsed(MARKET)
    body = {"video_nos": [boats, market], "prompt": "What are the highlights?"}
    answer = data(api.post("chat", body))
    before = messages(api, answer["session_id"])
    assert [ref["video"]["video_no"] for ref in before[1]["refs"]] == [boats, market]

    delete(api, boats)

    after = messages(api, answer["session_id"])
    assert after[0] == before[0]
    assert "refs" not in after[1]
    assert boats not in str(after)
    assert sessions(api) == [answer["session_id"]]


def test_its_bytes_go_with_it(tmp_path: Path, film: Path, silent_film: Path) -> None:
    with fake_kept_in(tmp_path) as caller:
        number = caller.film(film)
        caller.film(silent_film)
        assert len(media_in(tmp_path)) == 2
        delete(caller, number)
        assert media_in(tmp_path) == [silent_film.read_bytes()]


def test_nothing_of_it_stays_in_the_store(tmp_path: Path) -> None:
    with fake_kept_in(tmp_path) as caller:
        number, kept = caller.parsed(BOATS), caller.parsed(MARKET)
        caller.post("chat", {"video_nos": [number], "prompt": "What are the highlights?"})
        assert number in all_rows(tmp_path)
        delete(caller, number)
        assert number not in all_rows(tmp_path)
        assert kept in all_rows(tmp_path)


def all_rows(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "kept.db")) as store:
        return "\n".join(store.iterdump())


def test_a_video_can_be_deleted_before_it_is_parsed(v1: Caller) -> None:
    waiting = v1.add(BOATS)
    broken = data(v1.post("upload", files={"file": ("notes.txt", b"no film")}))["videoNo"]
    delete(v1, waiting, broken)
    v1.advance(seconds=60)
    assert listed(v1) == []
    assert found(v1) == set()


def test_several_go_at_once_and_others_stay(api: Caller) -> None:
    numbers = [api.add(f"https://films.example/{n}.mp4") for n in range(4)]
    delete(api, numbers[3], numbers[1], numbers[3])
    assert listed(api) == [numbers[2], numbers[0]]


def test_a_number_is_not_given_again(v1: Caller) -> None:
    number = v1.add(BOATS)
    delete(v1, number)
    assert v1.add(BOATS) > number


def test_unknown_and_already_deleted_ones_are_passed_over(api: Caller) -> None:
    number, kept = api.add(BOATS), api.add(MARKET)
    for _ in range(2):
        assert delete(api, number, "VI1", "nonsense") is None
    assert listed(api) == [kept]


def test_a_hundred_are_deleted_at_once_but_no_more(v1: Caller) -> None:
    number = v1.add(BOATS)
    code, message = refusal(v1.post("delete_videos", [number] * 101))
    assert (code, message) == (
        "0001",
        "The video_nos parameter is invalid: at most 100 are allowed",
    )
    assert listed(v1) == [number]
    delete(v1, number, *[f"VI{n}" for n in range(99)])
    assert listed(v1) == []


def test_a_namespace_deletes_its_own(api: Caller) -> None:
    default, team = api.add(BOATS), api.add(BOATS, unique_id="team-a")
    delete(api, default, unique_id="team-a")
    delete(api, team)
    assert (listed(api), listed(api, unique_id="team-a")) == ([default], [team])
    delete(api, team, unique_id="team-a")
    assert (listed(api), listed(api, unique_id="team-a")) == ([default], [])


def test_another_account_deletes_nothing_of_it(api: Caller, film: Path) -> None:
    number = api.film(film)
    assert delete(api.other(), number) is None
    assert listed(api) == [number]
    assert api.post("download", {"video_no": number}).content == film.read_bytes()


def test_both_paths_delete_from_one_library(api: Caller) -> None:
    number = api.add(BOATS)
    assert delete(api.legacy(), number) is None
    assert listed(api) == []


def test_sloppy_requests_are_understood(v1: Caller) -> None:
    for body, options in (
        (b'["%s"]', {"headers": {"Content-Type": "text/plain"}}),
        (b' ["%s"]\n', {"params": {"unique_id": ""}}),
        (b'["%s", 17]', {"params": {"unique_id": "default"}}),
    ):
        sent = body % v1.add(BOATS).encode()
        assert data(v1.send("POST", "delete_videos", data=sent, **options)) is None
        assert listed(v1) == []
    number = v1.add(BOATS)
    assert data(v1.send("POST", "delete_videos", params={"video_nos": number})) is None
    assert listed(v1) == []


NONSENSE: tuple[tuple[Any, str], ...] = (
    (None, "0001"),
    ([], "0001"),
    ("NUMBER", "0003"),
    (7, "0003"),
    (True, "0003"),
    ({}, "0003"),
    ({"video_nos": ["NUMBER"]}, "0003"),
    (["NUMBER", None], "0003"),
    (["NUMBER", ""], "0003"),
    (["NUMBER", {"video_no": "NUMBER"}], "0003"),
    ([["NUMBER"]], "0003"),
)


def test_nonsense_is_refused_and_deletes_nothing(v1: Caller) -> None:
    number = v1.add(BOATS)
    for body, code in NONSENSE:
        sent = json.dumps(body).replace("NUMBER", number)
        assert (sent, refusal(v1.send("POST", "delete_videos", data=sent))[0]) == (sent, code)
    assert listed(v1) == [number]


def test_a_list_that_is_cut_short_deletes_nothing(port: Caller) -> None:
    number = port.add(BOATS)
    for body in (b'["%s"]', b'["%s", "VI'):
        assert refusal(cut_short(port, "delete_videos", body % number.encode()))[0] == "0003"
    assert listed(port) == [number]


@pytest.mark.parametrize("way", ["accepted", "refused"])
def test_dialect_repeated_delete(way: str) -> None:
    with fake_with(dialect={"repeated_delete": way}) as caller:
        gone, kept = caller.add(BOATS), caller.add(MARKET)
        delete(caller, gone)
        again = caller.post("delete_videos", [kept, gone])
        if way == "accepted":
            assert data(again) is None
            assert listed(caller) == []
        else:
            assert refusal(again) == ("0409", "Duplicate requests are not allowed.")
            assert listed(caller) == [kept]
