"""The generations of the API: what differs between them is data, and stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from memories_fake.envelope import CLASSIC, FLAGGED, TERSE, Envelope, Spellings


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation: how it words refusals, how it wraps, where its dialect is not the default."""

    name: str
    spellings: Spellings
    envelope: Envelope = FLAGGED
    dialect: Mapping[str, str] = field(default_factory=dict)


LEGACY = Generation("legacy", CLASSIC, dialect={"search_times": "null", "listed_size": "all"})
V1 = Generation("v1", CLASSIC)
UNDERSTAND = Generation("understand", CLASSIC, TERSE)
GENERATIONS: Mapping[str, Generation] = {each.name: each for each in (LEGACY, V1, UNDERSTAND)}
