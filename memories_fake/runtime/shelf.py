"""Where uploaded bytes lie: on disk, in pieces, never in memory."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import IO

from memories_fake.runtime.intake import Intake

HELD = "held"


class Parcel:
    """A file on its way in: counted and hashed while it is written, thrown away unless shelved."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        self.size_bytes = 0
        self._file = file
        self._intake = Intake(file)

    def write(self, piece: bytes | memoryview) -> None:
        self.size_bytes += len(piece)
        self._intake.write(piece)

    @property
    def digest(self) -> str:
        return self._intake.hexdigest()

    def read_text(self, most_bytes: int = 4_000_000) -> str:
        """The content as text, for subtitle files."""
        with self.path.open("rb") as file:
            return file.read(most_bytes).decode("utf-8-sig", "replace")

    def close(self) -> None:
        """That is all: it lies on disk. Raises OSError where it cannot."""
        try:
            self._intake.settle()
        finally:
            self._file.close()

    def discard(self) -> None:
        """Close it, and remove it if nobody shelved it."""
        with suppress(OSError):
            self.close()
        self.path.unlink(missing_ok=True)


class HeldFiles:
    """The files of an account as they were at some moment; let go when nobody holds them."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        if folder is not None:
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)


class Shelf:
    """A folder of films, one file per account and video. Without a folder, a temporary one."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._lock = Lock()

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
        if folder := self._folder_of(account):
            shutil.rmtree(folder, ignore_errors=True)

    def files(self, account: str) -> Mapping[str, Path]:
        """All that an account has shelved, by name."""
        found = _entries(self._folder_of(account))
        return {name: Path(found[name].path) for name in sorted(found)}

    def hold(self, account: str) -> HeldFiles:
        """Keep what an account has shelved as it is now, to come back to."""
        files = self.files(account)
        if not files:
            return HeldFiles()
        held = self._root() / HELD
        held.mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=held))
        for name, path in files.items():
            _link(path, folder / name)
        return HeldFiles(folder)

    def bring_back(self, account: str, held: HeldFiles) -> list[str]:
        """Have all that was held again. Returns the names of what has come since, to be removed."""
        kept = _entries(held.folder)
        there = _entries(self._folder_of(account))
        for name, entry in kept.items():
            if name not in there or there[name].inode() != entry.inode():
                self.remove(account, name)
                _link(Path(entry.path), self._place(account, name))
        return sorted(there.keys() - kept.keys())

    def close(self) -> None:
        if self._temporary:
            self._temporary.cleanup()
            self._temporary = None

    def sweep(self) -> None:
        """Throw away what a process that was killed held."""
        if self._folder is not None:
            shutil.rmtree(self._folder / HELD, ignore_errors=True)

    def _root(self) -> Path:
        if self._folder is not None:
            return self._folder
        with self._lock:  # two that come first at once are to share one folder
            if self._temporary is None:
                self._temporary = tempfile.TemporaryDirectory(prefix="memories-fake-")
            return Path(self._temporary.name)

    def _folder_of(self, account: str) -> Path | None:
        """Where the files of an account lie; None where nobody has shelved anything yet."""
        is_unused = self._folder is None and self._temporary is None
        return None if is_unused else self._root() / account

    def _place(self, account: str, name: str) -> Path:
        folder = self._root() / account
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name


def _entries(folder: Path | None) -> dict[str, os.DirEntry[str]]:
    if folder is None or not folder.is_dir():
        return {}
    with os.scandir(folder) as found:
        return {entry.name: entry for entry in found}


def _link(path: Path, place: Path) -> None:
    """The same file at another place, or a copy where the disk knows no links."""
    try:
        place.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, place)
