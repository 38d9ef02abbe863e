"""The JSON that a prompt asks for: its keys and a sample of each value, read as people write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

Shape: TypeAlias = "dict[str, Shape] | list[Shape] | str | int | float | None"

_JSON = re.compile(r"(?i)\bjson\b")
_NOT_JSON = re.compile(
    r"(?i)\b(?:do not|don['’]t|no|not|non|without|instead of|rather than)[\s-]+(?:\w+ ){0,3}json\b"
)
_ARRAY = re.compile(
    r"(?i)\bjson[\s-]+(?:array|list)\b|\b(?:array|list) of\b|\bas an? (?:\w+ )?(?:array|list)\b"
)
_OBJECT = re.compile(r"(?i)\b(?:json )?object\b|\bdict(?:ionary)?\b")
_OF_OBJECTS = re.compile(r"(?i)\bjson (?:array|list)\b|\b(?:array|list) of (?:json )?objects\b")
_ARRAY_OF = re.compile(r"(?i)\b(?:array|list) of (?:\w+ )??([a-z_-]+s)\b")
_CARRIER = r"(?:with|has|having|have|containing|contains?|includ(?:es?|ing)|using)"
_KEYS = re.compile(
    r"(?i)\b(?:keys?|fields?|properties|property|attributes|columns)\b"
    r"(?:\s+(?:named|called|like|such as|are|is|should be|must be|only|exactly|of|for|below))*"
    r"\s*[:=]?\s*(.+)",
    re.DOTALL,
)
_EACH = re.compile(
    rf"(?i)\b(?:each|every|whose)\b(?:\s+[a-z]+){{0,3}}?\s+{_CARRIER}\s*:?\s+(.+)", re.DOTALL
)
_LOOSE = re.compile(rf"(?i)\bjson\b[^.\n]*?\b{_CARRIER}\s*:?\s+(.+)", re.DOTALL)
_END = re.compile(r"[.!?](?:\s|$)|\n\s*\n|\n(?=[A-Z][^\n:]*[.!?]\s*$)")
_SEPARATOR = re.compile(r"\s*(?:[,;\n]|\band\b|\bplus\b|&|\+)\s*(?![^(]*\))")
_LISTED = re.compile(
    r"^(?:[-*•]|\d+[.)])?\s*(?:(?:an?|the|one|short|its?|their|its own|keys?|fields?)\s+)*"
    r"[`\"'“]?([^\W\d]\w*)[`\"'”]?\s*(?:\(([^)]*)\)|[:=–-]\s*(.+)|as\s+(.+)|in\s+(.+))?"
)
_PLAIN_WORDS = """
    json array list object where which with no only return nothing of that each else do not
    please format value values markdown without don this is for all following any
"""
_NOT_NAMES = frozenset(_PLAIN_WORDS.split())

_BEGIN = re.compile(r"\{\s*[\"'`]?[^\W\d][\w -]*[\"'`]?\s*:|\[\s*(?:\{\s*[\"'\w]|[\"'<]|\.\.\.)")
_SPACE = re.compile(r"(?:\s|,|…|\.\.\.|//[^\n]*)*")
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|`([^`]*)`")
_BARE = re.compile(r"([^,\]}\n]*)")
_NAME = re.compile(r"([\w -]*)")
_DEEPEST = 8
_TYPES: tuple[tuple[str, Shape], ...] = (
    (r"\bbool(?:ean)?\b|\btrue or false\b|^(?:true|false)(?:\s*[|/]\s*(?:true|false))?$", True),
    (r"\b(?:array|list)\b.*\b(?:numbers?|ints?|integers?|floats?)\b", [0]),
    (r"\b(?:array|list)\b|\[\]$", []),
    (r"\bhh:mm:ss\b", "HH:MM:SS"),
    (r"\bmm:ss\b", "MM:SS"),
    (r"\b(?:int|integer|whole number|seconds?)\b", 0),
    (r"\b(?:float|number|numeric|decimal|double)\b", 0.0),
)
_OF_ITEMS = re.compile(rf"(?i)\b(?:array|list) of \w+ {_CARRIER}\s*:?\s+(.+)")
_SCALE = re.compile(r"(?:[a-z]+ )?[01](?:\.0)?\s*(?:-|–|to|\.\.)\s*(1|10|100)(?:\.0)?")
_TYPE = re.compile(r"number|int(?:eger)?|float|bool(?:ean)?|true/false|seconds")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a prompt says of the JSON it wants: None for no more than that, [] for some array."""

    shape: Shape
    is_example: bool = False


def wish_in(prompt: str) -> Wish | None:
    """What JSON a prompt wants: by the example in it, else by the keys that it lists; or None."""
    if not _JSON.search(_NOT_JSON.sub(" ", prompt)):
        return None
    example, _, _ = _example_in(prompt)
    if example:
        return Wish(_wrapped(example, prompt), is_example=True)
    is_array = _asks_for_array(prompt)
    if each := _EACH.search(prompt):
        return Wish(_nested(prompt[: each.start()], _named(each[1])) or ([] if is_array else None))
    found = _KEYS.search(prompt) or _LOOSE.search(prompt)
    keys = _named(found[1]) if found else {}
    if found and found.re is _LOOSE and len(keys) == 1:
        keys = {}
    if keys or not is_array:
        return Wish([keys] if is_array else keys or None)
    plural = _ARRAY_OF.search(prompt)
    return Wish([plural[1]] if plural else [])


