"""What is to be said loudly about a cassette before it is told again."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from memories_fake.live.recording.cassette import Cassette
from memories_fake.live.recording.ending import never_ended
from memories_fake.live.recording.keeping import date
from memories_fake.runtime.clock import machine_ms

DAY_MS = 24 * 3600 * 1000
WHO_USES_IT = 5  # above are this, the deck, its door, and what opens the door


class CassetteWarning(UserWarning):
    """Something about a cassette that its user should know."""


class CassetteExpired(CassetteWarning):
    """A cassette is older than it was meant to become; in CI this is raised."""


class NeverEnded(CassetteWarning):
    """What was waited for never came to its end while it was recorded."""


def warn_of(cassette: Cassette, file: Path) -> None:
    """Warn of age, and of what never ended. Raises CassetteExpired where CI is set."""
    if cassette.expires_at_ms is not None and machine_ms() > cassette.expires_at_ms:
        expired = CassetteExpired(_told_of_age(cassette, file))
        if os.environ.get("CI", "").lower() not in {"", "0", "false", "no"}:
            raise expired
        warnings.warn(expired, stacklevel=WHO_USES_IT)
    for line in never_ended(cassette):
        told = f"{file}: {line}. Record it again, and wait longer"
        warnings.warn(NeverEnded(told), stacklevel=WHO_USES_IT)


def _told_of_age(cassette: Cassette, file: Path) -> str:
    assert cassette.expires_at_ms is not None
    days = max(1, round((cassette.expires_at_ms - cassette.recorded_at_ms) / DAY_MS))
    against = "".join(f" --against {base}" for base in cassette.against) or " --against URL"
    return (
        f"{file} expired on {date(cassette.expires_at_ms)[:10]}: it was recorded on"
        f" {date(cassette.recorded_at_ms)[:10]} to be good for {days} days. Record it again:"
        f" memories-fake record{against} --out {file} --expires-days {days} -- CMD"
        ' (in Python: mode="all")'
    )
