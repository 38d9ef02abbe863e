"""Takes secrets out of all that is to be written: first they are learnt, then they are replaced.

A secret that was seen in one place is hidden everywhere, in every spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any
from urllib.parse import unquote

from memories_fake.live.recording import spotting
from memories_fake.live.recording.placeholders import EMAIL, KEY, PLACEHOLDER, Placeholders
from memories_fake.live.recording.spelling import (
    decoded,
    meant,
    otherwise,
    spellings_of,
    trees_in,
    without_scheme,
)

SHORTEST = 6  # what is shorter is hidden only where it stands
SHORTEST_AUTHORIZATION = BEGINNING = 4
SHORTEST_COOKIE = 8
MOST_DEPTH = 4
_COOKIE = re.compile(r"([^=;\s]+)=([^;]*)")


class Scrubber:
    """Learns secrets, and gives texts, trees, pairs and bytes back without them."""

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self._placeholders = Placeholders(known)
        self._spelled: dict[str, str] = {}
        self._by_beginning: dict[str, list[str]] = {}
        self._learnt: set[tuple[str, int]] = set()
        self._told: dict[str, str] = {}
        self._told_with = 0  # so many spellings were known then
        for secret in known or {}:
            self.learn_secret(secret)

    def learn_secret(self, secret: str, kind: str = KEY, *, shortest: int = SHORTEST) -> None:
        """From now on this is hidden wherever it occurs, if it is long enough to be told apart."""
        if len(secret) < shortest or PLACEHOLDER.search(secret) or secret in self._spelled:
            return
        for spelling in spellings_of(secret):
            if spelling not in self._spelled:
                self._spelled[spelling] = self._placeholders.of(secret, kind)
                begun = self._by_beginning.setdefault(spelling[:BEGINNING], [])
                begun.append(spelling)
                begun.sort(key=len, reverse=True)

    def learn_header(self, name: str, value: str) -> None:
        """Learn from a header what it tells by its name or by its shape."""
        called = spotting.plain(name)
        if called in {"cookie", "setcookie"}:
            for found in _COOKIE.finditer(value):
                self.learn_secret(unquote(found[2]), shortest=SHORTEST_COOKIE)
        elif spotting.is_secret_header(name):
            secret = without_scheme(value)
            self.learn_secret(secret, shortest=SHORTEST_AUTHORIZATION)
            for inside in decoded(secret):
                self.learn_secret(inside.partition(":")[2])
        self.learn_text(value)

    def learn_pair(self, name: str, value: str) -> None:
        """Learn from a parameter of a form or an address."""
        if spotting.is_secret_in_address(name) and not spotting.is_open_in_address(name):
            self.learn_secret(value)
        self.learn_text(value)

    def learn_tree(self, value: Any, name: str = "", depth: int = 0) -> None:
        """Learn from a JSON value, whose name is that of the field it is in."""
        if isinstance(value, Mapping):
            for key, item in value.items():
                self.learn_text(key)
                self.learn_tree(item, name if spotting.is_secret(name, "") else key, depth)
        elif isinstance(value, (list, tuple)):
            for item in value:
                self.learn_tree(item, name, depth)
        elif isinstance(value, str) or (spotting.is_secret(name, value) and value):
            if spotting.is_secret(name, value):
                self.learn_secret(without_scheme(str(value)))
            self.learn_text(str(value), depth)

    def learn_text(self, text: str, depth: int = 0) -> None:
        """Learn from a text, from the JSON in it, and from what it says in other spellings."""
        if (text, depth) in self._learnt:  # whoever polls hears the same again and again
            return
        self._learnt.add((text, depth))
        for email in spotting.emails_in(text):
            self.learn_secret(email, EMAIL)
        for key in spotting.keys_in(text):
            self.learn_secret(key)
        for found in spotting.places_in(text):
            if not spotting.is_open_in_address(found["name"]):
                self.learn_secret(meant(found))
        if depth >= MOST_DEPTH:
            return
        for tree in trees_in(text):
            self.learn_tree(tree, depth=depth + 1)
        for other in otherwise(text):
            self.learn_text(other, depth + 1)

    def text(self, text: str) -> str:
        """The same text without secrets."""
        if len(self._spelled) != self._told_with:
            self._told, self._told_with = {}, len(self._spelled)
        if text not in self._told:
            self._told[text] = self._scrubbed(text)
        return self._told[text]

    def across(self, pieces: Sequence[str]) -> tuple[str, ...]:
        """The pieces of one text, also without the secrets that a border goes through."""
        text = "".join(pieces)
        self.learn_text(text)
        signs = list(text)
        for start, end in self._known_in(text):
            signs[start:end] = [self._spelled[text[start:end]], *[""] * (end - start - 1)]
        borders = accumulate(map(len, pieces), initial=0)
        return tuple("".join(signs[start:end]) for start, end in pairwise(borders))

    def safe(self, text: str) -> str:
        """The same without secrets, also those that only this text shows."""
        self.learn_text(text)
        return self.text(text)

    def data(self, content: bytes) -> bytes:
        """The same bytes without secrets."""
        return self.text(content.decode("utf-8", "surrogateescape")).encode(
            "utf-8", "surrogateescape"
        )

    def tree(self, value: Any, name: str = "") -> Any:
        """The same JSON value without secrets, in names as in values."""
        if isinstance(value, Mapping):
            inherited = name if spotting.is_secret(name, "") else ""
            return {
                self.text(key): self.tree(item, inherited or key) for key, item in value.items()
            }
        if isinstance(value, (list, tuple)):
            return [self.tree(item, name) for item in value]
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if value and (isinstance(value, str) or is_number) and spotting.is_secret(name, value):
            return self._sealed(str(value))
        if isinstance(value, str):
            return self.text(value)
        return self._number(value) if is_number else value

    def pair(self, name: str, value: str) -> tuple[str, str]:
        """A parameter of a form or an address without secrets."""
        if value and spotting.is_secret_in_address(name):
            return self.text(name), self._sealed(value)
        return self.text(name), self.text(value)

    def header(self, name: str, value: str) -> tuple[str, str]:
        """A header without secrets; cookies keep their names and what is said about them."""
        called = spotting.plain(name)
        if called == "cookie":
            return name, _COOKIE.sub(self._hidden_cookie, value)
        if called == "setcookie":
            return name, self.text(_COOKIE.sub(self._hidden_cookie, value, count=1))
        if value and spotting.is_secret_header(name):
            return name, self._sealed(value)
        return self.text(name), self.text(value)

    def _scrubbed(self, text: str) -> str:
        text = self._without_known(text)
        for place in spotting.PLACES:
            text = place.sub(self._hidden_in_place, text)
        return spotting.BASE64.sub(self._hidden_in_base64, text)

    def _number(self, value: Any) -> Any:
        """A number is what it is, unless it is a secret somewhere else."""
        told = str(value)
        return self._spelled.get(told, value)

    def _sealed(self, value: str) -> str:
        secret = without_scheme(value)
        return value[: len(value) - len(secret)] + self._placeholders.of(secret)

    def _without_known(self, text: str) -> str:
        told, at = [], 0
        for start, end in self._known_in(text):
            told += [text[at:start], self._spelled[text[start:end]]]
            at = end
        return "".join((*told, text[at:]))

    def _known_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where known secrets are. There may be very many, so they are looked up, not tried."""
        at, last = 0, len(text) - BEGINNING if self._spelled else -1
        while at <= last:
            begun = self._by_beginning.get(text[at : at + BEGINNING])
            if begun is None:
                at += 1
                continue
            found = next((each for each in begun if text.startswith(each, at)), "")
            if found:
                yield at, at + len(found)
            at += len(found) or 1

    def _hidden_in_place(self, found: re.Match[str]) -> str:
        value = found["value"]
        if PLACEHOLDER.search(value) or not spotting.is_secret_place(found):
            return found[0]
        start, end = (at - found.start() for at in found.span("value"))
        return found[0][:start] + self._placeholders.of(meant(found)) + found[0][end:]

    def _hidden_in_base64(self, found: re.Match[str]) -> str:
        for inside in decoded(found[0]):
            if self._without_known(inside) != inside:
                return self._placeholders.of(found[0], "base64")
        return found[0]

    def _hidden_cookie(self, found: re.Match[str]) -> str:
        value = unquote(found[2])
        return f"{self.text(found[1])}={self._placeholders.of(value) if value else ''}"
