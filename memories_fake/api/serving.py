"""The binding of handlers to contracts, and what a handler is given and may give back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeVar

from memories_fake.wire.sse import frame

if TYPE_CHECKING:
    from pathlib import Path

    from memories_fake.api.dialects import Dialect
    from memories_fake.domain.library import Library
    from memories_fake.runtime.chance import Chance
    from memories_fake.wire.reading import Parameters
    from memories_fake.wire.receiving import Receiver


@dataclass(slots=True)
class Usage:
    """What a call used of that which costs something; the handler notes it."""

    calls: int = 1
    minutes: float = 0.0
    tokens: int = 0
    gigabytes: float = 0.0


@dataclass(frozen=True, slots=True)
class Call:
    """One call, read by its contract. `library` opens a transaction on the caller's namespace."""

    parameters: Parameters
    receiver: Receiver
    library: Callable[[], AbstractContextManager[Library]]
    dialect: Dialect
    chance: Chance
    parse_seconds: float
    import_seconds: float
    wants_stream: bool
    host_url: str
    usage: Usage

    def __getitem__(self, name: str) -> Any:
        return self.parameters[name]

    def get(self, name: str) -> Any:
        """A parameter, or None where none was sent."""
        return self.parameters.get(name)


@dataclass(frozen=True, slots=True)
class Events:
    """A streamed answer: (kind, event) pairs in order, then the end marker, each put in a frame."""

    events: Iterator[tuple[str, dict[str, Any]]]
    end: Any
    frame: Callable[[Any], bytes] = frame


@dataclass(frozen=True, slots=True)
class Beside:
    """An answer with fields of its own beside those of the envelope."""

    data: Any
    beside: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FileBytes:
    """An answer that is the file itself."""

    path: Path
    filename: str


Handler = Callable[[Call], Any]
AnyHandler = TypeVar("AnyHandler", bound=Callable[..., Any])


def serves(*names: str) -> Callable[[AnyHandler], AnyHandler]:
    """Bind a handler to the operations of these names; stacked names share one handler."""

    def bind(handler: AnyHandler) -> AnyHandler:
        handler.__dict__["serves"] = names
        return handler

    return bind


class Handlers(Mapping[str, Callable[..., Any]]):
    """All handlers by operation; a module is loaded when the first of its own is called.

    `homes` tells which module of the package binds which operations; two homes for one are a
    ValueError.
    """

    def __init__(self, package: str, homes: Mapping[str, tuple[str, ...]]) -> None:
        self.homes: dict[str, str] = {}
        for module, names in homes.items():
            for name in names:
                if name in self.homes:
                    raise ValueError(f"{name} has two homes")
                self.homes[name] = f"{package}.{module}"

    def __getitem__(self, name: str) -> Callable[..., Any]:
        return handlers_of(self.homes[name])[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.homes)

    def __len__(self) -> int:
        return len(self.homes)


@cache
def handlers_of(module: str) -> Mapping[str, Callable[..., Any]]:
    """The handlers that the module of this name binds, by operation. Twice is a ValueError."""
    bound: dict[str, Callable[..., Any]] = {}
    there = vars(import_module(module)).values()
    for handler in (each for each in there if isinstance(each, FunctionType)):
        for name in getattr(handler, "serves", ()):
            if name in bound:
                raise ValueError(f"{name} is bound twice")
            bound[name] = handler
    return bound
