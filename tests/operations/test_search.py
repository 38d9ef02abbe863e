"""search: moments of one's own videos, the best first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from calling import Caller, data, refusal
from calls import said, shown
from fakes import fake_with
from sockets import cut_short

BOATS = "https://films.example/c/harbour_boats.mp4"
MARKET = "https://films.example/k/night_market.mp4"
LEVELS = {"low": 0.15, "medium": 0.225, "high": 0.4}


def search(caller: Caller, text: str = "boats in the harbour", **asked: Any) -> list[Any]:
    hits: list[Any] = data(caller.post("search", {"search_param": text, **asked}))
    return hits


def numbers(hits: list[Any]) -> set[str]:
    return {hit["videoNo"] for hit in hits}


def test_a_new_account_has_nothing_to_find(api: Caller) -> None:
    assert search(api) == []


def test_hits_are_moments_of_the_transcript_with_a_score(api: Caller) -> None:
    number = api.parsed(BOATS)

    hits = search(api, search_type="BY_VIDEO", top_k=5)

    moments = {(row["startTime"], row["endTime"]): row["content"] for row in shown(api, number)}
    assert len(hits) == 5
    for hit in hits:
        assert set(hit) == {"videoNo", "videoName", "startTime", "endTime", "score"}
        assert (hit["videoNo"], hit["videoName"]) == (number, "harbour_boats")
        assert (hit["startTime"], hit["endTime"]) in moments
        assert isinstance(hit["score"], float)
        assert 0 < hit["score"] <= 1
    best = moments[hits[0]["startTime"], hits[0]["endTime"]].lower()
    assert "boat" in best
    assert "harbour" in best


def test_what_is_said_is_found_by_audio_with_its_words(api: Caller) -> None:
    number = api.parsed(BOATS)

    hits = search(api, search_type="BY_AUDIO", top_k=3)

    lines = {(r["startTime"], r["endTime"], r["content"]) for r in said(api, number)}
    assert len(hits) == 3
    for hit in hits:
        assert set(hit) == {"videoNo", "videoName", "startTime", "endTime", "audio_ts", "score"}
        assert (hit["startTime"], hit["endTime"], hit["audio_ts"]) in lines
    assert "boat" in hits[0]["audio_ts"].lower()


def test_the_best_comes_first(v1: Caller) -> None:
    boats, market = v1.parsed(BOATS), v1.parsed(MARKET)
    scores = [hit["score"] for hit in search(v1)]
    assert scores == sorted(scores, reverse=True)
    assert search(v1, "boats in the harbour")[0]["videoNo"] == boats
    assert search(v1, "a market at night")[0]["videoNo"] == market


def test_only_parsed_videos_are_found(api: Caller) -> None:
    number = api.add(BOATS)
    assert search(api) == []
    api.advance(seconds=60)
    assert numbers(search(api)) == {number}


def test_a_film_without_sound_is_not_found_by_audio(v1: Caller, silent_film: Path) -> None:
    number = v1.film(silent_film)
    assert search(v1, "silent street", search_type="BY_AUDIO") == []
    assert search(v1, "silent street")[0]["videoNo"] == number


def test_by_video_and_by_clip_are_one_and_the_default(v1: Caller) -> None:
    v1.parsed(BOATS)
    assert search(v1) == search(v1, search_type="BY_CLIP") == search(v1, search_type="BY_VIDEO")
    assert search(v1) != search(v1, search_type="BY_AUDIO")


def test_top_k_bounds_the_hits_and_is_100_by_default(v1: Caller) -> None:
    for number in range(9):
        v1.parsed(f"https://films.example/harbour_boats_{number}.mp4")
    everything = search(v1, top_k=1000)
    assert len(everything) > 100
    assert search(v1) == everything[:100]
    assert search(v1, top_k=1) == everything[:1]


def test_a_filtering_level_keeps_what_fits_well_enough(v1: Caller) -> None:
    v1.parsed(BOATS)
    v1.parsed(MARKET)
    some_scores = set()
    for text in ("boats in the harbour", "boats " + " ".join(f"no{n}thing" for n in range(40))):
        everything = search(v1, text, top_k=1000)
        for level, least in LEVELS.items():
            kept = search(v1, text, top_k=1000, filtering_level=level)
            assert kept == [hit for hit in everything if hit["score"] >= least]
        some_scores |= {hit["score"] for hit in everything}
    for low, high in ((0, 0.15), (0.15, 0.225), (0.4, 1)):
        assert any(low <= score < high for score in some_scores)


def test_words_that_nobody_shows_are_filtered_out(v1: Caller) -> None:
    v1.parsed(BOATS)
    assert search(v1, "xylophone zeppelin")
    assert search(v1, "xylophone zeppelin", filtering_level="low") == []


def test_it_can_be_narrowed_to_some_videos(v1: Caller) -> None:
    boats, market = v1.parsed(BOATS), v1.parsed(MARKET)
    foreign = v1.other().parsed(BOATS)
    assert numbers(search(v1)) == {boats, market}
    assert numbers(search(v1, video_nos=[market])) == {market}
    assert numbers(search(v1, video_nos=[market, foreign, "VI1"])) == {market}
    assert search(v1, video_nos=[foreign, "VI1"]) == []


def test_a_namespace_finds_its_own(api: Caller) -> None:
    default, team = api.parsed(BOATS), api.parsed(BOATS, unique_id="team-a")
    assert numbers(search(api)) == {default}
    assert numbers(search(api, unique_id="team-a")) == {team}
    assert search(api, unique_id="team-a", video_nos=[default]) == []


def test_another_account_finds_nothing_of_it(api: Caller) -> None:
    api.parsed(BOATS)
    assert search(api.other()) == []


def test_the_legacy_path_names_each_video_once_and_no_times(api: Caller) -> None:
    boats, market = api.parsed(BOATS), api.parsed(MARKET)
    assert search(api.legacy(), search_type="BY_VIDEO") == [
        {"videoNo": boats, "videoName": "harbour_boats", "startTime": "null", "endTime": "null"},
        {"videoNo": market, "videoName": "night_market", "startTime": "null", "endTime": "null"},
    ]


def test_top_k_counts_what_is_answered_on_the_legacy_path_too(v1: Caller) -> None:
    boats, market = v1.parsed(BOATS), v1.parsed(MARKET)
    found = search(v1.legacy(), top_k=2)
    assert [hit["videoNo"] for hit in found] == [boats, market]
    assert [hit["videoNo"] for hit in search(v1.legacy(), top_k=1)] == [boats]


def test_equal_questions_find_the_same(api: Caller) -> None:
    api.parsed(BOATS)
    assert search(api) == search(api) == search(api, "BOATS, in the Harbour!")


def test_sloppy_requests_are_understood(v1: Caller) -> None:
    v1.parsed(BOATS)
    meant = search(v1, top_k=2)
    for asked in (
        {"top_k": "2"},
        {"top_k": 2.0, "filtering_level": None, "search_type": ""},
        {"top_k": 2, "video_nos": None, "unique_id": "", "tag": "", "folder_id": -1},
    ):
        assert search(v1, **asked) == meant
    headers = {"Content-Type": "text/plain"}
    raw = b'{"search_param": "boats in the harbour", "top_k": 2}'
    assert data(v1.send("POST", "search", data=raw, headers=headers)) == meant
    form = {"search_param": "boats in the harbour", "top_k": "2"}
    assert data(v1.send("POST", "search", data=form)) == meant
    assert data(v1.send("POST", "search", params=form)) == meant


NONSENSE: tuple[tuple[Any, str], ...] = (
    (None, "0001"),
    ({}, "0001"),
    ({"search_param": None}, "0001"),
    ({"search_param": " \n"}, "0001"),
    ({"search_param": ["boats"]}, "0003"),
    ({"search_param": "a", "search_type": "BY_SMELL"}, "0003"),
    ({"search_param": "a", "search_type": "by_video"}, "0003"),
    ({"search_param": "a", "search_type": {"by": "video"}}, "0003"),
    ({"search_param": "a", "top_k": 0}, "0001"),
    ({"search_param": "a", "top_k": 1001}, "0001"),
    ({"search_param": "a", "top_k": "many"}, "0003"),
    ({"search_param": "a", "top_k": 1.5}, "0003"),
    ({"search_param": "a", "top_k": True}, "0003"),
    ({"search_param": "a", "filtering_level": "extreme"}, "0003"),
    ({"search_param": "a", "video_nos": "VI1"}, "0003"),
    ({"search_param": "a", "video_nos": []}, "0001"),
    ({"search_param": "a", "video_nos": [None]}, "0003"),
    ({"search_param": "a", "video_nos": ["VI1"] * 101}, "0001"),
    ({"search_param": "a", "unique_id": {"id": 1}}, "0003"),
    (["a"], "0003"),
    ("a", "0003"),
)


def test_nonsense_is_refused_in_an_envelope(v1: Caller) -> None:
    for body, code in NONSENSE:
        assert (body, refusal(v1.post("search", body))[0]) == (body, code)


def test_the_parameter_that_lacks_is_named(api: Caller) -> None:
    assert refusal(api.post("search", {"query": "boats"})) == (
        "0001",
        "The search_param parameter cannot be empty!",
    )


def test_a_body_is_read_to_its_end_however_it_comes(api: Caller) -> None:
    api.parsed(BOATS)
    assert search(api, "boats in the" + " " * 300_000 + "harbour") == search(api)
    pieces = iter([b'{"search_param": ', b'"boats in', b' the harbour"}'])
    assert data(api.send("POST", "search", data=pieces)) == search(api)


def test_a_body_that_is_cut_short_is_refused(port: Caller) -> None:
    assert refusal(cut_short(port, "search", b'{"search_param": "boats"}'))[0] == "0003"


@pytest.mark.parametrize("line", ["v1", "video"])
def test_dialect_search_times(line: str) -> None:
    for way, times in (("seconds", {"startTime", "endTime", "score"}), ("null", set())):
        with fake_with(dialect={"search_times": way}) as caller:
            spoken = caller if line == "v1" else caller.legacy()
            caller.parsed(BOATS)
            hits = search(spoken)
            assert all(set(hit) >= times for hit in hits)
            assert ({hit["startTime"] for hit in hits} == {"null"}) is (way == "null")
            assert (len(hits) == 1) is (way == "null")
