"""A great many public posts, each made of a few picks: a million of them in less than a minute.

What `imagining_posts` takes its time for is here put together beforehand: sentences as they are
stored, ready to be strung together. A post depends on the seed and its place alone.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import product

from memories_fake.domain.addresses import TIKTOK, YOUTUBE, post_url
from memories_fake.domain.imagining_posts import EARLIEST_MS, LATEST_MS
from memories_fake.domain.records import NEVER_MS
from memories_fake.domain.stories import as_stored, edition_of
from memories_fake.runtime.ids import MACHINES, snowflake
from memories_fake.worlds import Theme, vocabulary

ACCOUNT = "public"
PLATFORMS = (TIKTOK, YOUTUBE, "instagram")
VIDEO = (
    *("account", "number", "namespace", "name", "created_at_ms", "ready_at_ms", "unfound_ms"),
    *("duration_seconds", "size_bytes", "order_ms", "downloadable", "appears_at_ms", "folder"),
    "post",
)
STORY = ("account", "video", "track", "from_ms", "until_ms", "namespace", "lines", "edition")
LABEL = ("account", "namespace", "label", "bearer", "position")

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of some posts, by table."""

    videos: list[Row]
    stories: list[Row]
    labels: list[Row]


@dataclass(frozen=True, slots=True)
class _Stock:
    """What the posts of one theme are put together from. Texts are as they stand in JSON."""

    name: str
    captions: Sequence[str]
    creators: Sequence[str]
    tags: Sequence[str]
    shown: Sequence[Sequence[str]]  # for each stretch, what may be seen in it
    said: Sequence[Sequence[str]]


def posts(seed: str, number: int, *, batch: int = 20_000) -> Iterator[Rows]:
    """The rows of so many posts, batch by batch, in the order of their numbers."""
    stocks = [_stock(name, theme) for name, theme in vocabulary()["themes"].items()]
    for first in range(0, number, batch):
        rows = Rows([], [], [])
        for place in range(first, min(first + batch, number)):
            at_ms = EARLIEST_MS + (LATEST_MS - EARLIEST_MS) * place // number
            _post(rows, _Picks(f"{seed}\x1f{place}"), stocks, at_ms, place)
        rows.labels.sort()
        yield rows


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


def _post(rows: Rows, picks: _Picks, stocks: Sequence[_Stock], at_ms: int, place: int) -> None:
    stock = stocks[picks.below(len(stocks))]
    platform = PLATFORMS[place % len(PLATFORMS)]
    namespace = platform.upper()
    # The other machine's numbers: those of built-in and of imported posts are never met.
    number = f"PI-{snowflake(at_ms, MACHINES[1], place % 4096)}"
    creator, tags = picks.of(stock.creators), [stock.name, picks.of(stock.tags)]
    tags = list(dict.fromkeys(tags))
    caption = f"{picks.of(stock.captions)} {' '.join(f'#{tag}' for tag in tags)}"
    seconds = 9 + picks.below(120)
    face = _face(picks, platform, creator, tags, at_ms)
    head = (ACCOUNT, number, namespace, caption, at_ms, at_ms, 0, seconds, 0, at_ms, 0, at_ms, -1)
    rows.videos.append((*head, face))
    for track, parts in (("audio", stock.said), ("visual", stock.shown)):
        lines = _lines([picks.of(part) for part in parts], seconds)
        edition = edition_of(caption, lines)
        rows.stories.append((ACCOUNT, number, track, 0, NEVER_MS, namespace, lines, edition))
    signs = (f"@{creator}", *(f"#{tag}" for tag in tags))
    rows.labels.extend((ACCOUNT, namespace, sign, number, at) for at, sign in enumerate(signs))


def _lines(texts: Sequence[str], seconds: int) -> str:
    """Stretches of equal length, as a track is stored."""
    cuts = [seconds * cut // len(texts) for cut in range(len(texts) + 1)]
    told = (f'[{cuts[at]},{cuts[at + 1]},"{text}"]' for at, text in enumerate(texts))
    return f"[{','.join(told)}]"


def _face(picks: _Picks, platform: str, creator: str, tags: Sequence[str], at_ms: int) -> str:
    """The post itself, as JSON: few have many views, and each view is worth less."""
    views = (100 + picks.below(900)) * 10 ** picks.below(5)
    likes = views * (2 + picks.below(11)) // 100
    mark = picks.below(10**18)
    named = f"7{mark:018d}" if platform == TIKTOK else _letters(mark)
    hashtags = ",".join(f'"{tag}"' for tag in tags)
    return (
        f'{{"platform":"{platform}","creator":"{creator}","url":"{post_url(platform, named)}",'
        f'"hashtags":[{hashtags}],"views":{views},"likes":{likes},'
        f'"shares":{likes * (1 + picks.below(9)) // 100},'
        f'"comments":{likes * (1 + picks.below(6)) // 100},'
        f'"collects":{likes * (1 + picks.below(15)) // 100},"published_at_ms":{at_ms},'
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
