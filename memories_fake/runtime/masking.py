"""What may be written down of an exchange: never the key, and never more than 64 KiB of a body."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any
from urllib.parse import quote, quote_plus

MOST_BODY_BYTES = 65_536
MOST_BYTES_OF_A_CHARACTER = 4
BYTES_OF_A_NUMBER = 8
LONG_KEY = 9

Hide = Callable[[str], str]


def masked(key: str) -> str:
    """A key as it may be written down: never more than its first three and last two signs."""
    return f"{key[:3]}…{key[-2:]}" if len(key) >= LONG_KEY else "…"


def written(told: Mapping[str, Any], key: str) -> dict[str, Any]:
    """What is told, as it may be kept: only so much of each thing, and the key masked wherever it
    occurs, in names as in values."""
    hide = _hiding(key)
    return {name: _written(value, hide) if value else value for name, value in told.items()}


def _written(value: Any, hide: Hide) -> Any:
    if isinstance(value, str) and len(value) * MOST_BYTES_OF_A_CHARACTER <= MOST_BODY_BYTES:
        return hide(value)
    return Room(hide).fit(value)


def hidden_across(pieces: Sequence[str], key: str) -> tuple[str, ...]:
    """The pieces of one text, with the key masked also where a border goes through it."""
    text = "".join(pieces)
    if not any(spelling in text for spelling in spellings(key)):
        return tuple(pieces)
    signs = list(text)
    for spelling in spellings(key):
        at = text.find(spelling)
        while at >= 0:
            signs[at : at + len(spelling)] = [masked(key), *[""] * (len(spelling) - 1)]
            at = text.find(spelling, at + len(spelling))
    borders = accumulate(map(len, pieces), initial=0)
    return tuple("".join(signs[start:end]) for start, end in pairwise(borders))


class Room:
    """64 KiB, given out to one text after the other; what does not fit is cut off.

    `hide` is done to each text before.
    """

    def __init__(self, hide: Hide = str) -> None:
        self._hide = hide
        self._left_bytes = MOST_BODY_BYTES

    def fit(self, value: Any) -> Any:
        """As much of a value as there is room for."""
        if isinstance(value, str):
            return self._fit_text(value)
        if isinstance(value, (dict, Mapping)):  # nearly all are the first, which is quicker to see
            pairs = value.items()
            return {self._fit_text(n): self.fit(item) for n, item in pairs if self._left_bytes > 0}
        if isinstance(value, (list, tuple)):
            return type(value)(self.fit(item) for item in value if self._left_bytes > 0)
        self._left_bytes -= BYTES_OF_A_NUMBER
        return value

    def _fit_text(self, text: str) -> str:
        text = self._hide(text)
        if text.isascii() and len(text) <= self._left_bytes:
            self._left_bytes -= len(text)
            return text
        most = max(0, self._left_bytes)
        if len(text) * MOST_BYTES_OF_A_CHARACTER > most:
            text = text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")
        self._left_bytes -= len(text.encode("utf-8", "replace"))
        return text


@lru_cache(maxsize=100)
def spellings(key: str) -> tuple[str, ...]:
    """The key as it stands, and as it stands in an address and in JSON."""
    in_json = json.dumps(key)[1:-1], json.dumps(key, ensure_ascii=False)[1:-1]
    raw = _bytes(key)
    spelled = filter(None, (key, quote(raw, safe=""), quote(raw), quote_plus(raw), *in_json))
    return tuple(sorted(set(spelled), key=lambda each: (-len(each), each)))


def _bytes(text: str) -> bytes:
    """As it was sent: bytes that are no text stand as surrogates, unless it had some of its own."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=100)
def _hiding(key: str) -> Hide:
    """What masks a key in a text, however it is spelled there."""
    spelled, mask = (spellings(key), masked(key)) if key else ((), "")

    def hide(text: str) -> str:
        for spelling in spelled:
            text = text.replace(spelling, mask)
        return text

    return hide
