"""Whether a request is the recorded one; if not, what differs.

Where the recording has a placeholder, any text may stand, but the same one each time, and no two
placeholders stand for the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from memories_fake.live.recording.placeholders import PLACEHOLDER
from memories_fake.live.recording.taking import Pairs, Request

MOST_SIGNS = 60
NOTHING = object()


class Fit:
    """A recorded request held against another one; `bound` are the secrets that it stands for.

    Parameters that are `ignored` may have any value, or be missing.
    """

    def __init__(
        self,
        recorded: Request,
        asked: Request,
        bound: Mapping[str, str],
        *,
        ignored: Collection[str] = (),
    ) -> None:
        self.bound = dict(bound)
        self._ignored = frozenset(ignored)
        self.differences = tuple(self._compare(recorded, asked))

    @property
    def holds(self) -> bool:
        """Whether they are the same."""
        return not self.differences

    def _compare(self, recorded: Request, asked: Request) -> Iterator[str]:
        if recorded.method != asked.method:
            yield _told("method", recorded.method, asked.method)
        yield from self._text("path", recorded.path, asked.path)
        if recorded.wants_stream != asked.wants_stream:
            yield "Accept: only one of them asks for events"
        key = recorded.header("Authorization"), asked.header("Authorization")
        if any(self._text("Authorization", *key)):
            yield "Authorization: it is not the key of the recording, or comes in another form"
        yield from self._pairs("query", recorded.query, asked.query)
        yield from self._body(recorded.body, asked.body)

    def _body(self, recorded: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[str]:
        if recorded.keys() != asked.keys():
            kinds = (" and ".join(each) or "nothing" for each in (recorded, asked))
            yield "body: recorded as {}, asked as {}".format(*kinds)
        elif "form" in recorded:
            yield from self._pairs("form", *(_pairs(each["form"]) for each in (recorded, asked)))
        elif "parts" in recorded:
            told = [[_as_pair(part) for part in each["parts"]] for each in (recorded, asked)]
            yield from self._pairs("part", *told)
        else:
            for kind in recorded:
                name = "body" if kind == "json" else kind
                yield from self._tree(name, recorded[kind], asked[kind])

    def _pairs(
        self, where: str, recorded: Sequence[tuple[str, str]], asked: Sequence[tuple[str, str]]
    ) -> Iterator[str]:
        names = dict.fromkeys(name for name, _ in (*recorded, *asked))
        for name in (each for each in names if each not in self._ignored):
            had, has = ([v for n, v in pairs if n == name] for pairs in (recorded, asked))
            if len(had) != len(has):
                yield _told(f"{where} {name}", *(each or NOTHING for each in (had, has)))
                continue
            for before, now in zip(had, has, strict=True):
                yield from self._text(f"{where} {name}", before, now)

    def _tree(self, where: str, recorded: Any, asked: Any) -> Iterator[str]:
        if isinstance(recorded, str) and isinstance(asked, (str, int, float)):
            yield from self._text(where, recorded, asked)
        elif type(recorded) is not type(asked):
            yield _told(where, recorded, asked)
        elif isinstance(recorded, Mapping):
            names = dict.fromkeys((*recorded, *asked))
            for name in (each for each in names if each not in self._ignored):
                sides = recorded.get(name, NOTHING), asked.get(name, NOTHING)
                yield from self._tree(f"{where}.{name}", *sides)
        elif isinstance(recorded, list) and len(recorded) == len(asked):
            for number, sides in enumerate(zip(recorded, asked, strict=True)):
                yield from self._tree(f"{where}[{number}]", *sides)
        elif recorded != asked:
            yield _told(where, recorded, asked)

    def _text(self, where: str, recorded: str, asked: Any) -> Iterator[str]:
        if recorded == asked or self._stands_for(recorded, str(asked)):
            return
        yield _told(where, recorded, asked)

    def _stands_for(self, recorded: str, asked: str) -> bool:
        """Bind the placeholders of a text to what stands in their places."""
        placeholders = PLACEHOLDER.findall(recorded)
        if not placeholders:
            return False
        literals = map(re.escape, PLACEHOLDER.split(recorded))
        found = re.fullmatch("(.+?)".join(literals), asked, re.DOTALL)
        if found is None:
            return False
        pairs = zip(placeholders, found.groups(), strict=True)
        return all(self._binds(placeholder, value) for placeholder, value in pairs)

    def _binds(self, placeholder: str, value: str) -> bool:
        if value == placeholder:  # quoted from an answer
            return True
        if placeholder not in self.bound:
            if value in self.bound.values():
                return False
            self.bound[placeholder] = value
        return self.bound[placeholder].lower() == value.lower()


def _pairs(told: Sequence[Sequence[str]]) -> Pairs:
    return tuple((name, value) for name, value in told)


def _as_pair(part: Mapping[str, Any]) -> tuple[str, str]:
    """A part by its name: a text as it is, and a file as its digest, whatever it is called."""
    if "text" in part:
        return part["name"], part["text"]
    return part["name"], f"a file of {part['bytes']} bytes, sha256 {part['sha256'][:12]}"


def _told(where: str, recorded: Any, asked: Any) -> str:
    return f"{where}: recorded {_short(recorded)}, asked {_short(asked)}"


def _short(value: Any) -> str:
    if value is NOTHING:
        return "nothing"
    text = repr(value)
    return text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS]}…"
