"""A great many public posts, each made of a few picks.

What `imagining_posts` takes its time for is here put together beforehand: sentences as they are
stored, ready to be strung together. A post depends on the seed, its place and how many there are,
so that the rows of each table can be made by themselves.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from typing import NamedTuple, TypeVar

from memories_fake.domain.addresses import TIKTOK, YOUTUBE, post_url
from memories_fake.domain.imagining_posts import EARLIEST_MS, LATEST_MS
from memories_fake.domain.records import NEVER_MS
from memories_fake.domain.stories import as_stored, edition_of
from memories_fake.runtime.chance import Chance
from memories_fake.runtime.ids import MACHINES, snowflake
from memories_fake.worlds import Theme, vocabulary

ACCOUNT = "public"
PLATFORMS = (TIKTOK, YOUTUBE, "instagram")
NAMESPACES = tuple(platform.upper() for platform in PLATFORMS)
MARKS = 10**18
SHORTEST_SECONDS, LONGEST_SECONDS = 9, 128
VIDEO = (
    *("account", "number", "namespace", "name", "created_at_ms", "ready_at_ms", "unfound_ms"),
    *("duration_seconds", "size_bytes", "order_ms", "downloadable", "appears_at_ms", "folder"),
    "post",
)
STORY = ("account", "video", "track", "from_ms", "until_ms", "namespace", "lines", "edition")

# By whom and about what the posts are, for those of which it is not noted yet: as `public` does.
NOTE_LABELS = """
    INSERT OR IGNORE INTO labels (account, namespace, label, bearer, position)
    SELECT account, namespace, '@' || lower(post ->> 'creator') AS label, number AS bearer, 0
    FROM videos WHERE account = 'public'
    UNION ALL
    SELECT account, namespace, '#' || lower(tag.value), number, tag.key + 1
    FROM videos, json_each(post, '$.hashtags') AS tag WHERE account = 'public'
    ORDER BY namespace, label, bearer
