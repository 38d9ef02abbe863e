"""What videos show, found by words, each caption with its place in a space of meanings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import md5
from math import sqrt

from sqlalchemy import select

from memories_fake.domain.library import Library
from memories_fake.domain.replies import Hit
from memories_fake.domain.searching import Query
from memories_fake.domain.searching import search as search_moments
from memories_fake.domain.words import content_words
from memories_fake.runtime.chance import Chance
from memories_fake.store.tables import videos

DIMENSIONS = 64
_DIRECTIONS = Chance("captions")


@dataclass(frozen=True, slots=True)
class Caption:
    """A moment that was found. `vector` has length 1; `owner` stands for the namespace."""

    hit: Hit
    vector: tuple[float, ...]
    owner: str


def search(library: Library, query: Query) -> tuple[Caption, ...]:
    """The best captions first, as a search for moments ranks them."""
    hits = search_moments(library, query)
    namespaces = _namespaces(library, {hit.video.number for hit in hits})
    return tuple(
        Caption(hit, vector(hit.segment.text), _owner(namespaces[hit.video.number])) for hit in hits
    )


def vector(text: str) -> tuple[float, ...]:
    """64 numbers of length 1: the more words two texts share, the nearer to each other."""
    words = Counter(content_words(text) or [text])
    directions = {word: _direction(word) for word in words}
    summed = [sum(n * directions[w][axis] for w, n in words.items()) for axis in range(DIMENSIONS)]
    length = sqrt(sum(number * number for number in summed))
    return tuple(number / length for number in summed)


def _direction(word: str) -> list[float]:
    """A word's own way through the space: one number in -1 … 1 for each axis, none of them 0."""
    return [byte / 127.5 - 1 for byte in bytes.fromhex(_DIRECTIONS.hex(2 * DIMENSIONS, word))]


def _namespaces(library: Library, numbers: set[str]) -> Mapping[str, str]:
    rows = library.connection.execute(
        select(videos.c.number, videos.c.namespace).where(
            videos.c.account == library.account, videos.c.number.in_(numbers)
        )
    )
    return {row.number: row.namespace for row in rows}


def _owner(namespace: str) -> str:
    return md5(namespace.encode(), usedforsecurity=False).hexdigest()
