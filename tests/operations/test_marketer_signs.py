"""marketer_chat: @creators and #hashtags in the prompt, one or several."""

from __future__ import annotations

from typing import Any

import posts
import pytest
from calling import Caller, data

from memories_fake.worlds import PublicPost

LAB, RAILS, QUEST = "beaker_street_lab", "rails_and_ferries", "side_quest_mina"


def cited(caller: Caller, prompt: str, platform: str = "YOUTUBE") -> list[PublicPost]:
    """The posts that the answer rests on."""
    answer = data(caller.post("marketer_chat", {"prompt": prompt, "type": platform}))
    known = posts.of(platform)
    refs: list[Any] = answer.get("refs", [])
    return [known[ref["video"]["video_name"]] for ref in refs]


def creators(found: list[PublicPost]) -> set[str]:
    return {post["creator"] for post in found}


def test_every_creator_that_is_named_is_heard(api: Caller) -> None:
    assert creators(cited(api, f"What do @{LAB} and @{RAILS} post?")) == {LAB, RAILS}
    assert creators(cited(api, f"@{LAB}, @{RAILS} or @{QUEST}?")) == {LAB, RAILS, QUEST}


def test_a_creator_that_is_not_there_does_not_silence_the_other(v1: Caller) -> None:
    assert creators(cited(v1, f"What do @nobody_at_all and @{LAB} post?")) == {LAB}


def test_any_of_several_hashtags_will_do(v1: Caller) -> None:
    found = cited(v1, "#budget and #alps please")
    assert {tag for post in found for tag in post["hashtags"]} >= {"budget", "alps"}
    assert all({"budget", "alps"} & set(post["hashtags"]) for post in found)


def test_of_a_creator_and_a_hashtag_both_must_hold(v1: Caller) -> None:
    (post,) = cited(v1, f"@{RAILS} #alps")
    assert post["creator"] == RAILS
    assert "alps" in post["hashtags"]
    assert cited(v1, f"@{RAILS} #budget") == []


def test_as_many_posts_as_there_is_room_for_are_cited_of_a_creator(v1: Caller) -> None:
    assert len(cited(v1, f"@{RAILS.upper()}.")) == 7
    assert creators(cited(v1, f"@{RAILS.upper()}.")) == {RAILS}


def test_names_with_dots_are_whole(v1: Caller) -> None:
    creator = "ward7.dr.amara"
    assert creators(cited(v1, f"What does @{creator}. say?", "INSTAGRAM")) == {creator}


@pytest.mark.parametrize("prompt", ["What is the #1 bread?", "Bread? Write to me@example.com"])
def test_what_only_looks_like_a_sign_keeps_nothing_out(v1: Caller, prompt: str) -> None:
    assert cited(v1, prompt, "TIKTOK")


def test_of_a_sign_that_very_many_bear_the_newest_posts_are_told_of(
    v1: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memories_fake.domain.chats.BEARERS_CONSIDERED", 2)
    of_creator = [post for post in posts.of("YOUTUBE").values() if post["creator"] == RAILS]
    newest = sorted(post["published_at_ms"] for post in of_creator)[-2:]
    found = cited(v1, f"What does @{RAILS} post?")
    assert sorted(post["published_at_ms"] for post in found) == newest
    assert len(of_creator) > 2
