"""Which words each stretch of a film holds, and how often: counted when first searched for."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from memories_fake.domain.words import content_words

if TYPE_CHECKING:
    from memories_fake.domain.records import Segment

MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Bag:
    """The words of one track: `places` leads from a word to the segments that hold it.

    A segment is told by its index, with how often the word occurs in it.
    """

    places: Mapping[str, Mapping[int, int]]
    segments: int


Told = tuple[str, int]  # a track and its edition: by its name a film is found in one of them only
Fill = Callable[[list[Told]], Mapping[Told, Bag]]


class Bags:
    """The bags of the latest editions that were searched. An edition never changes its words."""

    def __init__(self) -> None:
        self._bags: OrderedDict[Told, Bag] = OrderedDict()
        self._lock = Lock()

    def of(self, editions: Iterable[Told], fill: Fill) -> dict[Told, Bag]:
        """The bag of each edition. Those that are not here are asked of `fill`, all at once."""
        asked = list(dict.fromkeys(editions))
        with self._lock:
            found = {each: self._bags[each] for each in asked if each in self._bags}
        if missing := [each for each in asked if each not in found]:
            filled = fill(missing)
            found.update(filled)
            self._keep(filled)
        return found

    def _keep(self, filled: Mapping[Told, Bag]) -> None:
        with self._lock:
            self._bags.update(filled)
            while len(self._bags) > MOST_KEPT:
                self._bags.popitem(last=False)


def bag_of(segments: Sequence[Segment], *, name: str | None) -> Bag:
    """Count the words of a track. With a name, the film is found by that too, at its beginning."""
    places: dict[str, dict[int, int]] = {}
    for segment in segments:
        titled = f"{name} {segment.text}" if name and segment.index == 0 else segment.text
        for word, times in Counter(content_words(titled)).items():
            places.setdefault(word, {})[segment.index] = times
    return Bag(places, len(segments))
