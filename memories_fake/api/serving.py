"""The binding of handlers to contracts, and what a handler is given and may give back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from memories_fake.api.dialects import Dialect
from memories_fake.domain.library import Library
from memories_fake.runtime.chance import Chance
from memories_fake.wire.reading import Parameters
from memories_fake.wire.receiving import Receiver


@dataclass(frozen=True, slots=True)
class Call:
    """One call, read by its contract. `library` opens a transaction on the caller's namespace."""

    parameters: Parameters
    receiver: Receiver
    library: Callable[[], AbstractContextManager[Library]]
    dialect: Dialect
    chance: Chance
    parse_seconds: float
    wants_stream: bool

    def __getitem__(self, name: str) -> Any:
        return self.parameters[name]

    def get(self, name: str) -> Any:
        """A parameter, or None where none was sent."""
        return self.parameters.get(name)


@dataclass(frozen=True, slots=True)
class Events:
    """A streamed answer: (kind, event) pairs in order, then the end marker."""

    events: Iterator[tuple[str, dict[str, Any]]]
    end: Any


@dataclass(frozen=True, slots=True)
class FileBytes:
    """An answer that is the file itself."""

    path: Path
    filename: str


Handler = Callable[[Call], Any]
AnyHandler = TypeVar("AnyHandler", bound=Handler)


def serves(*names: str) -> Callable[[AnyHandler], AnyHandler]:
    """Bind a handler to the operations of these names; stacked names share one handler."""

    def bind(handler: AnyHandler) -> AnyHandler:
        handler.__dict__["serves"] = names
        return handler

    return bind


def handlers_of(*modules: object) -> Mapping[str, Handler]:
    """All handlers that these modules bind, by operation. Binding one twice is a ValueError."""
    bound: dict[str, Handler] = {}
    for module in modules:
        for handler in vars(module).values():
            for name in getattr(handler, "serves", ()):
                if name in bound:
                    raise ValueError(f"{name} is bound twice")
                bound[name] = handler
    return bound
