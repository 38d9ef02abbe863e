"""JSON as people sketch it in a prompt: unquoted, with ellipses, comments and names of types."""

from __future__ import annotations

import re
from typing import TypeAlias

Shape: TypeAlias = "dict[str, Shape] | list[Shape] | str | int | float | None"

_BEGIN = re.compile(r"\{\s*[\"'`]?[^\W\d][\w -]*[\"'`]?\s*:|\[\s*(?:\{\s*[\"'\w]|[\"'<]|\.\.\.)")
_SPACE = re.compile(r"(?:\s|,|…|\.\.\.|//[^\n]*)+")
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|`([^`]*)`")
_BARE = re.compile(r"[^,\]}\n]*")
_NAME = re.compile(r"[\w -]*")
_DEEPEST = 8
_TYPES: tuple[tuple[str, Shape], ...] = (
    (
        r"\bbool(?:ean)?\b|^\s*(?:true|false)(?:\s*[|/]\s*(?:true|false))?\s*$|\btrue or false\b",
        True,
    ),
    (r"\b(?:array|list)\b.*\b(?:numbers?|ints?|integers?|floats?)\b", [0]),
    (r"\b(?:array|list)\b|\[\]$", []),
    (r"(?i)\bhh:mm:ss\b", "HH:MM:SS"),
    (r"(?i)\bmm:ss\b", "MM:SS"),
    (r"\b(?:int|integer|whole number|seconds?)\b", 0),
    (r"\b(?:float|number|numeric|decimal|double)\b|\b0(?:\.0)?\s*(?:-|–|to|\.\.)\s*1\b", 0.0),
)


def sample_in(prompt: str) -> Shape:
    """The first object or array that a prompt shows as an example; None when it shows none."""
    plain = prompt.translate(str.maketrans("“”‘’", "\"\"''"))
    begin = _BEGIN.search(plain)
    return _Reader(plain, begin.start()).value() if begin else None


def sample_at(prompt: str) -> tuple[int, int]:
    """Where the example of a prompt begins and ends; both at its end when it shows none."""
    plain = prompt.translate(str.maketrans("“”‘’", "\"\"''"))
    begin = _BEGIN.search(plain)
    if not begin:
        return len(prompt), len(prompt)
    reader = _Reader(plain, begin.start())
    reader.value()
    return begin.start(), reader.place


def read_sample(text: str) -> Shape:
    """A sample from a word for its type ('number', 'array of strings') or from a literal value."""
    for sign, sample in _TYPES:
        if re.search(sign, text.strip().lower()):
            return sample
    plain = text.strip()
    if re.fullmatch(r"-?\d+", plain):
        return int(plain)
    if re.fullmatch(r"-?\d+\.\d+", plain):
        return float(plain)
    return plain if plain and plain.lower() not in {"null", "none", "any"} else None


class _Reader:
    """Walks over one example, once; what is left open at the end of the prompt is closed."""

    def __init__(self, text: str, place: int, depth: int = 0) -> None:
        self.text, self.place, self.depth = text, place, depth

    def value(self) -> Shape:
        """The value at the present place."""
        self._skip()
        mark = self.text[self.place : self.place + 1]
        if mark in ("{", "[") and mark and self.depth < _DEEPEST:
            self.place, self.depth = self.place + 1, self.depth + 1
            found: Shape = self._object() if mark == "{" else self._array()
            self.depth -= 1
            return found
        if quoted := _STRING.match(self.text, self.place):
            self.place = quoted.end()
            return _typed(next((group for group in quoted.groups() if group is not None), ""))
        bare = _BARE.match(self.text, self.place)
        self.place = bare.end() if bare else len(self.text)
        return read_sample(bare[0] if bare else "")

    def _object(self) -> dict[str, Shape]:
        found: dict[str, Shape] = {}
        while not self._closes("}"):
            name = _STRING.match(self.text, self.place) or _NAME.match(self.text, self.place)
            if name is None or not name[0].strip():
                break
            key = next((group for group in name.groups() if group), name[0].strip())
            self.place = name.end()
            self._skip()
            if self.text[self.place : self.place + 1] != ":":
                break
            self.place += 1
            found[key] = self.value()
        return found

    def _array(self) -> list[Shape]:
        found: list[Shape] = []
        while not self._closes("]"):
            before = self.place
            found.append(self.value())
            if self.place == before:
                break
        return found

    def _closes(self, mark: str) -> bool:
        """Whether the object or array ends here; if so, steps over its mark."""
        self._skip()
        here = self.text[self.place : self.place + 1]
        if here == mark:
            self.place += 1
        return here in ("", mark)

    def _skip(self) -> None:
        if space := _SPACE.match(self.text, self.place):
            self.place = space.end()


def _typed(text: str) -> Shape:
    """A quoted sample: the name of a type stands for that type, all else for itself."""
    bare = text.strip("<> ").lower()
    if bare in {"number", "int", "integer", "float", "boolean", "bool", "true/false", "seconds"}:
        return read_sample(bare)
    return text
