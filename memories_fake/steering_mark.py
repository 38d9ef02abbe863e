"""All that a test has laid down for one account, as it stands at some point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from memories_fake.domain.courses import PlannedMark
from memories_fake.domain.outcomes import Decision
from memories_fake.domain.scripted import ScriptsMark
from memories_fake.runtime.laid import TroublesMark
from memories_fake.runtime.rules import RulesMark


@dataclass(frozen=True, slots=True)
class SteeringMark:
    """All that is laid down and chosen at some point."""

    troubles: TroublesMark
    callbacks: PlannedMark
    outcomes: RulesMark[Decision]
    scripts: ScriptsMark
    dialect: Mapping[str, str]
    counts_polls: bool
