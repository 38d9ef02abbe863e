"""Reads server-sent events from raw bytes, however they were cut on their way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LINE_END = re.compile(rb"\r\n|\r|\n")
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Frame:
    """The data of one event; not `whole` when the bytes ended before the event did."""

    data: str
    whole: bool = True


def frames(chunks: Iterable[bytes]) -> Iterator[Frame]:
    """The events that carry any data, each as soon as its blank line is in."""
    data: list[str] = []
    for line in _lines(chunks):
        name, _, value = line.partition(":")
        if name == "data":
            data.append(value.removeprefix(" "))
        elif not line:
            if any(data):
                yield Frame("\n".join(data))
            data = []
    if any(data):
        yield Frame("\n".join(data), whole=False)


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    pending = bytearray()
    after_cr = False
    is_first = True
    for chunk in filter(None, chunks):
        # A CR ends its line at once; the LF of a CRLF may come with the next chunk.
        fresh = chunk.removeprefix(b"\n") if after_cr else chunk
        after_cr = fresh.endswith(b"\r")
        start, *others = _LINE_END.split(fresh)
        pending += start
        for other in others:
            yield _decoded(pending, strip_mark=is_first)
            pending, is_first = bytearray(other), False
    if pending:
        yield _decoded(pending, strip_mark=is_first)


def _decoded(line: bytes | bytearray, *, strip_mark: bool) -> str:
    text = line.decode(errors="replace")
    return text.removeprefix(_BYTE_ORDER_MARK) if strip_mark else text
