"""SHA-256 of what is written piece by piece; of much, in a thread beside the writing.

Hashing lets go of the interpreter, so that a large upload is read, written and hashed at once.
"""

from __future__ import annotations

from hashlib import sha256
from queue import Queue
from threading import Thread

BATCH_BYTES = 1 << 20
MOST_BATCHES = 4  # that wait to be hashed; then whoever writes has to wait


class Digest:
    """Takes pieces in, and tells their digest at any time; `close` ends its thread, if any."""

    def __init__(self) -> None:
        self._hash = sha256()
        self._batch = bytearray()
        self._batches: Queue[bytearray | None] = Queue(MOST_BATCHES)
        self._thread: Thread | None = None

    def update(self, piece: bytes) -> None:
        self._batch += piece
        if len(self._batch) >= BATCH_BYTES:
            if self._thread is None:
                self._thread = Thread(target=self._run, daemon=True, name="memories-fake digest")
                self._thread.start()
            self._batches.put(self._batch)
            self._batch = bytearray()

    def hexdigest(self) -> str:
        """The digest of all pieces so far."""
        self.close()
        self._hash.update(self._batch)
        self._batch = bytearray()
        return self._hash.hexdigest()

    def close(self) -> None:
        """Wait until what was handed over is hashed."""
        if self._thread is not None:
            self._batches.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while (batch := self._batches.get()) is not None:
            self._hash.update(batch)
