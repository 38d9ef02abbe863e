"""The plan of a verification: stories that a client would live through, cheapest first."""

from memories_fake.live.scenarios import chats, imports, library, pictures, public, texts
from memories_fake.live.scenarios.telling import Scenario

SCENARIOS: tuple[Scenario, ...] = (
    *texts.SCENARIOS,
    *public.SCENARIOS,
    *library.SCENARIOS,
    *chats.SCENARIOS,
    *pictures.SCENARIOS,
    *imports.SCENARIOS,
)

__all__ = ["SCENARIOS", "Scenario"]
