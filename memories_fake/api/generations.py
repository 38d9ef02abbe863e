"""The generations of the API: what differs between them is data, and stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from memories_fake.envelope import CLASSIC, Spellings


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation: how it words refusals, and where its dialect differs from the default."""

    name: str
    spellings: Spellings
    dialect: Mapping[str, str] = field(default_factory=dict)


LEGACY = Generation("legacy", CLASSIC, {"search_times": "null"})
V1 = Generation("v1", CLASSIC)
GENERATIONS: Mapping[str, Generation] = {each.name: each for each in (LEGACY, V1)}