def without_json(prompt: str) -> str:
    """The prompt without its example of JSON and its listing of keys: what is asked in words."""
    if wish_in(prompt) is None:
        return _NOT_JSON.sub(" ", prompt)
    _, begin, end = _example_in(prompt)
    plain = f"{prompt[:begin]}. {prompt[end:]}"
    for sign in (_EACH, _KEYS, _LOOSE):
        if (found := sign.search(plain)) and _named(found[1]):
            close = _END.search(found[1])
            after = found[1][close.start() :] if close else ""
            plain = plain[: found.start(1)] + after
    return plain


def _wrapped(example: Shape, prompt: str) -> Shape:
    """An example of one object stands for each item when the prompt asks for an array."""
    if not isinstance(example, dict) or any(isinstance(v, list) for v in example.values()):
        return example
    return [example] if _OF_OBJECTS.search(prompt) else example


def _asks_for_array(prompt: str) -> bool:
    array = _ARRAY.search(prompt)
    others = (sign.search(prompt) for sign in (_OBJECT, _KEYS))
    return array is not None and all(not o or array.start() < o.start() for o in others)


def _nested(before: str, element: dict[str, Shape]) -> Shape:
    """Keys of each item, set under the last plural key that was named before them."""
    found = _KEYS.search(before)
    outer = _named(found[1]) if found else {}
    if not outer or not element:
        return [element] if element else None
    plural = next((name for name in reversed(outer) if name.endswith("s")), next(iter(outer)))
    return {**outer, plural: [element]}


def _named(listing: str) -> dict[str, Shape]:
    """The names in a listing such as 'title, tags (array of strings) and score'."""
    end = _END.search(listing)
    names: dict[str, Shape] = {}
    for part in _SEPARATOR.split(listing[: end.start()] if end else listing):
        found = _LISTED.match(part.strip())
        if found and found[1].lower() not in _NOT_NAMES:
            names[found[1]] = _sample(next(filter(None, found.groups()[1:]), ""))
    return names


def _sample(text: str) -> Shape:
    """A sample from a word for its type ('number', 'array of strings') or from a literal value."""
    plain = text.strip()
    if scale := _SCALE.fullmatch(plain.lower()):
        return 0.0 if scale[1] == "1" else int(scale[1])
    if (items := _OF_ITEMS.search(plain)) and (keys := _named(items[1])):
        return [keys]
    for sign, sample in _TYPES:
        if re.search(sign, plain.lower()):
            return sample
    if re.fullmatch(r"-?\d+", plain):
        return int(plain)
    if re.fullmatch(r"-?\d+\.\d+", plain):
        return float(plain)
    return plain if plain and plain.lower() not in {"null", "none", "any"} else None


def _example_in(prompt: str) -> tuple[Shape, int, int]:
    """The first object or array that a prompt shows, and where it begins and ends."""
    plain = prompt.translate(str.maketrans("“”‘’", "\"\"''"))
    begin = _BEGIN.search(plain)
    if not begin:
        return None, len(prompt), len(prompt)
    reader = _Reader(plain, begin.start())
    return reader.value(), begin.start(), reader.place


class _Reader:
    """Walks over one example, once; what is left open at the end of the prompt is closed.

    Names may stand unquoted, values may be ellipses, comments or names of types.
    """

    def __init__(self, text: str, place: int) -> None:
        self.text, self.place, self.depth = text, place, 0

    def value(self) -> Shape:
        """The value at the present place."""
        mark = self._mark()
        if mark and mark in "{[" and self.depth < _DEEPEST:
            self.place, self.depth = self.place + 1, self.depth + 1
            found: Shape = self._object() if mark == "{" else self._array()
            self.depth -= 1
            return found
        text = self._take(_STRING)
        if text is None:
            return _sample(self._take(_BARE) or "")
        # A quoted name of a type, or a scale, stands for a value of it, all else for itself.
        bare = text.strip("<> ").lower()
        return _sample(bare) if _TYPE.fullmatch(bare) or _SCALE.fullmatch(bare) else text

    def _object(self) -> dict[str, Shape]:
        found: dict[str, Shape] = {}
        while not self._closes("}"):
            name = self._take(_STRING) or self._take(_NAME)
            if not name or self._mark() != ":":
                break
            self.place += 1
            found[name.strip()] = self.value()
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
        here = self._mark()
        self.place += here == mark
        return here in ("", mark)

    def _mark(self) -> str:
        """The next character that is no space, comma or comment; '' at the end."""
        self._take(_SPACE)
        return self.text[self.place : self.place + 1]

    def _take(self, pattern: re.Pattern[str]) -> str | None:
        """What the pattern captures at the present place, stepping over it; None if it fails."""
        if not (found := pattern.match(self.text, self.place)):
            return None
        self.place = found.end()
        return next((group for group in found.groups() if group is not None), None)
