"""memories: pages and filters of the texts that were kept."""

from __future__ import annotations

from typing import Any

import pytest
from calling import Caller, refusal
from remembering import contents, listed, remember

BERLIN, POTSDAM, ZURICH = ("52.52", "13.40"), ("52.40", "13.20"), ("47.37", "8.54")


def at(place: tuple[str, str]) -> dict[str, str]:
    return {"latitude": place[0], "longitude": place[1]}


def test_a_new_account_remembers_nothing(api: Caller) -> None:
    assert listed(api) == {
        "memories": [],
        "current_page": 1,
        "page_size": 20,
        "total_count": "0",
    }


def test_the_newest_comes_first_and_pages_do_not_overlap(api: Caller) -> None:
    for n in range(5):
        remember(api, f"Note {n}")
    pages = [listed(api, page=n, page_size=2) for n in (1, 2, 3, 4)]
    told = [memory["content"] for page in pages for memory in page["memories"]]
    assert told == [f"Note {n}" for n in (4, 3, 2, 1, 0)]
    assert [page["current_page"] for page in pages] == [1, 2, 3, 4]
    assert {page["total_count"] for page in pages} == {"5"}


FILTERS: tuple[tuple[dict[str, Any], list[str]], ...] = (
    ({}, ["new", "old"]),
    ({"tags": ["kitchen"]}, ["new", "old"]),
    ({"tags": ["kitchen", "urgent"]}, ["new"]),
    ({"tags": ["garden"]}, []),
    ({"role": "Ada"}, ["old"]),
    ({"role": "ada"}, []),
    ({"from": "2025-06-01T00:00:00Z"}, ["new"]),
    ({"to": "2025-06-01T00:00:00Z"}, ["old"]),
    ({"from": "2024-01-01T00:00:00Z", "to": "2025-06-01T01:59:59+02:00"}, ["old"]),
    (at(POTSDAM), ["old"]),
    ({"latitude": 47.4, "longitude": 8.5}, ["new"]),
    ({"latitude": "52.4"}, ["new", "old"]),
    ({"role": "Ada", "tags": ["urgent"]}, []),
    ({"mood": "glad", "role": "", "tags": []}, ["new", "old"]),
)


@pytest.mark.parametrize(("filters", "kept"), FILTERS)
def test_every_filter_keeps_what_was_asked_for(
    v1: Caller, filters: dict[str, Any], kept: list[str]
) -> None:
    remember(v1, "old", tags=["kitchen"], memories_at="2024-05-05T10:00:00Z", **at(BERLIN))
    remember(v1, "new", role="Bo", tags=["kitchen", "urgent"], **at(ZURICH))
    page = listed(v1, filters=filters)
    assert [memory["content"] for memory in page["memories"]] == kept
    assert page["total_count"] == str(len(kept))


def test_sloppy_requests_are_understood(v1: Caller) -> None:
    remember(v1, "Note")
    for body in (None, {"page": "1"}, {"filters": None}, {"size": 1}, {"unique_id": ""}):
        assert v1.post("memories", body).json()["data"]["total_count"] == "1"


def test_another_account_sees_nothing_of_it(api: Caller) -> None:
    remember(api, "Note")
    assert contents(api.other()) == []
    assert contents(api, unique_id="team-a") == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"page": 0}, "0001"),
        ({"page_size": 0}, "0001"),
        ({"page_size": 501}, "0001"),
        ({"page": "two"}, "0003"),
        ({"filters": "tags"}, "0001"),
        ({"filters": {"tags": "kitchen"}}, "0001"),
        ({"filters": {"role": 5}}, "0001"),
        ({"filters": {"from": "noon"}}, "0001"),
        ({"filters": {"to": "2025-06-01"}}, "0001"),
        ({"filters": {"latitude": "north", "longitude": "8"}}, "0001"),
        ({"filters": {"latitude": 91, "longitude": 8}}, "0001"),
        ([], "0003"),
    ],
)
def test_nonsense_is_refused_in_an_envelope(v1: Caller, body: object, code: str) -> None:
    assert refusal(v1.post("memories", body))[0] == code
