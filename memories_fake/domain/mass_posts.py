"""A great many public posts, each made of a few picks.

What `imagining_posts` takes its time for is here put together beforehand: sentences as they are
stored, ready to be strung together. A post depends on the seed, its place and how many there are,
so that the rows of each table can be made by themselves.
"""

from __future__ import annotations

from array import array
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import product
from typing import NamedTuple

from memories_fake.domain.addresses import TIKTOK, YOUTUBE, post_url
from memories_fake.domain.imagining_posts import EARLIEST_MS, LATEST_MS
from memories_fake.domain.records import NEVER_MS
from memories_fake.domain.stories import as_stored, edition_of
from memories_fake.runtime.ids import MACHINES, snowflake
from memories_fake.worlds import Theme, vocabulary

ACCOUNT = "public"
PLATFORMS = (TIKTOK, YOUTUBE, "instagram")
NAMESPACES = tuple(platform.upper() for platform in PLATFORMS)
MOST_SIGNS = 4  # a creator and some hashtags
MARKS = 10**18
FACE_LIMITS = 900 * 5 * 11 * MARKS * 9 * 6 * 15  # of what `_face` picks
VIDEO = (
    *("account", "number", "namespace", "name", "created_at_ms", "ready_at_ms", "unfound_ms"),
    *("duration_seconds", "size_bytes", "order_ms", "downloadable", "appears_at_ms", "folder"),
    "post",
)
STORY = ("account", "video", "track", "from_ms", "until_ms", "namespace", "lines", "edition")
LABEL = ("account", "namespace", "label", "bearer", "position")

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Stock:
    """What the posts of one theme are put together from. Texts are as they stand in JSON."""

    name: str
    captions: Sequence[str]
    creators: Sequence[str]
    tags: Sequence[str]
    shown: Sequence[Sequence[str]]  # for each stretch, what may be seen in it
    said: Sequence[Sequence[str]]


def video_rows(seed: str, number: int, bearers: Bearers) -> Iterator[Row]:
    """The posts themselves, in the order of their numbers; each is noted among the bearers."""
    for post in _posts(seed, number):
        bearers.note(post)
        caption, seconds = post.caption_and_seconds()
        at_ms, named = post.at_ms, post.named
        head = (ACCOUNT, named, post.namespace, caption, at_ms, at_ms, 0, seconds, 0, at_ms, 0)
        yield (*head, at_ms, -1, _face(post))


def story_rows(seed: str, number: int) -> Iterator[Row]:
    """What is said and shown in them, in the order of their numbers."""
    for post in _posts(seed, number):
        caption, seconds = post.caption_and_seconds()
        named, namespace, picks = post.named, post.namespace, post.picks
        picks.skip(FACE_LIMITS)
        for track, parts in (("audio", post.stock.said), ("visual", post.stock.shown)):
            lines = _lines([picks.of(part) for part in parts], seconds)
            edition = edition_of(caption, lines)
            yield ACCOUNT, named, track, 0, NEVER_MS, namespace, lines, edition


class Bearers:
    """By whom and about what the posts are, of which there are to be so many."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._places: dict[tuple[str, str], array[int]] = defaultdict(lambda: array("Q"))

    def note(self, post: _Post) -> None:
        namespace, place = post.namespace, post.place * MOST_SIGNS
        self._places[namespace, f"@{post.creator}"].append(place)
        for position, tag in enumerate(post.tags, 1):
            self._places[namespace, f"#{tag}"].append(place + position)

    def __len__(self) -> int:
        return sum(map(len, self._places.values()))

    def rows(self) -> Iterator[Row]:
        """All labels, in the order of their keys."""
        for namespace, sign in sorted(self._places):
            for each in self._places[namespace, sign]:
                place, position = divmod(each, MOST_SIGNS)
                named = _named(place, _published_ms(place, self._number))
                yield ACCOUNT, namespace, sign, named, position


def _posts(seed: str, number: int) -> Iterator[_Post]:
    stocks = [_stock(name, theme) for name, theme in vocabulary()["themes"].items()]
    for place in range(number):
        picks = _Picks(f"{seed}\x1f{place}")
        stock = stocks[picks.below(len(stocks))]
        creator, tag = picks.of(stock.creators), picks.of(stock.tags)
        tags = (stock.name,) if tag == stock.name else (stock.name, tag)
        yield _Post(place, _published_ms(place, number), picks, stock, creator, tags)


def _published_ms(place: int, number: int) -> int:
    return EARLIEST_MS + (LATEST_MS - EARLIEST_MS) * place // number


def _named(place: int, at_ms: int) -> str:
    # The other machine's numbers: those of built-in and of imported posts are never met.
    return f"PI-{snowflake(at_ms, MACHINES[1], place % 4096)}"


class _Picks:
    """Chance for one post: all its picks come from one digest, which is quickest."""

    def __init__(self, label: str) -> None:
        self._left = int.from_bytes(blake2b(label.encode()).digest(), "big")

    def below(self, limit: int) -> int:
        self._left, picked = divmod(self._left, limit)
        return picked

    def of(self, choices: Sequence[str]) -> str:
        self._left, picked = divmod(self._left, len(choices))
        return choices[picked]

    def skip(self, limits: int) -> None:
        """Leave out picks that somebody else takes: the product of their limits."""
        self._left //= limits


class _Post(NamedTuple):
    """One post, as far as all its rows need it; what is not picked yet is to be picked in turn."""

    place: int
    at_ms: int
    picks: _Picks
    stock: _Stock
    creator: str
    tags: Sequence[str]

    @property
    def platform(self) -> str:
        return PLATFORMS[self.place % len(PLATFORMS)]

    @property
    def namespace(self) -> str:
        return NAMESPACES[self.place % len(NAMESPACES)]

    @property
    def named(self) -> str:
        return _named(self.place, self.at_ms)

    def caption_and_seconds(self) -> tuple[str, int]:
        caption = f"{self.picks.of(self.stock.captions)} #{' #'.join(self.tags)}"
        return caption, 9 + self.picks.below(120)


def _lines(texts: Sequence[str], seconds: int) -> str:
    """Stretches of equal length, as a track is stored."""
    count = len(texts)
    told = [
        f'[{seconds * at // count},{seconds * (at + 1) // count},"{text}"]'
        for at, text in enumerate(texts)
    ]
    return f"[{','.join(told)}]"


def _face(post: _Post) -> str:
    """The post itself, as JSON: few have many views, and each view is worth less."""
    picks, platform, creator = post.picks, post.platform, post.creator
    views = (100 + picks.below(900)) * 10 ** picks.below(5)
    likes = views * (2 + picks.below(11)) // 100
    mark = picks.below(MARKS)
    named = f"7{mark:018d}" if platform == TIKTOK else _letters(mark)
    hashtags = ",".join(f'"{tag}"' for tag in post.tags)
    return (
        f'{{"platform":"{platform}","creator":"{creator}","url":"{post_url(platform, named)}",'
        f'"hashtags":[{hashtags}],"views":{views},"likes":{likes},'
        f'"shares":{likes * (1 + picks.below(9)) // 100},'
        f'"comments":{likes * (1 + picks.below(6)) // 100},'
        f'"collects":{likes * (1 + picks.below(15)) // 100},"published_at_ms":{post.at_ms},'
        f'"language":"en","music":"original sound - {creator}"}}'
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
