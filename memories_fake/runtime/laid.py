"""Faults that were laid down, and a mark to come back to of all of them."""

from __future__ import annotations

from dataclasses import dataclass

from memories_fake.runtime.faults import Fault
from memories_fake.runtime.troubles import Scope


@dataclass(frozen=True, slots=True)
class Laid:
    """A fault that was laid down: how often it may still come, met calls, and came."""

    number: int
    fault: Fault
    scope: Scope
    times: int | None
    since_ms: int
    met: int = 0
    fired: int = 0


@dataclass(frozen=True, slots=True)
class TroublesMark:
    """The faults that are laid down at some point, and the last number given by then."""

    laid: tuple[Laid, ...] = ()
    last_number: int = 0
