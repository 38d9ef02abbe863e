"""Which segments of a large library hold a word, as sets of bits: quick enough for a million.

A set of segments is one long number of Python's own, a bit for each: to intersect two sets of a
million takes some 20 µs, where a loop takes 50 ms and numpy would be one more dependency.
"""

from __future__ import annotations

import re
import zlib
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from memories_fake.domain.words import content_words

Place = tuple[str, int]  # a video's number, and which of its segments
Held = Mapping[int, int]  # by how often a word occurs in a segment: the segments

FEW = 4_096  # so many segments are kept as a list of numbers, more as packed bits
MOST_UNPACKED = 128
_NOT_EMPTY = re.compile(rb"[^\0]")
_BITS_OF_BYTE = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))

_Listed = int | array  # type: ignore[type-arg]
_Kept = _Listed | bytes


@dataclass(frozen=True, slots=True)
class Told:
    """The texts of one track of one video, its name before the first where it is found by that."""

    number: str
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The segments of many videos, in the order of their places: the lowest bit is the first."""

    numbers: Sequence[str]
    starts: Sequence[int]  # the bit of each video's first segment; at the end, how many there are
    kept: Mapping[tuple[str, int], _Kept]  # by a word and how often it occurs
    most_often: Mapping[str, int]  # words that occur more than once in some segment
    unpacked: OrderedDict[tuple[str, int], int] = field(default_factory=OrderedDict)

    @property
    def everything(self) -> int:
        """All segments."""
        return (1 << self.starts[-1]) - 1

    def held(self, word: str) -> Held:
        """The segments that hold this word."""
        often = range(1, self.most_often.get(word, 1) + 1)
        return {times: self._bits((word, times)) for times in often if (word, times) in self.kept}

    def of_videos(self, numbers: Iterable[str]) -> int:
        """The segments of these videos, as far as they are in the index."""
        bits = bytearray(self.starts[-1] // 8 + 1)
        for number in numbers:
            at = bisect_right(self.numbers, number) - 1
            if at >= 0 and self.numbers[at] == number:
                for bit in range(self.starts[at], self.starts[at + 1]):
                    bits[bit >> 3] |= 1 << (bit & 7)
        return int.from_bytes(bits, "little")

    def places(self, segments: int) -> Iterator[Place]:
        """Where these segments are, in order."""
        for bit in bits_of(segments):
            at = bisect_right(self.starts, bit) - 1
            yield self.numbers[at], bit - self.starts[at]

    def _bits(self, key: tuple[str, int]) -> int:
        if key not in self.unpacked:
            self.unpacked[key] = _unpacked(self.kept[key])
            if len(self.unpacked) > MOST_UNPACKED:
                self.unpacked.popitem(last=False)
        return self.unpacked[key]


def index_of(everything: Iterable[Told]) -> WordIndex:
    """Count all words, once. The videos come in the order of their numbers."""
    numbers: list[str] = []
    starts = array("I", [0])
    listed: dict[tuple[str, int], _Listed] = {}
    most_often: dict[str, int] = {}
    for told in everything:
        for bit, text in enumerate(told.texts, starts[-1]):
            _list(listed, most_often, text, bit)
        numbers.append(told.number)
        starts.append(starts[-1] + len(told.texts))
    kept: dict[tuple[str, int], _Kept] = {}
    while listed:  # what is packed is let go of at once
        key, bits = listed.popitem()
        kept[key] = bits if isinstance(bits, int) or len(bits) <= FEW else _packed(bits)
    return WordIndex(numbers, starts, kept, most_often)


def bits_of(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first; only those that are asked for cost."""
    raw = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    for found in _NOT_EMPTY.finditer(raw):
        first = found.start()
        for bit in _BITS_OF_BYTE[raw[first]]:
            yield 8 * first + bit


def as_bits(numbers: Sequence[int]) -> int:
    """The set of the bits of these numbers, which come in order."""
    return int.from_bytes(_as_bytes(numbers), "little")


def _list(
    listed: dict[tuple[str, int], _Listed], most_often: dict[str, int], text: str, bit: int
) -> None:
    words = content_words(text)
    once = set(words)
    if len(once) < len(words):
        for word in [word for word in once if words.count(word) > 1]:
            times = words.count(word)
            most_often[word] = max(times, most_often.get(word, 1))
            _append(listed, (word, times), bit)
            once.remove(word)
    for word in once:
        _append(listed, (word, 1), bit)


def _append(listed: dict[tuple[str, int], _Listed], key: tuple[str, int], bit: int) -> None:
    before = listed.get(key)
    if type(before) is array:
        before.append(bit)
    else:  # most words of a large library occur but once
        listed[key] = bit if before is None else array("I", (before, bit))


def _as_bytes(bits: Sequence[int]) -> bytearray:
    raw = bytearray(bits[-1] // 8 + 1)
    for bit in bits:
        raw[bit >> 3] |= 1 << (bit & 7)
    return raw


def _packed(bits: Sequence[int]) -> bytes:
    return zlib.compress(_as_bytes(bits), 1)


def _unpacked(kept: _Kept) -> int:
    if isinstance(kept, int):
        return 1 << kept
    raw = zlib.decompress(kept) if isinstance(kept, bytes) else _as_bytes(kept)
    return int.from_bytes(raw, "little")
