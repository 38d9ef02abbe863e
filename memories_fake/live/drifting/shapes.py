"""The shape of what an operation answered: where which JSON types, forms of text and codes were."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from memories_contracts import Contract
from memories_fake.live.calling import EVENTS, Heard

# Of a text, the first that fits the whole of it is its form.
FORMS = {
    "empty text": r"",
    "the text null": r"null",
    "a video number": r"VE?I[0-9]{18}",
    "a public video number": r"PI-[0-9]{18}",
    "an id": r"[0-9]{18}",
    "epoch milliseconds": r"[0-9]{13}",
    "digits": r"[0-9]+",
    "a task id": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(_[0-9a-f]{32})?",
    "an address": r"https?://\S+",
    "text": r".*",
}
NUMERIC = frozenset({"an id", "epoch milliseconds", "digits"})
KINDS: dict[type, str] = {bool: "a boolean", int: "a whole number", float: "a fraction"}


@dataclass
class Shape:
    """What all answers of one operation have in common. Paths name fields, and `[]` any item."""

    forms: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    objects: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    present: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    statuses: set[int] = field(default_factory=set)
    media: set[str] = field(default_factory=set)
    refusals: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    answered: bool = False

    def is_always(self, path: str) -> bool:
        """Whether the field is in every object that may have it."""
        return 0 < self.present[path] == self.objects[_around(path)]

    def is_never(self, path: str) -> bool:
        """Whether there were objects that may have the field, and none did."""
        return not self.present[path] and self.objects[_around(path)] > 0


def shape_of(contract: Contract, answers: Iterable[Heard]) -> Shape:
    """The shape of these answers, taken together."""
    shape = Shape()
    for heard in answers:
        shape.statuses.add(heard.status)
        shape.media.add(heard.media)
        if heard.media == EVENTS and heard.events:
            _add_events(shape, heard.events)
        elif isinstance(heard.body, dict) and heard.code != contract.success_code:
            shape.refusals.add(_code(heard.code))
        else:
            shape.answered = True
            _add(shape, heard.body, "")
    return shape


def form_of(value: Any) -> str:
    """The JSON type of a value; of text, its form."""
    if isinstance(value, str):
        return next(form for form, rule in FORMS.items() if re.fullmatch(rule, value, re.DOTALL))
    if value is None:
        return "null"
    return KINDS.get(type(value), "an object" if isinstance(value, dict) else "a list")


def _add_events(shape: Shape, events: Sequence[str]) -> None:
    for text in events[:-1]:
        event = _parsed(text)
        kind = event.get("type", "token") if isinstance(event, dict) else "text"
        shape.kinds.add(str(kind))
        _add(shape, event, f"events.{kind}")
    end = _parsed(events[-1])
    is_refusal = isinstance(end, dict) and end.get("data") != "Done"
    if is_refusal:
        shape.refusals.add(_code(end.get("code")))
    else:
        shape.answered = True
        shape.ends.add(events[-1] if isinstance(end, str) else json.dumps(end, sort_keys=True))


def _add(shape: Shape, value: Any, path: str) -> None:
    if path:
        shape.forms[path].add(form_of(value))
    if isinstance(value, dict):
        shape.objects[path] += 1
        for name, child in value.items():
            below = f"{path}.{name}" if path else str(name)
            shape.present[below] += 1
            _add(shape, child, below)
    elif isinstance(value, list):
        for item in value:
            _add(shape, item, f"{path}[]")


def _around(path: str) -> str:
    return path.rpartition(".")[0]


def _code(code: Any) -> str:
    return "no code" if code is None else json.dumps(code)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def paths(*shapes: Shape) -> Iterator[str]:
    """All fields that any of them has, in order, without those of refusals."""
    yield from sorted({path for shape in shapes for path in shape.present if shape.present[path]})
