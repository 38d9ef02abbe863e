"""The snapshots of an account that is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from memories_fake.testkit.remote.line import Line
from memories_fake.testkit.snapshots import Snapshots


class RemoteSnapshots(Snapshots):
    """The words of `Snapshots`."""

    def __init__(self, line: Line) -> None:
        self._line = line

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._line.ask("snapshots")["snapshots"])

    def take(self, name: str) -> None:
        self._line.ask("snapshots_take", name=name)

    def rewind(self, name: str) -> None:
        self._line.ask("snapshots_rewind", name=name)

    def forget(self, name: str) -> None:
        self._line.ask("snapshots_forget", name=name)

    @contextmanager
    def fork(self) -> Iterator[None]:
        """Undo at the end all that the account is led to inside. It is carried out and in again as
        a document. Of snapshots, those with new names are gone; lost ones do not come back."""
        before, named = self._line.ask("export"), self.names
        try:
            yield
        finally:
            self._line.ask("import", document=before)
            for name in set(self.names) - set(named):
                self.forget(name)
