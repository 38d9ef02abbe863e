"""Answers in pieces, as a stream sends them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ENOUGH = 20
_MOST = 60
_WORD = re.compile(rf"\S{{1,{_MOST - 2}}}\s{{0,2}}|\s{{1,{_MOST}}}")


def pieces(content: str) -> Iterator[str]:
    """The content in chunks of some 20 to 60 characters, cut between words; joined, they are it."""
    piece = ""
    for word in _WORD.findall(content):
        if piece and (len(piece) >= _ENOUGH * 2 or len(piece) + len(word) > _MOST):
            yield piece
            piece = ""
        piece += word
        if len(piece) >= _ENOUGH and word.endswith("\n"):
            yield piece
            piece = ""
    if piece:
        yield piece
