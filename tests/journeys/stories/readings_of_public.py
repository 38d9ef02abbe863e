"""Each operation on the public library, which is the same for everybody, against the model."""

from __future__ import annotations

from typing import Any

from stories.material import PICTURES
from stories.model import Film, Post
from stories.story import Home, Story
from stories.world import NO_VIDEO

PLATFORMS = ("TIKTOK", "YOUTUBE", "INSTAGRAM")
DETAILS = (
    "v1.get_public_video_detail",
    "v1.get_public_video_transcription",
    "v1.get_public_audio_transcription",
)
EVERYTHING = 1000


def posts_there(story: Story, home: Home, platform: str) -> list[str]:
    """The numbers of all posts of a platform."""
    asked = {"search_param": "bread", "search_type": "BY_VIDEO", "type": platform}
    rows = story.ask(home, "v1.search_public", top_k=EVERYTHING, **asked).data
    return [row["videoNo"] for row in rows]


def library(story: Story, home: Home, film: Film, which: int) -> None:
    """All posts of a platform, found by words and by looks: those of the world and no others."""
    platform = PLATFORMS[which % len(PLATFORMS)]
    found = posts_there(story, home, platform)
    _assert_all(story, platform, found)
    picture = PICTURES["harbour"]
    sent = {"file": ("picture.png", picture, "image/png")}
    asked = {"type": platform, "similarity": 0}
    rows = story.ask(home, "v1.search_public_similar_images", files=sent, **asked).data
    _assert_all(story, platform, sorted({row["videoNo"] for row in rows}))


def _assert_all(story: Story, platform: str, found: list[str]) -> None:
    posts = story.world.library(platform)
    assert len(found) == len(set(found)) == len(posts)
    assert {post.number for post in posts if post.number} <= set(found)


def post(story: Story, home: Home, film: Film, which: int) -> None:
    """All that is told of a post, and the lines that hold what is said in it."""
    known = [each for each in story.world.posts if each.number]
    imported = [each for each in known if each.source]
    chosen = (imported or known)[which % len(imported or known)]
    told = {name: story.ask(home, name, video_no=chosen.number).data for name in DETAILS}
    for name, each in told.items():
        chosen.told.stays(name, each)
    assert told[DETAILS[0]]["video_no"] == chosen.number
    spoken = (told[DETAILS[2]] or {"transcriptions": []})["transcriptions"]
    for line in spoken[:1]:
        _assert_found(story, home, chosen, line)


def _assert_found(story: Story, home: Home, chosen: Post, line: dict[str, Any]) -> None:
    asked = {"query": line["content"], "type": chosen.platform}
    page = story.ask(home, "v1.search_public_audio_transcripts", **asked).data
    found = {(row["videoNo"], row["startTime"]) for row in page["videos"]}
    assert (chosen.number, line["startTime"]) in found
    assert int(page["total_count"]) >= len(page["videos"])


def private_films(story: Story, home: Home, film: Film, which: int) -> None:
    """A film of one's own is no public post, not even to oneself."""
    for name in DETAILS:
        assert story.ask(home, name, video_no=film.number).reason == NO_VIDEO
    if film.word:
        asked = {"query": film.word}
        page = story.ask(home, "v1.search_public_audio_transcripts", **asked).data
        assert page["videos"] == []


READINGS = (library, post, private_films)
