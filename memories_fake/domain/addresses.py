"""Addresses on the social platforms: which platform, and which post or creator there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from memories_fake.domain.refusals import ParameterInvalid, ParameterMissing

TIKTOK, YOUTUBE, INSTAGRAM = "tiktok", "youtube", "instagram"
PLATFORMS = frozenset({TIKTOK, YOUTUBE, INSTAGRAM})
HOSTS: Mapping[str, str] = {
    "tiktok.com": TIKTOK,
    "youtube.com": YOUTUBE,
    "youtube-nocookie.com": YOUTUBE,
    "youtu.be": YOUTUBE,
    "instagram.com": INSTAGRAM,
    "instagr.am": INSTAGRAM,
}
POST_IN_PATH = re.compile(
    r"/(?:video|photo|player/v1|embed/v2|embed|v|t|shorts|live|p|reel|reels|tv)/([\w-]+)"
)
POST_ADDRESSES: Mapping[str, str] = {
    TIKTOK: "https://www.tiktok.com/player/v1/{}",
    YOUTUBE: "https://www.youtube.com/watch?v={}",
    INSTAGRAM: "https://www.instagram.com/reel/{}/",
}
NOT_CREATORS = frozenset({"c", "channel", "user"})
MOST_POSTS = 50


@dataclass(frozen=True, slots=True)
class PostAddress:
    """A post: two addresses with the same platform and mark lead to one post."""

    platform: str
    mark: str
    url: str

    @property
    def canonical_url(self) -> str:
        """The one address that stands for all."""
        return post_url(self.platform, self.mark)


@dataclass(frozen=True, slots=True)
class Creator:
    """Who posts, by a name without `@`."""

    platform: str
    name: str


def post_url(platform: str, mark: str) -> str:
    """The address of a post; `mark` is its id there, or an address where no id was found."""
    return mark if "://" in mark else POST_ADDRESSES[platform].format(mark)


def post_addresses(urls: Sequence[str], *, name: str = "video_urls") -> tuple[PostAddress, ...]:
    """The posts at these addresses, each once, all from one platform.

    Raises ParameterMissing for none, ParameterInvalid for too many, for more than one platform
    and for what lies elsewhere; `name` is what the caller calls them.
    """
    if not urls:
        raise ParameterMissing(name)
    if len(urls) > MOST_POSTS:
        raise ParameterInvalid(name, f"at most {MOST_POSTS} are allowed")
    found = [post_address(url, name=name) for url in urls]
    if len({post.platform for post in found}) > 1:
        raise ParameterInvalid(name, "all posts must come from one platform")
    unique: dict[str, PostAddress] = {}
    for post in found:
        unique.setdefault(post.mark, post)
    return tuple(unique.values())


def post_address(url: str, *, name: str = "video_urls") -> PostAddress:
    """The post at an address. Raises ParameterInvalid if it is on none of the platforms."""
    platform, path, query = _taken_apart(url, name)
    in_path = POST_IN_PATH.search(path)
    in_query = parse_qs(query).get("v") if path == "/watch" else None
    if in_query:
        return PostAddress(platform, in_query[0], url)
    if in_path:
        return PostAddress(platform, in_path[1], url)
    steps = path.strip("/")
    if not steps:
        raise ParameterInvalid(name, f"there is no post at {url[:200]}")
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    is_short = host == "youtu.be"
    return PostAddress(platform, steps if is_short else f"https://{host}/{steps}", url)


def creator_address(url: str, *, name: str = "username") -> Creator:
    """Whose profile this is. Raises ParameterInvalid where it is none of the platforms'."""
    platform, path, _ = _taken_apart(url, name)
    steps = [step for step in path.split("/") if step]
    if steps and steps[0] in NOT_CREATORS:
        steps = steps[1:]
    if not steps or not steps[0].lstrip("@"):
        raise ParameterInvalid(name, f"there is no profile at {url[:200]}")
    return Creator(platform, steps[0].lstrip("@"))


def _taken_apart(url: str, name: str) -> tuple[str, str, str]:
    """Platform, path and query of an address."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError as error:
        raise ParameterInvalid(name, str(error)) from error
    platform = next((p for own, p in HOSTS.items() if f".{host}".endswith(f".{own}")), None)
    if platform is None or parts.scheme not in {"http", "https"}:
        reason = f"{url[:200]!r} is no address on TikTok, YouTube or Instagram"
        raise ParameterInvalid(name, reason)
    return platform, parts.path, parts.query
