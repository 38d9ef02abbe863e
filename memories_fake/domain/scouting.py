"""What there is on the platforms: posts of the built-in library, and others, imagined."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count, cycle, islice

from memories_fake.domain.addresses import (
    TIKTOK,
    Creator,
    PostAddress,
    creator_address,
    post_address,
    post_addresses,
    post_url,
)
from memories_fake.domain.imagining_posts import imagine_post, imagine_post_mark
from memories_fake.domain.public import Posted, built_in
from memories_fake.domain.refusals import ParameterInvalid, ParameterMissing
from memories_fake.runtime.chance import Chance

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A post where it lies: its address, and what is to be seen there."""

    address: PostAddress
    posted: Posted

    @property
    def key(self) -> Key:
        """What makes it the same post, wherever it was found."""
        return self.address.platform, self.address.mark


def posts_at(urls: Sequence[str], chance: Chance) -> tuple[Found, ...]:
    """The posts at these addresses. Raises what `post_addresses` raises."""
    return tuple(_looked_at(address, chance) for address in post_addresses(urls))


def posts_by(
    profile_url: str, most: int, chance: Chance, *, platforms: Collection[str]
) -> tuple[Found, ...]:
    """The latest posts of a creator; none where the platform is not among these.

    Raises ParameterInvalid for a profile on no platform at all.
    """
    creator = creator_address(profile_url)
    if creator.platform not in platforms:
        return ()
    return tuple(islice(_of_creator(creator, chance), most))


def posts_about(hashtags: Sequence[str], most: int, chance: Chance) -> tuple[Found, ...]:
    """TikTok posts with these hashtags, taken from each in turns. A leading # is no matter."""
    tags = dict.fromkeys(re.sub(r"\s", "", tag).lstrip("#").lower() for tag in hashtags)
    if not tags:
        raise ParameterMissing("hash_tags")
    if "" in tags:
        raise ParameterInvalid("hash_tags", "a hashtag has no letters")
    found: dict[Key, Found] = {}
    for posts in cycle([_with_tag(tag, chance) for tag in tags]):
        post = next(posts)
        found[post.key] = post
        if len(found) == most:
            break
    return tuple(found.values())


def key_of(url: str) -> Key:
    """What makes it the same post, by its address."""
    address = post_address(url)
    return address.platform, address.mark


@cache
def _built_in_by_key() -> Mapping[Key, Posted]:
    return {key_of(posted.post.url): posted for posted in built_in()}


def _looked_at(address: PostAddress, chance: Chance) -> Found:
    known = _built_in_by_key().get((address.platform, address.mark))
    return Found(address, known or imagine_post(address, chance))


def _of_creator(creator: Creator, chance: Chance) -> Iterator[Found]:
    known = [
        posted
        for posted in built_in()
        if posted.post.platform == creator.platform
        and posted.post.creator.lower() == creator.name.lower()
    ]
    yield from _newest_first(known)
    own = chance.derived("creator", creator.platform, creator.name.lower())
    for address in _more(creator.platform, own):
        yield Found(address, imagine_post(address, chance, creator=creator.name))


def _with_tag(tag: str, chance: Chance) -> Iterator[Found]:
    known = [
        posted
        for posted in built_in()
        if posted.post.platform == TIKTOK and tag in map(str.lower, posted.post.hashtags)
    ]
    yield from _newest_first(known)
    for address in _more(TIKTOK, chance.derived("hashtag", tag)):
        yield Found(address, imagine_post(address, chance, tag=tag))


def _newest_first(known: Sequence[Posted]) -> Iterator[Found]:
    for posted in sorted(known, key=lambda each: -each.post.published_at_ms):
        yield Found(post_address(posted.post.url), posted)


def _more(platform: str, chance: Chance) -> Iterator[PostAddress]:
    for index in count():
        mark = imagine_post_mark(platform, chance.derived(index))
        yield PostAddress(platform, mark, post_url(platform, mark))
