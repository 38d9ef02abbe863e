"""Posts that nobody made: caption, creator, hashtags and counts from an address and chance."""

from __future__ import annotations

import re
import string
from dataclasses import replace

from memories_fake.domain.addresses import TIKTOK, YOUTUBE, PostAddress
from memories_fake.domain.imagining import imagine
from memories_fake.domain.public import Posted
from memories_fake.domain.records import Post
from memories_fake.runtime.chance import Chance
from memories_fake.runtime.ids import MACHINES, snowflake
from memories_fake.runtime.media import Film
from memories_fake.worlds import Theme, vocabulary

EARLIEST_MS = 1_704_067_200_000  # 2024-01-01
LATEST_MS = 1_758_931_200_000  # 2025-09-27: before any virtual clock begins
SEQUENCES_OF_OTHERS = 1024  # the built-in posts of one moment stay below this
LAST_SEQUENCE = 4095
MARK_LETTERS = string.ascii_letters + string.digits + "-_"
MARK_LENGTH = 11
TIKTOK_DIGITS = 18
SHORT_SECONDS, LONG_SECONDS = (9, 60), (45, 300)


def imagine_post_mark(platform: str, chance: Chance) -> str:
    """The id of a post as the platform writes it."""
    if platform == TIKTOK:
        return f"7{chance.below(10**TIKTOK_DIGITS, 'mark'):0{TIKTOK_DIGITS}d}"
    return "".join(chance.pick(MARK_LETTERS, "mark", place) for place in range(MARK_LENGTH))


def imagine_post(
    address: PostAddress, chance: Chance, *, creator: str | None = None, tag: str | None = None
) -> Posted:
    """The post at an address: equal arguments give an equal post, everywhere."""
    chance = chance.derived("post", address.platform, address.mark)
    name, theme = _theme(chance, tag)
    hashtags = tuple(dict.fromkeys(filter(None, (tag, name, chance.pick(theme["keywords"])))))
    caption = f"{_sentence(theme, chance)} {' '.join(f'#{each}' for each in hashtags)}"
    low, high = LONG_SECONDS if address.platform == YOUTUBE else SHORT_SECONDS
    seconds = chance.between(low, high, "duration")
    published_at_ms = chance.between(EARLIEST_MS, LATEST_MS, "published")
    sequence = chance.between(SEQUENCES_OF_OTHERS, LAST_SEQUENCE, "sequence")
    return Posted(
        number=f"PI-{snowflake(published_at_ms, MACHINES[0], sequence)}",
        caption=caption,
        duration_seconds=seconds,
        post=_received(
            Post(
                platform=address.platform,
                creator=creator or _named_in(address.url) or _creator(name, theme, chance),
                url=address.canonical_url,
                hashtags=hashtags,
                published_at_ms=published_at_ms,
                language="en",
            ),
            chance,
        ),
        story=imagine(caption, Film(duration_seconds=seconds, has_sound=True), chance),
    )


def _theme(chance: Chance, tag: str | None) -> tuple[str, Theme]:
    themes = vocabulary()["themes"]
    fitting = [name for name, theme in themes.items() if tag in (name, *theme["keywords"])]
    name = chance.pick(fitting or list(themes), "theme")
    return name, themes[name]


def _sentence(theme: Theme, chance: Chance) -> str:
    actions = [*theme["actions"]["development"], *theme["actions"]["turn"]]
    action = chance.pick(actions, "action").format(thing=chance.pick(theme["things"], "thing"))
    actor = chance.pick(theme["actors"], "actor")["long"]
    text = f"{actor} {action} {chance.pick(theme['places'], 'place')}"
    return text[0].upper() + text[1:]


def _named_in(url: str) -> str | None:
    named = re.search(r"/@([\w.]+)/", url)
    return named[1] if named else None


def _creator(name: str, theme: Theme, chance: Chance) -> str:
    noun = chance.pick(theme["actors"], "creator")["short"].split()[-1].lower()
    return f"{name}_{noun}_{chance.between(10, 99, 'creator number')}"


def _received(post: Post, chance: Chance) -> Post:
    """The post with how it was received: few have many views, and each view is worth less."""
    views = chance.between(100, 999, "views") * 10 ** chance.below(5, "fame")
    likes = views * chance.between(2, 12, "likes") // 100
    return replace(
        post,
        views=views,
        likes=likes,
        shares=likes * chance.between(1, 9, "shares") // 100,
        comments=likes * chance.between(1, 6, "comments") // 100,
        collects=likes * chance.between(1, 15, "collects") // 100,
        music=f"original sound - {post.creator}",
    )
