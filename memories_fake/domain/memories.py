"""Text memories: what somebody said, with when and where, kept to be listed and searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import insert, select

from memories_fake.domain.library import Library, Page
from memories_fake.domain.places import reach
from memories_fake.domain.words import content_words
from memories_fake.store.tables import memories

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Saying:
    """One message to remember; `role` is whoever said it."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and where something was said: epoch ms, degrees, and whatever tags it was given."""

    tags: tuple[str, ...] = ()
    memories_at_ms: int | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """A saying that was kept; the number tells the moment."""

    number: int
    saying: Saying
    occasion: Occasion
    created_at_ms: int

    @property
    def at_ms(self) -> int:
        """When it is from: as told, or else when it came in."""
        told = self.occasion.memories_at_ms
        return self.created_at_ms if told is None else told


@dataclass(frozen=True, slots=True)
class Found:
    """A memory that a search found; the score lies above 0 and is at most 1."""

    memory: Memory
    score: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which memories are meant: every given condition must hold, and every tag be there."""

    tags: tuple[str, ...] = ()
    role: str | None = None
    since_ms: int | None = None
    until_ms: int | None = None
    near: Place | None = None  # within some 20 km


EVERYTHING = Wanted()


def add(library: Library, said: Sequence[Saying], occasion: Occasion) -> tuple[Memory, ...]:
    """Keep these sayings, all of one occasion, in the order given."""
    kept = tuple(Memory(library.ids.mint(), each, occasion, library.now_ms) for each in said)
    library.connection.execute(insert(memories), [_row(library, memory) for memory in kept])
    return kept


def page(library: Library, wanted: Wanted = EVERYTHING, *, number: int, size: int) -> Page[Memory]:
    """One page of the memories that are wanted, newest first."""
    found = _all(library, wanted)
    return Page(tuple(found[(number - 1) * size : number * size]), number, size, len(found))


def search(
    library: Library, query: str, wanted: Wanted = EVERYTHING, *, number: int, size: int
) -> Page[Found]:
    """One page of the memories that share words with the query, best first, then newest."""
    asked = frozenset(content_words(query))
    found = [Found(memory, _score(memory, asked)) for memory in _all(library, wanted)]
    ranked = sorted((each for each in found if each.score), key=lambda each: -each.score)
    return Page(tuple(ranked[(number - 1) * size : number * size]), number, size, len(ranked))


def _score(memory: Memory, asked: frozenset[str]) -> float:
    """The share of the asked words that the memory holds, in its content or its tags."""
    held = asked.intersection(content_words(" ".join((memory.saying.content, *_tags(memory)))))
    return len(held) / len(asked) if asked else 0.0


def _tags(memory: Memory) -> tuple[str, ...]:
    return memory.occasion.tags


def _all(library: Library, wanted: Wanted) -> list[Memory]:
    rows = library.connection.execute(
        select(memories)
        .where(memories.c.account == library.account, memories.c.namespace == library.namespace)
        .order_by(memories.c.number.desc())
    )
    return [memory for memory in map(_memory, rows) if _fits(memory, wanted)]


def _fits(memory: Memory, wanted: Wanted) -> bool:
    return (
        set(wanted.tags) <= set(_tags(memory))
        and wanted.role in {None, memory.saying.role}
        and (wanted.since_ms is None or wanted.since_ms <= memory.at_ms)
        and (wanted.until_ms is None or memory.at_ms <= wanted.until_ms)
        and (wanted.near is None or _is_near(memory.occasion, wanted.near))
    )


def _is_near(occasion: Occasion, place: Place) -> bool:
    """Within a box about the place, as for videos."""
    if occasion.latitude is None or occasion.longitude is None:
        return False
    tall, wide = reach(place[0])
    return abs(occasion.latitude - place[0]) <= tall and abs(occasion.longitude - place[1]) <= wide


def _row(library: Library, memory: Memory) -> dict[str, Any]:
    return {
        "account": library.account,
        "namespace": library.namespace,
        "number": memory.number,
        "created_at_ms": memory.created_at_ms,
        **asdict(memory.saying),
        **asdict(memory.occasion),
    }


def _memory(row: Any) -> Memory:
    occasion = Occasion(tuple(row.tags), row.memories_at_ms, row.latitude, row.longitude)
    return Memory(row.number, Saying(row.role, row.content), occasion, row.created_at_ms)
