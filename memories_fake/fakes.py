"""Fakes that outlive a test: making one is costly, and making one empty again is not."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

from memories_fake.fake import Fake

if TYPE_CHECKING:
    from memories_fake.doors.server import Server


class Fakes:
    """One fake for each choice of settings, each with one server at most. Closed all together."""

    def __init__(self) -> None:
        self._fakes: dict[str, Fake] = {}
        self._servers: dict[int, Server] = {}
        self._open = ExitStack()

    def of(self, choices: Mapping[str, Any]) -> Fake:
        """The fake with these settings. Raises TypeError or ValueError for what is no setting."""
        name = repr(sorted(choices.items(), key=lambda choice: choice[0]))
        if name not in self._fakes:
            self._fakes[name] = self._open.enter_context(Fake(**choices))
        return self._fakes[name]

    def server(self, fake: Fake) -> Server:
        """A fake's server, on a free port."""
        if id(fake) not in self._servers:
            self._servers[id(fake)] = self._open.enter_context(fake.serve())
        return self._servers[id(fake)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()