"""  # in the order of their keys, which is quickest

Row = tuple[object, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Stock:
    """What the posts of one theme are put together from. Texts are as they stand in JSON."""

    name: str
    captions: Sequence[str]
    creators: Sequence[str]
    tags: Sequence[str]
    shown: Sequence[Sequence[str]]  # for each stretch, what may be seen in it
    said: Sequence[Sequence[str]]


class _Post(NamedTuple):
    """One post, as far as the rows of all tables need it."""

    number: str
    at_ms: int
    platform: str
    namespace: str
    caption: str
    seconds: int
    stock: _Stock
    creator: str
    hashtags: Sequence[str]


def video_rows(seed: str, number: int) -> Iterator[Row]:
    """The posts themselves, in the order of their numbers."""
    for post, drawn in zip(_posts(seed, number), _drawn(seed, "faces"), strict=False):
        at_ms, face = post.at_ms, _face(post, drawn)
        yield (
            *(ACCOUNT, post.number, post.namespace, post.caption, at_ms, at_ms, 0, post.seconds),
            *(0, at_ms, 0, at_ms, -1, face),
        )


def story_rows(seed: str, number: int) -> Iterator[Row]:
    """What is said and shown in them, in the order of their numbers."""
    for post, drawn in zip(_posts(seed, number), _drawn(seed, "stories"), strict=False):
        left = drawn
        for track, parts in (("audio", post.stock.said), ("visual", post.stock.shown)):
            texts = []
            for part in parts:
                left, text = _picked(left, part)
                texts.append(text)
            lines = _frame(len(texts), post.seconds) % tuple(texts)
            edition = edition_of(post.caption, lines)
            yield ACCOUNT, post.number, track, 0, NEVER_MS, post.namespace, lines, edition


def _posts(seed: str, number: int) -> Iterator[_Post]:
    stocks = [_stock(name, theme) for name, theme in vocabulary()["themes"].items()]
    for place, drawn in zip(range(number), _drawn(seed, "posts"), strict=False):
        left, stock = _picked(drawn, stocks)
        left, creator = _picked(left, stock.creators)
        left, tag = _picked(left, stock.tags)
        left, caption = _picked(left, stock.captions)
        hashtags = (stock.name,) if tag == stock.name else (stock.name, tag)
        at_ms = EARLIEST_MS + (LATEST_MS - EARLIEST_MS) * place // number
        yield _Post(
            # The other machine's numbers: those of built-in and of imported posts are never met.
            number=f"PI-{snowflake(at_ms, MACHINES[1], place % 4096)}",
            at_ms=at_ms,
            platform=PLATFORMS[place % len(PLATFORMS)],
            namespace=NAMESPACES[place % len(NAMESPACES)],
            caption=f"{caption} #{' #'.join(hashtags)}",
            seconds=SHORTEST_SECONDS + left % (LONGEST_SECONDS - SHORTEST_SECONDS + 1),
            stock=stock,
            creator=creator,
            hashtags=hashtags,
        )


def _drawn(seed: str, what: str) -> Iterator[int]:
    """Great numbers: the remainders of one division after another are the picks."""
    return Chance(seed).great_numbers(20, what)


def _picked(drawn: int, choices: Sequence[T]) -> tuple[int, T]:
    """What is left for further picks, and the choice."""
    left, at = divmod(drawn, len(choices))
    return left, choices[at]


@cache
def _frame(count: int, seconds: int) -> str:
    """Stretches of equal length, as a track is stored, with a place for the text of each."""
    bounds = [seconds * at // count for at in range(count + 1)]
    told = (f'[{start},{end},"%s"]' for start, end in pairwise(bounds))
    return f"[{','.join(told)}]"


def _face(post: _Post, drawn: int) -> str:
    """The post itself, as JSON: few have many views, and each view is worth less."""
    left, fame = divmod(drawn, 5)
    left, hundreds = divmod(left, 900)
    left, liked = divmod(left, 11)
    left, shared = divmod(left, 9)
    left, said = divmod(left, 6)
    left, kept = divmod(left, 15)
    mark = left % MARKS
    views = (100 + hundreds) * 10**fame
    likes = views * (2 + liked) // 100
    named = f"7{mark:018d}" if post.platform == TIKTOK else _letters(mark)
    hashtags = '","'.join(post.hashtags)
    return (
        f'{{"platform":"{post.platform}","creator":"{post.creator}",'
        f'"url":"{post_url(post.platform, named)}","hashtags":["{hashtags}"],'
        f'"views":{views},"likes":{likes},"shares":{likes * (1 + shared) // 100},'
        f'"comments":{likes * (1 + said) // 100},"collects":{likes * (1 + kept) // 100},'
        f'"published_at_ms":{post.at_ms},"language":"en",'
        f'"music":"original sound - {post.creator}"}}'
    )


def _letters(mark: int) -> str:
    return urlsafe_b64encode(mark.to_bytes(8, "big"))[:11].decode()


def _stock(name: str, theme: Theme) -> _Stock:
    nouns = [actor["short"].split()[-1].lower() for actor in theme["actors"]]
    scenes = [
        f"{actor['long'][0].upper()}{actor['long'][1:]} {action} {place}"
        for actor, action, place in product(
            theme["actors"], _filled(theme, "actions", ("development", "turn")), theme["places"]
        )
    ]
    shown = [
        [f"{scene} {detail}" for scene, detail in product(_scenes(theme, part), theme["details"])]
        for part in ("opening", "development", "close")
    ]
    said = [[f" {line}" for line in _filled(theme, "lines", (part,))] for part in ("turn", "close")]
    return _Stock(
        name=name,
        captions=scenes,
        creators=[f"{name}_{noun}_{number}" for noun in nouns for number in range(10, 100)],
        tags=[word for word in theme["keywords"] if word.isalnum()],
        shown=[[as_stored(text) for text in part] for part in shown],
        said=[[as_stored(text) for text in part] for part in said],
    )


def _scenes(theme: Theme, part: str) -> list[str]:
    acting = product(theme["actors"], _filled(theme, "actions", (part,)), theme["places"])
    return [
        f"{actor['long'][0].upper()}{actor['long'][1:]} {action} {place}."
        for actor, action, place in acting
    ]


def _filled(theme: Theme, arc: str, parts: Sequence[str]) -> list[str]:
    """The phrases of these parts, each with every thing of the theme."""
    phrases = [phrase for part in parts for phrase in theme[arc][part]]  # type: ignore[literal-required]
    filled = (p.format(thing=thing) for p in phrases for thing in theme["things"])
    return list(dict.fromkeys(filled))
