"""All that can be chosen about a fake, in one frozen record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Time(StrEnum):
    """Whose time it is: a virtual clock per account, or the machine's own."""

    VIRTUAL = "virtual"
    REAL = "real"


class Fetch(StrEnum):
    """Whether addresses are downloaded: never, from public hosts, or from any host."""

    NEVER = "never"
    PUBLIC = "public"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The choices. `keys` empty means that any key is an account of its own."""

    seed: int | str = 0
    keys: Collection[str] = frozenset()
    world: str | None = None
    store: str | None = None
    time: Time | str = Time.VIRTUAL
    request_seconds: float = 1.0
    parse_seconds: float = 2.0
    stream_pace_seconds: float = 0.03
    fetch: Fetch | str = Fetch.NEVER
    check_replies: bool = False
    dialect: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Plain text is understood for the choices. Raises ValueError for what is none."""
        object.__setattr__(self, "time", Time(self.time))
        object.__setattr__(self, "fetch", Fetch(self.fetch))
        object.__setattr__(self, "keys", frozenset(self.keys))
        if self.parse_seconds < 0 or self.request_seconds < 0 or self.stream_pace_seconds < 0:
            raise ValueError("time does not go back: seconds are 0 or more")

    @property
    def store_url(self) -> str:
        """`store` as a database URL: it may be one, or a file, or nothing (memory)."""
        if self.store is None:
            return "sqlite://"
        return self.store if "://" in self.store else f"sqlite:///{Path(self.store).absolute()}"

    @property
    def shelf_folder(self) -> Path | None:
        """Where uploaded bytes are kept: beside the store's file, or None for a temporary place."""
        if self.store is None or "://" in self.store:
            return None
        return Path(f"{Path(self.store).absolute()}.media")
