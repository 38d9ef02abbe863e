"""The ready-made content is whole: there is enough of it, well formed, about everyday things."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

import memories_fake.worlds
from memories_fake.worlds import Passage, PublicPost, demo, public_posts, vocabulary

FOLDER = Path(memories_fake.worlds.__file__).parent
MILLISECONDS_2024 = datetime(2024, 1, 1, tzinfo=UTC).timestamp() * 1000
MILLISECONDS_2026 = datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1000
URLS = {
    "tiktok": r"https://www\.tiktok\.com/player/v1/\d{19}",
    "youtube": r"https://www\.youtube\.com/watch\?v=[\w-]{11}",
    "instagram": r"https://www\.instagram\.com/reel/[\w-]{11}/",
}


def texts_of(post: PublicPost) -> str:
    passages = [*post["shows"], *post["says"]]
    texts = (passage["text"] for passage in passages)
    return " ".join([post["caption"], *post["hashtags"], *texts]).lower()


def is_in_order(passages: list[Passage], *, duration_seconds: int) -> bool:
    edges = [
        second
        for passage in passages
        for second in (passage["start_seconds"], passage["end_seconds"])
    ]
    return edges == sorted(edges) and edges[0] >= 0 and edges[-1] <= duration_seconds


def test_the_public_library_has_all_three_platforms_and_some_thirty_creators() -> None:
    posts = public_posts()
    assert Counter(post["platform"] for post in posts) == {
        "tiktok": 108,
        "youtube": 80,
        "instagram": 80,
    }
    assert len({post["creator"] for post in posts}) == 33


def test_every_post_is_one_of_a_kind() -> None:
    posts = public_posts()
    assert len({post["caption"] for post in posts}) == len(posts)
    assert len({post["url"] for post in posts}) == len(posts)
    stories = {tuple(passage["text"] for passage in post["shows"]) for post in posts}
    assert len(stories) == len(posts)


def test_a_post_leads_to_a_url_of_its_platform() -> None:
    strays = [
        post for post in public_posts() if not re.fullmatch(URLS[post["platform"]], post["url"])
    ]
    assert strays == []


def test_the_story_of_a_post_has_three_to_eight_passages_on_each_track_within_its_length() -> None:
    for post in public_posts():
        assert 8 <= post["duration_seconds"] <= 180
        for track in (post["shows"], post["says"]):
            assert 3 <= len(track) <= 8
            assert is_in_order(track, duration_seconds=post["duration_seconds"])


def test_what_a_post_shows_covers_the_whole_of_it() -> None:
    for post in public_posts():
        starts = [passage["start_seconds"] for passage in post["shows"]]
        ends = [passage["end_seconds"] for passage in post["shows"]]
        assert [*starts, post["duration_seconds"]] == [0, *ends]


def test_spoken_texts_start_with_one_space_and_shown_ones_with_none() -> None:
    for post in public_posts():
        assert all(re.match(r" \S", passage["text"]) for passage in post["says"])
        assert all(re.match(r"\S", passage["text"]) for passage in post["shows"])


def test_posts_were_published_in_2024_or_2025_and_liked_by_fewer_than_saw_them() -> None:
    for post in public_posts():
        assert MILLISECONDS_2024 <= post["published_at_ms"] < MILLISECONDS_2026
        assert 0 < post["likes"] < post["views"]
        assert all(post[count] >= 0 for count in ("shares", "comments", "collects"))


def test_hashtags_are_written_without_their_sign() -> None:
    tags = [tag for post in public_posts() for tag in post["hashtags"]]
    assert all(re.fullmatch(r"\w+", tag) for tag in tags)
    assert all(len(post["hashtags"]) >= 2 for post in public_posts())


@pytest.mark.parametrize("platform", ["tiktok", "youtube", "instagram"])
@pytest.mark.parametrize(
    "query",
    [
        *("cook", "food", "coffee", "football", "dance", "music", "piano", "song", "dog", "cat"),
        *("war", "soldier", "history", "fashion", "makeup", "travel", "train", "city", "snow"),
        *("phone", "robot", "science", "experiment", "money", "job", "doctor", "school", "child"),
        *("wedding", "birthday", "garden", "tree", "rain", "fire", "game", "movie", "friend"),
    ],
)
def test_an_everyday_query_finds_something_on_every_platform(platform: str, query: str) -> None:
    posts = [post for post in public_posts() if post["platform"] == platform]
    assert any(query in texts_of(post) for post in posts)


def test_the_public_library_stays_small_enough_to_load_at_once() -> None:
    assert (FOLDER / "public.json").stat().st_size < 600_000


def test_the_demo_world_has_nine_videos_and_a_session_about_each() -> None:
    world = demo()
    names = [video["name"] for video in world["videos"]]
    assert len(set(names)) == 9
    assert [session["video"] for session in world["sessions"]] == names


def test_a_demo_video_is_named_after_its_theme() -> None:
    themes = vocabulary()["themes"]
    for video in demo()["videos"]:
        words = set(video["name"].lower().split())
        assert words & set(themes[video["theme"]]["keywords"]), video["name"]


def test_demo_videos_have_the_size_and_length_of_real_ones() -> None:
    for video in demo()["videos"]:
        assert 40 <= video["duration_seconds"] <= 1800
        assert video["size_bytes"] > 100_000 * video["duration_seconds"]
        for track in (video.get("shows"), video.get("says")):
            assert track is None or is_in_order(track, duration_seconds=video["duration_seconds"])


def test_a_demo_session_takes_turns_and_ends_with_an_answer() -> None:
    for session in demo()["sessions"]:
        roles = [message["role"] for message in session["messages"]]
        assert roles == ["user", "assistant"] * (len(roles) // 2)
        assert 2 <= len(roles) <= 6
        assert session["title"]
        assert all(message["content"].strip() for message in session["messages"])


def test_no_keyword_calls_up_two_themes() -> None:
    keywords = [word for theme in vocabulary()["themes"].values() for word in theme["keywords"]]
    assert [word for word, count in Counter(keywords).items() if count > 1] == []


def test_every_theme_has_phrases_for_all_four_parts_and_only_known_slots() -> None:
    for theme in vocabulary()["themes"].values():
        for arc in (theme["actions"], theme["lines"]):
            parts = [arc["opening"], arc["development"], arc["turn"], arc["close"]]
            phrases = [phrase for part in parts for phrase in part]
            assert min(len(part) for part in parts) >= 3
            assert len(set(phrases)) == len(phrases)
            assert {slot for phrase in phrases for slot in re.findall(r"{.*?}", phrase)} <= {
                "{thing}"
            }
