"""Where uploaded bytes lie: on disk, in pieces, never in memory."""

from __future__ import annotations

import os
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import IO


class Parcel:
    """A file on its way in: counted and hashed while it is written, thrown away unless shelved."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        self.size_bytes = 0
        self._hash = sha256()
        self._file = file

    def write(self, piece: bytes) -> int:
        self._hash.update(piece)
        self.size_bytes += len(piece)
        return self._file.write(piece)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Parsers rewind what they have filled; that ends the writing."""
        self._file.flush()
        return self._file.seek(offset, whence)

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def read_text(self, most_bytes: int = 4_000_000) -> str:
        """The content as text, for subtitle files."""
        self._file.flush()
        with self.path.open("rb") as file:
            return file.read(most_bytes).decode("utf-8-sig", "replace")

    def close(self) -> None:
        self._file.close()

    def discard(self) -> None:
        """Close it, and remove it if nobody shelved it."""
        self._file.close()
        self.path.unlink(missing_ok=True)


class Shelf:
    """A folder of films, one file per account and video. Without a folder, a temporary one."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    def parcel(self) -> Parcel:
        """An empty file to write into."""
        incoming = self._root() / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        handle, path = tempfile.mkstemp(suffix=".part", dir=incoming)
        return Parcel(Path(path), os.fdopen(handle, "wb"))

    def put(self, parcel: Parcel, account: str, name: str) -> None:
        """Keep a parcel under this name; its path is free again."""
        parcel.close()
        parcel.path.replace(self._place(account, name))

    def find(self, account: str, name: str) -> Path | None:
        """Where those bytes lie, or None."""
        path = self._root() / account / name
        return path if path.is_file() else None

    def remove(self, account: str, name: str) -> None:
        (self._root() / account / name).unlink(missing_ok=True)

    def clear(self, account: str) -> None:
        """Remove all that an account has shelved."""
        shutil.rmtree(self._root() / account, ignore_errors=True)

    def close(self) -> None:
        if self._temporary:
            self._temporary.cleanup()
            self._temporary = None

    def _root(self) -> Path:
        if self._folder is not None:
            return self._folder
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="memories-fake-")
        return Path(self._temporary.name)

    def _place(self, account: str, name: str) -> Path:
        folder = self._root() / account
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name
