"""Reads subtitle files (.srt and .vtt) into lines of plain speech."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from memories_fake.runtime.media import Line

_ARROW = "-->"
_TIME = re.compile(r"(?:([0-9]{1,4}):)?([0-5]?[0-9]):([0-5]?[0-9])[.,]([0-9]{1,3})")
# An override block of ASS, a tag of HTML or of a WebVTT voice, and a WebVTT time inside a line.
_MARKUP = re.compile(r"\{\\[^}]*\}|</?[A-Za-z][^>]*>|</>|<[0-9:.]+>")
_NOT_SPOKEN = re.compile(r"(WEBVTT|NOTE|STYLE|REGION)(\s|$)")

Block = list[tuple[int, str]]


def read_subtitles(text: str) -> tuple[Line, ...]:
    """The lines of an .srt or .vtt text, in order of their start, without markup.

    Lines that say nothing are left out. Raises `ValueError` with the number of the first row
    that is neither a cue nor part of one.
    """
    rows = re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff"))
    cues = (_line(block) for block in _blocks(rows) if _holds_a_cue(block))
    return tuple(sorted(line for line in cues if line.text))


def plain_text(text: str) -> str:
    """The text without tags, style blocks and entities, on one line."""
    return " ".join(html.unescape(_MARKUP.sub("", text)).split())


def _blocks(rows: list[str]) -> Iterator[Block]:
    """Runs of rows between empty ones, each row with its number, counted from 1."""
    block: Block = []
    for number, row in enumerate([*rows, ""], start=1):
        if row.strip():
            block.append((number, row.strip()))
        elif block:
            yield block
            block = []


def _holds_a_cue(block: Block) -> bool:
    """WebVTT has blocks of its own that are no cues; these words may also name a cue."""
    return not _NOT_SPOKEN.match(block[0][1]) or any(_ARROW in row for _, row in block)


def _line(block: Block) -> Line:
    """A cue: perhaps a name, then a time range, then what is said."""
    if _ARROW not in block[0][1] and len(block) > 1:
        block = block[1:]
    number, row = block[0]
    start, end = _time_range(row, number=number)
    for row_number, said in block[1:]:
        if _ARROW in said:
            raise ValueError(f"line {row_number}: an empty line must stand before a new cue")
    return Line(start, end, plain_text("\n".join(said for _, said in block[1:])))


def _time_range(row: str, *, number: int) -> tuple[float, float]:
    """Start and end; what stands behind the end (a place on the screen) is not read."""
    before, arrow, after = row.partition(_ARROW)
    if not arrow:
        raise ValueError(f"line {number}: expected a time range, found {row[:40]!r}")
    start = _seconds(before.strip(), number=number)
    end = _seconds("".join(after.split()[:1]), number=number)
    if end < start:
        raise ValueError(f"line {number}: the cue ends before it starts")
    return start, end


def _seconds(written: str, *, number: int) -> float:
    match = _TIME.fullmatch(written)
    if match is None:
        raise ValueError(f"line {number}: {written[:40]!r} is no time")
    hours, minutes, seconds, fraction = match.groups()
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return (whole * 1000 + int(fraction.ljust(3, "0"))) / 1000
