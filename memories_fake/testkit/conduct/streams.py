"""Rules on how answers are read that come event by event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from memories_fake.runtime.journal import OPEN, Entry
from memories_fake.testkit.conduct.facts import Offence

LEFT = {
    "left": "was left before its end",
    OPEN: "was left open",
}


def stream_left(entries: Sequence[Entry]) -> Iterator[Offence]:
    """A stream that nobody read to its closing frame, or that was never closed.

    One that went wrong on purpose may be left.
    """
    for entry in entries:
        if (how := LEFT.get(entry.ended)) and not entry.fault:
            advice = "read it to its closing frame, and close the response"
            yield Offence(f"the stream of {entry.operation} {how}: {advice}.", (entry,))
