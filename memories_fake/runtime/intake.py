"""Writes and hashes what comes in piece by piece; large pieces in a thread of their own.

Writing and hashing let go of the interpreter, so that a large upload is read meanwhile.
"""

from __future__ import annotations

from hashlib import sha256
from queue import Queue
from threading import Thread
from typing import IO

LARGE_BYTES = 1 << 17  # from here on a piece is worth the handing over
MOST_PIECES = 4  # that wait for the thread; then whoever brings them has to wait


class Intake:
    """A file and the SHA-256 of what is in it. Settle it before closing the file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = sha256()
        self._pieces: Queue[bytes | None] = Queue(MOST_PIECES)
        self._thread: Thread | None = None
        self._trouble: OSError | None = None

    def write(self, piece: bytes | memoryview) -> None:
        """Take a piece in; it may be changed afterwards. Raises OSError, maybe for an earlier."""
        if self._trouble:
            raise self._trouble
        if self._thread is None:
            if len(piece) < LARGE_BYTES:
                self._take(piece)
                return
            self._thread = Thread(target=self._run, daemon=True, name="memories-fake intake")
            self._thread.start()
        self._pieces.put(bytes(piece))

    def settle(self) -> None:
        """Wait until all pieces are taken in. Raises OSError where one cannot be written."""
        if self._thread is not None:
            self._pieces.put(None)
            self._thread.join()
            self._thread = None
        if self._trouble:
            raise self._trouble

    def hexdigest(self) -> str:
        """The digest of all pieces so far."""
        self.settle()
        return self._hash.hexdigest()

    def _take(self, piece: bytes | memoryview) -> None:
        self._hash.update(piece)
        self._file.write(piece)

    def _run(self) -> None:
        while (piece := self._pieces.get()) is not None:
            try:
                if not self._trouble:  # else it is only taken from those who wait
                    self._take(piece)
            except OSError as error:
                self._trouble = error
