"""search_audio_transcripts: lines of one's own videos that hold a phrase, letter for letter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from calling import Caller, data, refusal
from calls import said
from fakes import fake_with

BOATS = "https://films.example/c/harbour_boats.mp4"
SRT = """1
00:00:00,100 --> 00:00:01,000
100% sure, says Élodie_B.

2
00:00:01,500 --> 00:00:02,900
100 percent: [C:\\tmp] isn't/wasn't "it"?
"""


def find(caller: Caller, phrase: str, **asked: Any) -> dict[str, Any]:
    page: dict[str, Any] = data(caller.get("search_audio_transcripts", query=phrase, **asked))
    return page


def lines(caller: Caller, phrase: str, **asked: Any) -> list[str]:
    return [row["audio_ts"] for row in find(caller, phrase, **asked)["videos"]]


def test_a_new_account_has_nothing_to_find(api: Caller) -> None:
    assert find(api, "boats") == {
        "videos": [],
        "current_page": 1,
        "page_size": 100,
        "total_count": "0",
    }


def test_a_line_comes_whole_with_its_video_and_its_second(api: Caller) -> None:
    number = api.parsed(BOATS)
    line = said(api, number)[2]
    phrase = line["content"].strip()[3:-3]

    assert find(api, phrase.upper()) == {
        "videos": [
            {
                "videoNo": number,
                "videoName": "harbour_boats",
                "startTime": line["startTime"],
                "audio_ts": line["content"],
            }
        ],
        "current_page": 1,
        "page_size": 100,
        "total_count": "1",
    }


def test_only_the_phrase_itself_counts_and_only_what_is_said(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    first, second, *_ = (row["content"].strip() for row in said(v1, number))
    assert lines(v1, first) == [f" {first}"]
    assert lines(v1, f"{first} {second}") == []
    assert lines(v1, " ".join(reversed(first.split()))) == []
    shown = data(v1.get("get_video_transcription", video_no=number))["transcriptions"][0]
    assert lines(v1, shown["content"]) == []


def test_no_sign_of_the_phrase_is_special(v1: Caller, film: Path) -> None:
    v1.post("upload", files={"file": film.read_bytes(), "subtitles": ("talk.srt", SRT)})
    v1.advance(seconds=60)
    sure, percent = (row for row in lines(v1, "100"))
    for phrase, found in {
        "100%": [sure],
        "100_": [],
        "ÉLODIE_b": [sure],
        "élodie": [sure],
        "%": [sure],
        "_": [sure],
        "isn't/wasn't": [percent],
        '"it"?': [percent],
        "[C:\\tmp]": [percent],
        "' OR 1=1 --": [],
    }.items():
        assert (phrase, lines(v1, phrase)) == (phrase, found)


def test_pages_do_not_overlap_and_the_newest_video_comes_first(api: Caller) -> None:
    old, new = (api.parsed(f"https://films.example/harbour_boats_{n}.mp4") for n in range(2))
    everything = find(api, "e", page_size=500)["videos"]

    pages = [find(api, "e", page=n, page_size=4) for n in range(1, len(everything) // 4 + 3)]

    assert [row for page in pages for row in page["videos"]] == everything
    assert {page["total_count"] for page in pages} == {str(len(everything))}
    assert pages[-1]["videos"] == []
    assert (pages[1]["current_page"], pages[1]["page_size"]) == (2, 4)
    numbers = [row["videoNo"] for row in everything]
    assert numbers == sorted(numbers, key=[new, old].index)
    starts = [int(row["startTime"]) for row in everything if row["videoNo"] == new]
    assert starts == sorted(starts)


def test_only_parsed_videos_are_looked_into(api: Caller) -> None:
    api.add(BOATS)
    assert lines(api, "e") == []
    api.advance(seconds=60)
    assert lines(api, "e")


def test_deleted_videos_say_nothing_any_more(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    v1.post("delete_videos", [number])
    assert find(v1, "e")["total_count"] == "0"


def test_a_namespace_finds_its_own_and_another_account_nothing(api: Caller) -> None:
    default, team = api.parsed(BOATS), api.parsed(BOATS, unique_id="team-a")
    assert {row["videoNo"] for row in find(api, "e")["videos"]} == {default}
    assert {row["videoNo"] for row in find(api, "e", unique_id="team-a")["videos"]} == {team}
    assert lines(api.other(), "e") == []


def test_sloppy_requests_are_understood(v1: Caller) -> None:
    v1.parsed(BOATS)
    meant = find(v1, "e", page_size=3)
    assert find(v1, "e", page_size="3.0", page="", unique_id="", video_no="VI1") == meant
    headers = {"Content-Type": "application/json"}
    params = {"query": "e", "page_size": 3}
    assert data(v1.send("GET", "search_audio_transcripts", params=params, headers=headers)) == meant


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "0001"),
        ({"query": " "}, "0001"),
        ({"query": "e" * 2001}, "0001"),
        ({"query": "e", "page": 0}, "0001"),
        ({"query": "e", "page": 10**30}, "0001"),
        ({"query": "e", "page": "two"}, "0003"),
        ({"query": "e", "page_size": 0}, "0001"),
        ({"query": "e", "page_size": 501}, "0001"),
        ({"query": "e", "page_size": "1.5"}, "0003"),
    ],
)
def test_nonsense_is_refused_in_an_envelope(v1: Caller, asked: dict[str, Any], code: str) -> None:
    assert refusal(v1.get("search_audio_transcripts", **asked))[0] == code


def test_a_long_phrase_and_a_far_page_are_no_trouble(v1: Caller) -> None:
    v1.parsed(BOATS)
    assert lines(v1, "é%" * 1000) == []
    assert find(v1, "e", page=2147483647, page_size=500)["videos"] == []


def test_dialect_storage_fields_in_lines(film: Path) -> None:
    for way, place in (("absent", None), ("present", "mavi-resource")):
        with fake_with(dialect={"storage_fields": way}) as caller:
            number = caller.film(film)
            row = find(caller, "e", page_size=1)["videos"][0]
            assert row.get("video_bucket") == place
            assert row.get("video_blob") == (place and f"{number}.mp4")
