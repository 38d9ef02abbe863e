"""The word indexes of large libraries: made when first searched, and kept true to the rows.

An index never changes. What was touched since it was made, or was not ready then, is left out of
it, and searched as in a small library; when that has become much, the index is made anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, func, select

from memories_fake.domain.library import Library
from memories_fake.domain.records import NEVER_MS, Track
from memories_fake.domain.stories import texts_of
from memories_fake.store import changes
from memories_fake.store.sqlite import is_sqlite
from memories_fake.store.tables import stories, videos

if TYPE_CHECKING:
    from memories_fake.domain.word_index import Held, Told, WordIndex

LARGE = 2_000
MOST_LEFT_OUT = 1_000
MOST_INDEXES = 8

_OF_ITS_VIDEO = and_(videos.c.account == stories.c.account, videos.c.number == stories.c.video)
_COMES_MS = func.max(stories.c.from_ms, videos.c.ready_at_ms, videos.c.appears_at_ms)
_Whose = tuple[str, str | None, Track]  # account, namespace or all of them, track


@dataclass(frozen=True, slots=True)
class Indexed:
    """An index, the videos that must be searched beside it, and from which moment on it holds.

    `scope` are the segments of all other videos, `segments` how many those are; `place` is how far
    the notes of changes had come.
    """

    index: WordIndex
    left_out: frozenset[str]
    scope: int
    segments: int
    since_ms: int
    place: int

    def held(self, word: str) -> Held:
        """The segments of its scope that hold this word."""
        held = self.index.held(word)
        if not self.left_out:
            return held
        return {times: bits & self.scope for times, bits in held.items()}

    def holding(self, word: str) -> int:
        """How many that are."""
        if not self.left_out:
            return self.index.holding(word)
        return sum(bits.bit_count() for bits in self.held(word).values())


class Indexes:
    """The latest indexes that were searched. Their lock is that of the database.

    So many tracks make a library `large`: a smaller one is searched as quickly without an index.
    """

    def __init__(self, *, large: int = LARGE) -> None:
        self._large = large
        self._indexed: OrderedDict[_Whose, Indexed] = OrderedDict()

    def of(self, library: Library, track: Track) -> Indexed | None:
        """The index of this track; None where the library is small, or it cannot be had now."""
        if not is_sqlite(library.connection):
            return None
        whose = library.account, None if library.whole_account else library.namespace, track
        known = self._indexed.get(whose)
        found = _brought_up(library, known) if known else None
        if found is None and _is_large(library, track, self._large):
            found = _made(library, track)
        # What this transaction has seen is there to stay only once it is committed.
        library.afterwards.append(partial(self._keep, whose, found))
        return found if found and library.now_ms >= found.since_ms else None

    def _keep(self, whose: _Whose, found: Indexed | None) -> None:
        if found is None:
            self._indexed.pop(whose, None)
            return
        self._indexed[whose] = found
        self._indexed.move_to_end(whose)
        if len(self._indexed) > MOST_INDEXES:
            self._indexed.popitem(last=False)


def _brought_up(library: Library, known: Indexed) -> Indexed | None:
    """The index as of now; None where too much has changed."""
    changed = changes.since(library.connection, library.account, known.place)
    if changed is None:
        return None
    if changed.place == known.place:
        return known
    left_out = known.left_out | changed.numbers
    if len(left_out) > MOST_LEFT_OUT:
        return None
    scope = known.scope & ~known.index.of_videos(changed.numbers)
    segments = scope.bit_count()
    return replace(known, left_out=left_out, scope=scope, segments=segments, place=changed.place)


def _is_large(library: Library, track: Track, large: int) -> bool:
    """Whether there is much to be searched, most of which can be found already."""
    coming = _tracks(library, track).where(library.now_ms < _COMES_MS)
    is_large = _count(library, _of_track(library, track).limit(large)) == large
    return is_large and _count(library, coming.limit(MOST_LEFT_OUT)) < MOST_LEFT_OUT


def _count(library: Library, some: Select[Any]) -> int:
    counted = select(func.count()).select_from(some.subquery())
    return library.connection.execute(counted).scalar_one()


def _made(library: Library, track: Track) -> Indexed:
    """An index of all that can be found from now on."""
    from memories_fake.domain.word_index import index_of  # for who has much to search

    place = changes.begin(library.connection)
    reading = _Reading(library, track)
    index = index_of(reading)
    left_out = frozenset(reading.left_out)
    scope = index.everything & ~index.of_videos(left_out)
    return Indexed(index, left_out, scope, scope.bit_count(), reading.since_ms, place)


class _Reading:
    """Reads what can be found now and from now on; what is still to come is left out."""

    def __init__(self, library: Library, track: Track) -> None:
        self._library = library
        self._track = track
        self.left_out: set[str] = set()
        self.since_ms = 0

    def __iter__(self) -> Iterator[Told]:
        from memories_fake.domain.word_index import Told

        now_ms, is_shown = self._library.now_ms, self._track is Track.VISUAL
        rows = self._library.connection.execute(_tracks(self._library, self._track))
        for row in rows:
            if row.comes_ms > now_ms or now_ms < row.until_ms < NEVER_MS:
                self.left_out.add(row.video)
            elif row.until_ms <= now_ms:
                self.since_ms = max(self.since_ms, row.until_ms)
            else:
                self.since_ms = max(self.since_ms, row.comes_ms)
                texts = texts_of(row.lines)
                if is_shown and row.name and texts:
                    texts[0] = f"{row.name} {texts[0]}"
                yield Told(row.video, texts)


def _of_track(library: Library, track: Track) -> Select[tuple[str]]:
    mine = and_(stories.c.account == library.account, stories.c.track == track)
    of_track = select(stories.c.video).where(mine)
    if library.whole_account:
        return of_track
    return of_track.where(stories.c.namespace == library.namespace)


def _tracks(library: Library, track: Track) -> Select[tuple[str, str, str, int, int]]:
    """Every telling of that track that is ever found, by the number of its video."""
    found = _of_track(library, track).with_only_columns(
        stories.c.video,
        stories.c.lines,
        videos.c.name,
        _COMES_MS.label("comes_ms"),
        stories.c.until_ms,
    )
    if not library.whole_account:
        found = found.where(videos.c.namespace == library.namespace)
    return (
        found.join(videos, _OF_ITS_VIDEO)
        .where(videos.c.cause.is_(None), videos.c.ready_at_ms < NEVER_MS)
        .order_by(stories.c.video, stories.c.from_ms)
        .execution_options(yield_per=1_000)
    )
