"""Which segments of a large library hold a word, as sets of bits: quick enough for a million.

A set of segments is one long number of Python's own, a bit for each: to intersect two sets of a
million takes some 20 µs, where a loop takes 50 ms and numpy would be one more dependency.
"""

from __future__ import annotations

import re
import zlib
from array import array
from bisect import bisect_right
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from memories_fake.domain.words import Stems, content_words

Place = tuple[str, int]  # a video's number, and which of its segments
Held = Mapping[int, int]  # by how often a word occurs in a segment: the segments

FEW = 512  # so many segments are kept as a list of numbers, more as packed bits
MOST_UNPACKED_BYTES = 1 << 28
BLOCK_BYTES = 512
_NOTHING = bytes(BLOCK_BYTES)
_NOT_EMPTY = re.compile(rb"[^\0]")
_BITS_OF_BYTE = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))

_Listed = int | array  # type: ignore[type-arg]


@dataclass(frozen=True, slots=True)
class _Packed:
    """A set of so many segments, as little room as it takes."""

    size: int
    raw: bytes


_Kept = _Listed | _Packed


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
    everything: int  # the set of all segments
    kept: Mapping[tuple[str, int], _Kept]  # by a word and how often it occurs
    most_often: Mapping[str, int]  # words that occur more than once in some segment
    unpacked: OrderedDict[tuple[str, int], int] = field(default_factory=OrderedDict)

    def held(self, word: str) -> Held:
        """The segments that hold this word."""
        return {key[1]: self._bits(key) for key in self._keys(word)}

    def holding(self, word: str) -> int:
        """How many that are: known already, where to count them takes longer than to find them."""
        return sum(_size(self.kept[key]) for key in self._keys(word))

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

    def _keys(self, word: str) -> list[tuple[str, int]]:
        often = range(1, self.most_often.get(word, 1) + 1)
        return [(word, times) for times in often if (word, times) in self.kept]

    def _bits(self, key: tuple[str, int]) -> int:
        if key in self.unpacked:
            self.unpacked.move_to_end(key)
        else:
            self.unpacked[key] = _unpacked(self.kept[key])
            if len(self.unpacked) * self.starts[-1] > 8 * MOST_UNPACKED_BYTES:
                self.unpacked.popitem(last=False)
        return self.unpacked[key]


def index_of(everything: Iterable[Told]) -> WordIndex:
    """Count all words, once. The videos come in the order of their numbers."""
    numbers: list[str] = []
    starts = array("I", [0])
    listed, known = _Listing(), Stems()
    for told in everything:
        for bit, text in enumerate(told.texts, starts[-1]):
            listed.add(content_words(text, known), bit)
        numbers.append(told.number)
        starts.append(starts[-1] + len(told.texts))
    scope = (1 << starts[-1]) - 1
    return WordIndex(numbers, starts, scope, listed.packed(), listed.most_often)


def bits_of(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first; only those that are asked for cost."""
    blocks = bits.bit_length() // (8 * BLOCK_BYTES) + 1
    raw = bits.to_bytes(blocks * BLOCK_BYTES, "little")
    for begin in range(0, len(raw), BLOCK_BYTES):
        block = raw[begin : begin + BLOCK_BYTES]
        if block != _NOTHING:  # most of a small set is nothing, and that is seen at a glance
            for found in _NOT_EMPTY.finditer(block):
                for bit in _BITS_OF_BYTE[block[found.start()]]:
                    yield 8 * (begin + found.start()) + bit


def as_bits(numbers: Sequence[int]) -> int:
    """The set of the bits of these numbers, which come in order."""
    return int.from_bytes(_as_bytes(numbers), "little")


class _Listing:
    """Where the words of all segments are: by how often they occur in one, the segments of each."""

    def __init__(self) -> None:
        self.most_often: dict[str, int] = {}
        self._by_times: defaultdict[int, dict[str, _Listed]] = defaultdict(dict)

    def add(self, words: Sequence[str], bit: int) -> None:
        """Note the words of one segment."""
        once = set(words)
        if len(once) < len(words):
            several = {word: times for word, times in Counter(words).items() if times > 1}
            for word, times in several.items():
                self.most_often[word] = max(times, self.most_often.get(word, 1))
                _append(self._by_times[times], (word,), bit)
            once.difference_update(several)
        _append(self._by_times[1], once, bit)

    def packed(self) -> dict[tuple[str, int], _Kept]:
        """All of it as it is kept; what is packed is let go of at once."""
        kept: dict[tuple[str, int], _Kept] = {}
        for times, listed in self._by_times.items():
            while listed:
                word, bits = listed.popitem()
                kept[word, times] = bits if isinstance(bits, int) else _kept(bits)
        return kept


def _append(listed: dict[str, _Listed], words: Iterable[str], bit: int) -> None:
    for word in words:
        before = listed.get(word)
        if type(before) is array:
            before.append(bit)
        else:  # most words of a large library occur but once
            listed[word] = bit if before is None else array("I", (before, bit))


def _as_bytes(bits: Sequence[int]) -> bytearray:
    raw = bytearray(bits[-1] // 8 + 1)
    for bit in bits:
        raw[bit >> 3] |= 1 << (bit & 7)
    return raw


def _kept(bits: array[int]) -> _Kept:
    return bits if len(bits) <= FEW else _Packed(len(bits), zlib.compress(_as_bytes(bits), 1))


def _size(kept: _Kept) -> int:
    if isinstance(kept, int):
        return 1
    return kept.size if isinstance(kept, _Packed) else len(kept)


def _unpacked(kept: _Kept) -> int:
    if isinstance(kept, int):
        return 1 << kept
    raw = zlib.decompress(kept.raw) if isinstance(kept, _Packed) else _as_bytes(kept)
    return int.from_bytes(raw, "little")
