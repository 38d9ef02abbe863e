"""The public library: posts of three platforms, the same for everyone, loaded when first asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from memories_fake import worlds
from memories_fake.domain import frames, labels, stories, videos
from memories_fake.domain.library import Library
from memories_fake.domain.records import Post, Segment, Story, Video
from memories_fake.domain.stories import Tale
from memories_fake.runtime.chance import Chance
from memories_fake.runtime.ids import snowflake
from memories_fake.runtime.keyframes import Frame
from memories_fake.runtime.looks import look_of
from memories_fake.runtime.painting import paint
from memories_fake.store import tables
from memories_fake.worlds import Passage, PublicPost

if TYPE_CHECKING:
    from PIL.Image import Image

ACCOUNT = "public"
PREFIX = "PI-"
PLATFORMS = ("TIKTOK", "YOUTUBE", "INSTAGRAM")


@dataclass(frozen=True, slots=True)
class Posted:
    """A post with its content, and the number under which everyone finds it."""

    number: str
    caption: str
    duration_seconds: int
    post: Post
    story: Story


def library(asker: Library, platform: str) -> Library:
    """The posts of one platform, as a library in the asker's transaction; TikTok's if unknown."""
    shelf = asker.of(ACCOUNT, platform if platform in PLATFORMS else PLATFORMS[0])
    if not videos.exists(shelf):
        kept = [each for each in built_in() if each.post.platform.upper() == shelf.namespace]
        add(shelf, kept)
    return shelf


def everything(asker: Library) -> Library:
    """The posts of all platforms, as one library."""
    shelves = [library(asker, platform) for platform in PLATFORMS]
    return shelves[0].everywhere()


def own_or_public(asker: Library, numbers: Sequence[str]) -> dict[str, Video]:
    """The videos of these numbers that are there: the asker's own, and posts for everyone."""
    if any(number.startswith(PREFIX) for number in numbers):
        everything(asker)
    return videos.of_numbers(asker, (asker.account, ACCOUNT), numbers)


def add(shelf: Library, new: Sequence[Posted], *, task: str | None = None) -> None:
    """Put posts into the library, for everyone at once: no two accounts share a clock."""
    if not new:
        return
    rows = [_row(shelf, posted, task) for posted in new]
    shelf.connection.execute(insert(tables.videos), rows)
    for posted in new:
        labels.keep(shelf, posted.number, _labels(posted.post))
    stories.keep(shelf, *(Tale(posted.number, posted.caption, posted.story) for posted in new))


@cache
def built_in() -> tuple[Posted, ...]:
    """The posts that are there from the beginning."""
    return tuple(
        Posted(
            number=f"{PREFIX}{snowflake(post['published_at_ms'], sequence=position)}",
            caption=post["caption"],
            duration_seconds=post["duration_seconds"],
            post=_post(post),
            story=Story(told(post["shows"]), told(post["says"])),
        )
        for position, post in enumerate(worlds.public_posts())
    )


def _row(shelf: Library, posted: Posted, task: str | None) -> dict[str, Any]:
    published_at_ms = posted.post.published_at_ms
    return {
        "account": ACCOUNT,
        "number": posted.number,
        "namespace": shelf.namespace,
        "name": posted.caption,
        "created_at_ms": published_at_ms,
        "ready_at_ms": published_at_ms,
        "cause": None,
        "duration_seconds": posted.duration_seconds,
        "size_bytes": 0,
        "order_ms": published_at_ms,
        "downloadable": False,
        "appears_at_ms": published_at_ms,
        "task": task,
        "post": videos.post_row(posted.post),
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


def _labels(post: Post) -> list[str]:
    """By whom and about what, in lower case, as the marketer chat is asked for them."""
    tags = [f"#{tag.lstrip('#').lower()}" for tag in post.hashtags]
    return [f"@{post.creator.lstrip('@').lower()}", *tags]


def told(passages: Sequence[Passage]) -> tuple[Segment, ...]:
    """Ready-made passages as segments."""
    return tuple(
        Segment(index, passage["start_seconds"], passage["end_seconds"], passage["text"])
        for index, passage in enumerate(passages)
    )


def pictured(asker: Library, platform: str) -> Library:
    """The same, once each post has a key frame: a painted one where no film was looked at."""
    shelf = library(asker, platform)
    posts = tables.videos
    seen = select(tables.frames.c.video).where(tables.frames.c.account == ACCOUNT)
    unseen = shelf.connection.execute(
        select(posts.c.number, posts.c.duration_seconds).where(
            posts.c.account == ACCOUNT,
            posts.c.namespace == shelf.namespace,
            posts.c.number.not_in(seen),
        )
    )
    for number, duration_seconds in unseen.all():
        frames.keep(shelf, number, [Frame(0, duration_seconds, look_of(key_frame(number)))])
    return shelf


def key_frame(number: str) -> Image:
    """The painted picture of a post; the same in every fake. ImportError without Pillow."""
    return paint(Chance("public").derived(number))
