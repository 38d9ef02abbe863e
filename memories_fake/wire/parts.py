"""Reads a form in parts, piece by piece as it comes: what is in a file is never held as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO

from werkzeug.http import parse_options_header

try:
    from multipart import MultipartSegment, PushMultipartParser
except ImportError as error:
    told = "an old python-multipart stands in the way: pip install 'python-multipart>=0.0.13'"
    raise ImportError(told) from error

PIECE_BYTES = 1 << 20
MOST_HEADER_BYTES = 1 << 16
MOST_HEADERS = 32
CHARSETS = ("ascii", "us-ascii", "utf-8", "iso-8859-1")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands above the content of a part; `filename` is None where it is no file."""

    name: str
    filename: str | None
    media_type: str
    charset: str


def parts(body: IO[bytes], boundary: str) -> Iterator[tuple[Part, Iterator[bytes]]]:
    """Each part with the pieces of its content, which are to be read before the next part is.

    Raises ValueError where the form is malformed or ends too soon.
    """
    parser = PushMultipartParser(
        boundary, max_header_size=MOST_HEADER_BYTES, max_header_count=MOST_HEADERS
    )
    events = parser.parse_blocking(body.read, PIECE_BYTES)
    for head in events:
        yield _part(head), iter(partial(next, events), None)


def _part(head: MultipartSegment) -> Part:
    # Flask's way to read these lines knows filename*=, by which old senders spell other letters.
    _, told = parse_options_header(head.header("Content-Disposition"))
    media_type, options = parse_options_header(head.header("Content-Type", ""))
    charset = options.get("charset", "").lower()
    filename = told.get("filename")
    if filename is not None:
        # Browsers, and others after them, put %22 for a quotation mark, and leave a percent sign
        # as is.
        filename = filename.replace("%22", '"')
    return Part(
        told.get("name", ""),
        filename,
        media_type.lower(),
        charset if charset in CHARSETS else "utf-8",
    )
