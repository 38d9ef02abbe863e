"""The built-in public posts, as tests look them up, and what is known of one over the wire."""

from __future__ import annotations

from typing import Any

from calling import Caller, data

from memories_fake.worlds import PublicPost, public_posts

PLATFORMS = ("TIKTOK", "YOUTUBE", "INSTAGRAM")
UNKNOWN = ("0001", "video not found")


def of(platform: str) -> dict[str, PublicPost]:
    """The posts of a platform by their captions."""
    return {p["caption"]: p for p in public_posts() if p["platform"].upper() == platform}


def search(caller: Caller, text: str = "people bake bread", **asked: Any) -> list[dict[str, Any]]:
    """The rows of a search in the public library."""
    rows: list[dict[str, Any]] = data(caller.post("search_public", {"search_param": text, **asked}))
    return rows


def number_of(caller: Caller, platform: str = "TIKTOK") -> str:
    """The number of some post of a platform."""
    return str(search(caller, type=platform, top_k=1)[0]["videoNo"])
