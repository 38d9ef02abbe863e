"""Ids by reference: what an answer introduced and later requests mention is written as a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from memories_fake.live.recording.placeholders import PLACEHOLDER
from memories_fake.live.recording.spelling import trees_in

_ID = re.compile(r"(?=.*\d)[A-Za-z0-9_\-:.]{6,200}")
_LEAST_NUMBER = 100_000
_REFERENCE = re.compile(r"\{\{([\w.\-]+?)(:number)?\}\}")
_NUMBER = ":number"


def referred(exchanges: list[Any]) -> tuple[dict[str, str], list[Any]]:
    """The references by name, and the same exchanges with each in the place of its id."""
    names = _named(exchanges)
    if not names:
        return {}, exchanges
    longest_first = sorted(names, key=len, reverse=True)
    alternatives = "|".join(map(re.escape, longest_first))
    whole_ids = re.compile(rf"(?<![A-Za-z0-9])(?:{alternatives})(?![A-Za-z0-9])")

    def text(value: str) -> str:
        return whole_ids.sub(lambda found: f"{{{{{names[found[0]]}}}}}", value)

    def number(value: int) -> Any:
        name = names.get(str(value))
        return f"{{{{{name}{_NUMBER}}}}}" if name else value

    made = [_in_contents(each, text, number) for each in exchanges]
    return {name: value for value, name in names.items()}, made


def resolved(exchanges: list[Any], references: Mapping[str, str]) -> list[Any]:
    """The same exchanges with each id in the place of its reference."""

    def text(value: str) -> Any:
        whole = _REFERENCE.fullmatch(value)
        if whole and whole[2] and whole[1] in references:
            return int(references[whole[1]])
        return _REFERENCE.sub(lambda found: references.get(found[1], found[0]), value)

    return [_in_contents(each, text, lambda value: value) for each in exchanges]


def mapped(value: Any, text: Callable[[str], Any], number: Callable[[int], Any]) -> Any:
    """A JSON value with something done to each of its texts and whole numbers."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Mapping):
        return {str(text(key)): mapped(item, text, number) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [mapped(item, text, number) for item in value]
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return number(value) if is_number else value


def _in_contents(
    exchange: Any, text: Callable[[str], Any], number: Callable[[int], Any]
) -> dict[str, Any]:
    """What was said is changed, and nothing of what the cassette itself says about it."""

    def body(told: Mapping[str, Any]) -> dict[str, Any]:
        made = dict(told)
        for part in made.keys() & {"json", "form", "text", "parts"}:
            # Sizes are numbers of the cassette's own; in parts and forms all else is text.
            made[part] = mapped(told[part], text, number if part == "json" else lambda n: n)
        if "frames" in made:
            made["frames"] = [body(frame) for frame in told["frames"]]
        return made

    def half(told: Mapping[str, Any]) -> dict[str, Any]:
        made = dict(told)
        for part in made.keys() & {"path", "query", "headers"}:
            made[part] = mapped(told[part], text, number)
        return {**made, "body": body(told["body"])}

    return {
        **exchange,
        "request": half(exchange["request"]),
        "answers": [half(answer) for answer in exchange["answers"]],
    }


def _named(exchanges: list[Any]) -> dict[str, str]:
    """The names by id: of those that a request mentions after an answer has introduced them."""
    introduced: dict[str, str] = {}
    mentioned: set[str] = set()
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    literal = str(exchanges)
    for exchange in exchanges:
        for value in _mentions(exchange["request"]):
            if value in introduced and value not in names:
                names[value] = _name(introduced[value], counts, literal)
            mentioned.add(value)
        for answer in exchange["answers"]:
            for key, value in _leaves(answer["body"]):
                if value not in mentioned and _ID.fullmatch(value):
                    introduced.setdefault(value, key)
    return {
        value: name
        for value, name in names.items()
        if not PLACEHOLDER.search(value) and _is_telling(value)
    }


def _is_telling(value: str) -> bool:
    # A small number would be found everywhere.
    return not value.isdigit() or int(value) >= _LEAST_NUMBER


def _name(key: str, counts: dict[str, int], literal: str) -> str:
    key = re.sub(r"[^\w\-]", "", key, flags=re.ASCII) or "id"
    while True:
        counts[key] = counts.get(key, 0) + 1
        name = f"{key}.{counts[key]}"
        if f"{{{{{name}" not in literal:
            return name


def _mentions(request: Mapping[str, Any]) -> Iterator[str]:
    yield from request["path"].split("/")
    yield from (value for _, value in _leaves(request["query"]))
    yield from (value for _, value in _leaves(request["body"]))


def _leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """The texts and numbers in a body with the names of their fields; also in JSON in texts."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _leaves(item, name)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _leaves(item, key)
    elif isinstance(value, str):
        yield key, value
        if key == "text":
            for tree in trees_in(value):
                yield from _leaves(tree)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield key, str(value)
