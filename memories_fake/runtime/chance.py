"""The one source of chance: a pure function of a seed and a label, so order never matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b, shake_128
from itertools import count
from typing import TypeVar

T = TypeVar("T")
NUMBERS_A_BLOCK = 1_000


@dataclass(frozen=True, slots=True)
class Chance:
    """Deterministic chance. Equal seed and equal labels give equal values, in any order."""

    seed: str

    def number(self, *labels: object) -> int:
        """A whole number in 0 … 2**64 - 1."""
        text = "\x1f".join((self.seed, *map(str, labels)))
        return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")

    def below(self, limit: int, *labels: object) -> int:
        """A whole number in 0 … limit - 1."""
        return self.number(*labels) % limit

    def between(self, low: int, high: int, *labels: object) -> int:
        """A whole number in low … high, both included."""
        return low + self.below(high - low + 1, *labels)

    def pick(self, choices: Sequence[T], *labels: object) -> T:
        """One of the choices."""
        return choices[self.below(len(choices), *labels)]

    def hex(self, digits: int, *labels: object) -> str:
        """That many lower-case hexadecimal digits."""
        text = "\x1f".join((self.seed, *map(str, labels)))
        return blake2b(text.encode(), digest_size=(digits + 1) // 2).hexdigest()[:digits]

    def great_numbers(self, size_bytes: int, *labels: object) -> Iterator[int]:
        """One whole number of that size after another: each is as good as many picks."""
        for block in count():
            text = "\x1f".join((self.seed, *map(str, labels), str(block)))
            drawn = shake_128(text.encode()).digest(size_bytes * NUMBERS_A_BLOCK)
            for at in range(0, len(drawn), size_bytes):
                yield int.from_bytes(drawn[at : at + size_bytes], "big")

    def derived(self, *labels: object) -> Chance:
        """A chance of its own for a part of the world."""
        return Chance(self.hex(32, *labels))
