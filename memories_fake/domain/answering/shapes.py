"""The JSON that a prompt asks for: its keys, and a sample of each value, read forgivingly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from memories_fake.domain.answering.samples import Shape, read_sample, sample_at, sample_in

_ARRAY = re.compile(
    r"(?i)\bjson[\s-]+(?:array|list)\b|\b(?:array|list) of\b|\bas an? (?:\w+ )?(?:array|list)\b"
)
_OBJECT = re.compile(r"(?i)\b(?:json )?object\b|\bdict(?:ionary)?\b")
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
_NAME = re.compile(
    r"^(?:[-*•]|\d+[.)])?\s*(?:(?:an?|the|one|short|its?|their|its own|keys?|fields?)\s+)*"
    r"[`\"'“]?([^\W\d]\w*)[`\"'”]?\s*(?:\(([^)]*)\)|[:=–-]\s*(.+)|as\s+(.+)|in\s+(.+))?"
)
_PLAIN_WORDS = """
    json array list object objects where which with no only return nothing of that each else do not
    please format value values markdown without don this is for all following any
"""
_NOT_NAMES = frozenset(_PLAIN_WORDS.split())


@dataclass(frozen=True, slots=True)
class Wish:
    """What a prompt says of the JSON it wants; `shape` is None when it names no keys."""

    shape: Shape
    is_array: bool
    is_example: bool = False


def wish_in(prompt: str) -> Wish:
    """The wish of a prompt: an example in it comes first, then keys that it lists."""
    example = sample_in(prompt)
    if isinstance(example, dict | list) and example:
        return Wish(_wrapped(example, prompt), isinstance(example, list), is_example=True)
    is_array = _asks_for_array(prompt)
    if each := _EACH.search(prompt):
        return _nested(prompt[: each.start()], _named(each[1]), is_array=is_array)
    found = _KEYS.search(prompt)
    keys = _named(found[1]) if found else _loosely_named(prompt)
    if keys:
        return Wish([keys] if is_array else keys, is_array)
    plural = _ARRAY_OF.search(prompt) if is_array else None
    return Wish([plural[1]] if plural else None, is_array)


def without_json(prompt: str) -> str:
    """The prompt without its example of JSON and its listing of keys: what is asked in words."""
    begin, end = sample_at(prompt)
    plain = f"{prompt[:begin]}. {prompt[end:]}"
    for sign in (_EACH, _KEYS, _LOOSE):
        if (found := sign.search(plain)) and _named(found[1]):
            close = _END.search(found[1])
            after = found[1][close.start() :] if close else ""
            plain = plain[: found.start(1)] + after
    return plain


def _wrapped(example: dict[str, Shape] | list[Shape], prompt: str) -> Shape:
    """An example of one object stands for each item when the prompt asks for an array."""
    wraps = re.search(
        r"(?i)\bjson (?:array|list)\b|\b(?:array|list) of (?:json )?objects\b", prompt
    )
    holds_list = isinstance(example, list) or any(isinstance(v, list) for v in example.values())
    return [example] if wraps and not holds_list else example


def _asks_for_array(prompt: str) -> bool:
    array, thing = _ARRAY.search(prompt), _OBJECT.search(prompt)
    keys = _KEYS.search(prompt)
    if not array or (keys and keys.start() < array.start()):
        return False
    return thing is None or array.start() < thing.start()


def _nested(before: str, element: dict[str, Shape], *, is_array: bool) -> Wish:
    """Keys of each item, set under the first plural key that was named before them."""
    found = _KEYS.search(before)
    outer = _named(found[1]) if found else {}
    if not outer or not element:
        return Wish([element] if element else None, is_array or bool(element))
    plural = next((name for name in reversed(outer) if name.endswith("s")), next(iter(outer)))
    return Wish({**outer, plural: [element]}, is_array=False)


def _loosely_named(prompt: str) -> dict[str, Shape]:
    found = _LOOSE.search(prompt)
    keys = _named(found[1]) if found else {}
    return keys if len(keys) > 1 else {}


def _named(listing: str) -> dict[str, Shape]:
    """The names in a listing such as 'title, tags (array of strings) and score'."""
    end = _END.search(listing)
    names: dict[str, Shape] = {}
    for part in _SEPARATOR.split(listing[: end.start()] if end else listing):
        found = _NAME.match(part.strip())
        if not found or found[1].lower() in _NOT_NAMES:
            continue
        names[found[1]] = read_sample(next(filter(None, found.groups()[1:]), ""))
    return names
