"""A public post in the words of the v1 line: all numbers are text."""

from __future__ import annotations

from memories_fake.api.dialects import Dialect
from memories_fake.api.v1.shapes import Wire, status_word
from memories_fake.domain.records import Post, Video


def detail(video: Video, dialect: Dialect) -> Wire:
    """A post: its film, by whom and where it was posted, and how it was received."""
    return {
        "duration": str(video.duration_seconds),
        "status": status_word(video.status, dialect),
        "video_no": video.number,
        "video_name": video.name,
        "create_time": str(video.created_at_ms),
        **(_posted(video.post) if video.post else {}),
    }


def _posted(post: Post) -> Wire:
    return {
        "video_url": post.url,
        "blogger_id": post.creator,
        "like_count": str(post.likes),
        "share_count": str(post.shares),
        "comment_count": str(post.comments),
        "view_count": str(post.views),
        "collect_count": str(post.collects),
        "text_language": post.language,
        "music_name": post.music,
        "hash_tag": "".join(f"#{tag.lstrip('#')}" for tag in post.hashtags),
        "publish_time": str(post.published_at_ms // 1000),  # seconds, unlike all other times
    }
