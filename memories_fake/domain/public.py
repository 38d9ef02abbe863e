"""The public library: posts of three platforms, the same for everyone, loaded when first asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert

from memories_fake import worlds
from memories_fake.domain import labels, stories, videos
from memories_fake.domain.library import Library
from memories_fake.domain.records import Post, Segment, Story
from memories_fake.domain.stories import Tale
from memories_fake.runtime.ids import snowflake
from memories_fake.store import tables
from memories_fake.worlds import Passage, PublicPost

ACCOUNT = "public"


def library(asker: Library, platform: str) -> Library:
    """The posts of one platform, as a library in the asker's transaction."""
    shelf = asker.of(ACCOUNT, platform)
    if not videos.exists(shelf):
        posts = [
            (f"PI-{snowflake(post['published_at_ms'], sequence=position)}", post)
            for position, post in enumerate(worlds.public_posts())
            if post["platform"].upper() == platform
        ]
        shelf.connection.execute(
            insert(tables.videos), [_row(shelf, number, post) for number, post in posts]
        )
        for number, post in posts:
            labels.keep(shelf, number, _labels(post))
        stories.keep(
            shelf, *(Tale(number, post["caption"], _story(post)) for number, post in posts)
        )
    return shelf


def _row(shelf: Library, number: str, post: PublicPost) -> dict[str, Any]:
    return {
        "account": ACCOUNT,
        "number": number,
        "namespace": shelf.namespace,
        "name": post["caption"],
        "created_at_ms": post["published_at_ms"],
        "ready_at_ms": post["published_at_ms"],
        "cause": None,
        "duration_seconds": post["duration_seconds"],
        "size_bytes": 0,
        "order_ms": post["published_at_ms"],
        "downloadable": False,
        "appears_at_ms": post["published_at_ms"],
        "post": videos.post_row(_post(post)),
    }


def _post(post: PublicPost) -> Post:
    return Post(
        platform=post["platform"],
        creator=post["creator"],
        url=post["url"],
        hashtags=tuple(post["hashtags"]),
        views=post["views"],
        likes=post["likes"],
        shares=post["shares"],
        comments=post["comments"],
        collects=post["collects"],
        language=post["language"],
        music=post["music"],
        published_at_ms=post["published_at_ms"],
    )


def _labels(post: PublicPost) -> list[str]:
    """By whom and about what, in lower case, as the marketer chat is asked for them."""
    tags = [f"#{tag.lstrip('#').lower()}" for tag in post["hashtags"]]
    return [f"@{post['creator'].lstrip('@').lower()}", *tags]


def _story(post: PublicPost) -> Story:
    return Story(told(post["shows"]), told(post["says"]))


def told(passages: Sequence[Passage]) -> tuple[Segment, ...]:
    """Ready-made passages as segments."""
    return tuple(
        Segment(index, passage["start_seconds"], passage["end_seconds"], passage["text"])
        for index, passage in enumerate(passages)
    )
