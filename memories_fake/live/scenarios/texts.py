"""Text memories: adding, listing, searching. Nothing deletes them."""

from __future__ import annotations

from memories_fake.live.running import Run
from memories_fake.live.samples import Samples
from memories_fake.live.scenarios.telling import Scenario


def memories(run: Run, _samples: Samples) -> None:
    """Something is remembered, listed and found."""
    here = {"unique_id": run.namespace}
    said = [{"role": "user", "content": "The harbour gate is locked after nine."}]
    run.need("v1.memories_add", memories=said, tags=["harbour"], **here)
    run.need("v1.memories", page=1, **here)
    run.need("v1.memories_search", query="harbour gate", **here)


SCENARIOS = (
    Scenario(
        "memories",
        ("v1.memories_add", "v1.memories", "v1.memories_search"),
        memories,
        most_calls=3,
        dollars=0.001,
        leaves="a text memory, which no operation deletes",
    ),
)
