"""All that can be chosen about a fake, in one frozen record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

GRADES = ("recorded", "documented", "inferred", "invented")
YEARS_OF_LIMITS = ("2025", "2026")


World = str | Path | Mapping[str, Any]  # demo, a file with an exported account, or such a document


class Time(StrEnum):
    """Whose time it is: a virtual clock per account, or the machine's own."""

    VIRTUAL = "virtual"
    REAL = "real"


class Fetch(StrEnum):
    """Whether addresses are downloaded: never, from public hosts, or from any host."""

    NEVER = "never"
    PUBLIC = "public"
    ANY = "any"


class Callbacks(StrEnum):
    """Whether callbacks are sent, or only written down."""

    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The choices. `keys` empty means that any key is an account of its own."""

    seed: int | str = 0
    keys: Collection[str] = frozenset()
    world: World | None = None
    store: str | None = None
    time: Time | str = Time.VIRTUAL
    request_seconds: float = 1.0
    parse_seconds: float = 2.0
    import_seconds: float | None = None
    stream_pace_seconds: float = 0.03
    fetch: Fetch | str = Fetch.NEVER
    callbacks: Callbacks | str = Callbacks.ON
    limits: str | None = None
    credits: float | None = None
    check_replies: bool = False
    require_evidence: str | None = None
    dialect: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Plain text is understood for the choices. Raises ValueError for what is none."""
        object.__setattr__(self, "time", Time(self.time))
        object.__setattr__(self, "fetch", Fetch(self.fetch))
        object.__setattr__(self, "callbacks", Callbacks(self.callbacks))
        object.__setattr__(self, "keys", frozenset(self.keys))
        if self.limits is not None:
            object.__setattr__(self, "limits", _year(self.limits))
        if self.require_evidence not in (None, *GRADES):
            raise ValueError(f"require_evidence is one of {', '.join(GRADES)}")
        if self.credits is not None and self.credits < 0:
            raise ValueError("credits are 0 or more")
        spans = (self.parse_seconds, self.request_seconds, self.stream_pace_seconds)
        if min(*spans, self.download_seconds) < 0:
            raise ValueError("time does not go back: seconds are 0 or more")

    @property
    def download_seconds(self) -> float:
        """How long an import downloads: as long as parsing takes, unless it was chosen."""
        return self.parse_seconds if self.import_seconds is None else self.import_seconds

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


def _year(limits: object) -> str:
    if str(limits) not in YEARS_OF_LIMITS:
        raise ValueError(f"limits are those of {' or '.join(YEARS_OF_LIMITS)}, not of {limits}")
    return str(limits)
