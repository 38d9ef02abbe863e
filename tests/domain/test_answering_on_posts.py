"""What the marketer answers over public posts."""

from __future__ import annotations

import re

import pytest
from answering_films import market, posts


def test_the_marketer_cites_creators_with_their_reach_and_tags() -> None:
    found = market("What do people say about bread?", posts())
    for cited in ("@lena", "@max", "331.4K views", "#bread", "00:10"):
        assert cited in found.content
    assert [thinking.title for thinking in found.thinkings] == [
        "Searching relevant videos",
        "Inspecting search result relevance",
        "Based on relevant videos, fetch detailed information",
        "Rerank detailed information",
    ]
    assert [[(i.kind, i.start_seconds) for i in ref.items] for ref in found.refs] == [
        [("post", 0)],
        [("post", 0)],
    ]


def test_a_post_that_only_shows_what_is_asked_for_is_cited_by_the_second() -> None:
    found = market("Who holds a knife?", posts())
    assert [[(i.kind, i.start_seconds) for i in ref.items] for ref in found.refs] == [
        [("keyframe", 10)],
    ]


def test_the_marketer_ranks_hashtags_by_use() -> None:
    tags = re.findall(r"(?m)^- (#\w+)", market("Which hashtags work?", posts()).content)
    assert tags == ["#bread", "#loaf", "#rye"]


def test_the_marketer_keeps_to_the_creator_that_is_named() -> None:
    found = market("What does @max say?", posts())
    assert "@lena" not in found.content
    assert [ref.video.name for ref in found.refs] == ["Starter trouble"]


@pytest.mark.parametrize("prompt", ["What is trending?", "Give me 2 ideas", "Compare the creators"])
def test_the_marketer_answers_other_wishes_in_other_ways(prompt: str) -> None:
    plain = market("bread", posts()).content
    assert market(prompt, posts()).content not in ("", plain)


def test_the_marketer_says_so_when_nothing_was_found() -> None:
    found = market("where is the war?", [])
    assert "Nothing relevant was found" in found.content
    assert len(found.thinkings) == 4
    assert found.refs == ()
