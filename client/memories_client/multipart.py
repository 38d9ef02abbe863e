"""A form with a file as a request body that is read from disk while it is sent."""

from __future__ import annotations

import mimetypes
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_BLOCK_BYTES = 1 << 18
_ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


class Multipart:
    """An iterable of bytes with a length, which is what lets `requests` send it block by block.

    It may be sent more than once. A file object must be seekable, is read from where it stands
    and stays open. `requests` would build the same body in memory if given `files=`.
    """

    def __init__(
        self,
        fields: Sequence[tuple[str, str]],
        source: str | os.PathLike[str] | BinaryIO,
        name: str | None,
    ) -> None:
        self._source = Path(source) if isinstance(source, str | os.PathLike) else source
        self._start, self._size = _extent(self._source)
        # Unguessable, so that no file can hold it by accident or on purpose.
        boundary = secrets.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self._head = _head(boundary, fields, name or _name(self._source))
        self._tail = f"\r\n--{boundary}--\r\n".encode()

    def __len__(self) -> int:
        return len(self._head) + self._size + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        left = self._size
        with self._opened() as file:
            # Never past the promised length, even if the file grew meanwhile.
            while left and (block := file.read(min(_BLOCK_BYTES, left))):
                left -= len(block)
                yield block
        yield self._tail

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        if isinstance(self._source, Path):
            with self._source.open("rb") as file:
                yield file
        else:
            self._source.seek(self._start)
            yield self._source


def _extent(source: Path | BinaryIO) -> tuple[int, int]:
    if isinstance(source, Path):
        return 0, source.stat().st_size
    start = source.tell()
    end = source.seek(0, os.SEEK_END)
    source.seek(start)
    return start, end - start


def _name(source: Path | BinaryIO) -> str:
    name = getattr(source, "name", None)
    return Path(name).name if isinstance(name, str) else "video.mp4"


def _head(boundary: str, fields: Sequence[tuple[str, str]], name: str) -> bytes:
    guess = mimetypes.guess_type(name)[0] or ""
    media_type = guess if guess.startswith("video/") else "video/mp4"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in fields
    ]
    file_part = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file";'
        f' filename="{name.translate(_ESCAPES)}"\r\nContent-Type: {media_type}\r\n\r\n'
    )
    return "".join([*parts, file_part]).encode()
