"""What there is to bring to a receiver of callbacks, and what may come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

SILENT = "callbacks are off"

DELIVERY_HEADER = "X-Memories-Fake-Delivery"
ATTEMPT_HEADER = "X-Memories-Fake-Attempt"
TIME_HEADER = "X-Memories-Fake-Time"


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to bring: which attempt at which delivery, and when by the account's clock.

    `begun` is its number among the account's happenings: what is undone is not noted.
    """

    number: int
    attempt: int
    url: str
    body: Mapping[str, Any]
    at_ms: int
    begun: int = 0

    @property
    def headers(self) -> dict[str, str]:
        """What stands beside the body; the numbers and the moment are the fake's own addition."""
        return {
            "Content-Type": "application/json",
            DELIVERY_HEADER: str(self.number),
            ATTEMPT_HEADER: str(self.attempt),
            TIME_HEADER: str(self.at_ms),
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt: the receiver's HTTP status, or why there is none."""

    status: int | None = None
    error: str | None = None

    @property
    def fails(self) -> bool:
        """Whether the receiver failed: not reached, or an answer outside 2xx."""
        if self.status is None:
            return self.error != SILENT
        return not HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES
