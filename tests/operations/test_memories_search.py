"""memories/search: the texts that share words with a query, best first."""

from __future__ import annotations

import pytest
from calling import Caller, data, refusal
from remembering import KETTLE, found, remember

LADDER = "The ladder stays behind the red shed."


def test_a_search_finds_by_words_and_says_how_well(api: Caller) -> None:
    remember(api, KETTLE, LADDER, "Bread is out.")
    assert found(api, "Where are the red kettles?") == [(KETTLE, 1.0), (LADDER, 0.5)]


def test_a_found_memory_is_as_listed_with_a_score(v1: Caller) -> None:
    (number,) = remember(v1, KETTLE, tags=["household"])
    page = data(v1.post("memories/search", {"query": "kettle"}))
    (memory,) = page.pop("memories")
    assert page == {"current_page": 1, "page_size": 20, "total_count": "1"}
    (listed,) = data(v1.post("memories", {}))["memories"]
    assert memory == {**listed, "score": 1.0}
    assert memory["id"] == number


def test_tags_are_searched_too(v1: Caller) -> None:
    remember(v1, KETTLE, tags=["household"])
    assert found(v1, "household") == [(KETTLE, 1.0)]


def test_among_equals_the_newest_comes_first(v1: Caller) -> None:
    remember(v1, "First kettle", "Second kettle", "Third kettle")
    told = [content for content, _ in found(v1, "kettle")]
    assert told == ["Third kettle", "Second kettle", "First kettle"]
    assert found(v1, "kettle", page=2, page_size=2) == [("First kettle", 1.0)]
    assert found(v1, "kettle", page=3, page_size=2) == []


@pytest.mark.parametrize("query", ["zeppelin", "who is it?", "?"])
def test_what_shares_no_word_is_not_found(v1: Caller, query: str) -> None:
    remember(v1, KETTLE)
    assert found(v1, query) == []


def test_filters_narrow_a_search(v1: Caller) -> None:
    remember(v1, KETTLE)
    remember(v1, "A kettle of my own", role="Bo", tags=["urgent"])
    assert found(v1, "kettle", filters={"role": "Ada"}) == [(KETTLE, 1.0)]
    assert found(v1, "kettle", filters={"tags": ["urgent"]}) == [("A kettle of my own", 1.0)]


def test_a_namespace_and_an_account_keep_to_themselves(api: Caller) -> None:
    remember(api, KETTLE, unique_id="team-a")
    assert found(api, "kettle") == []
    assert found(api, "kettle", unique_id="team-a") == [(KETTLE, 1.0)]
    assert found(api.other(), "kettle", unique_id="team-a") == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (None, "0001"),
        ({"query": ""}, "0001"),
        ({"query": ["kettle"]}, "0003"),
        ({"query": "kettle", "page": 0}, "0001"),
        ({"query": "kettle", "page_size": 501}, "0001"),
        ({"query": "kettle", "filters": []}, "0001"),
        ({"query": "kettle", "filters": {"from": "noon"}}, "0001"),
    ],
)
def test_nonsense_is_refused_in_an_envelope(v1: Caller, body: object, code: str) -> None:
    assert refusal(v1.post("memories/search", body))[0] == code
