"""All that a test has laid down for one account, and what it has chosen for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from memories_fake.domain.courses import Planned
from memories_fake.domain.refusals import Unreadable
from memories_fake.domain.scripts import Scripts
from memories_fake.runtime.rules import Rules
from memories_fake.runtime.troubles import Troubles
from memories_fake.wire.telling import OUTCOME

if TYPE_CHECKING:
    from memories_fake.domain.outcomes import Decide, Decision, Kind, Outcome
    from memories_fake.steering_mark import SteeringMark


@dataclass
class Steering:
    """The rules of one account. `dialect` holds the switches that were set for it alone."""

    troubles: Troubles
    callbacks: Planned
    outcomes: Rules[Decision] = field(default_factory=Rules)
    scripts: Scripts = field(default_factory=Scripts)
    dialect: dict[str, str] = field(default_factory=dict)
    counts_polls: bool = False  # whether something waits to be looked at

    def deciding(self, told: Outcome | None) -> Decide:
        """How something new is to end: as this very call was told, or as was laid down.

        A call that begins a task is told of the task; the videos in it go by what was laid down.
        """
        is_of_videos = True

        def decide(kind: Kind, names: Sequence[str]) -> Outcome | None:
            nonlocal is_of_videos
            if told is not None and is_of_videos:
                from memories_fake.domain.outcomes import Kind

                is_of_videos = kind is not Kind.TASK
                outcome: Outcome | None = _fitting(told, kind)
            else:
                decision = self.outcomes.take(lambda each: each.fits(kind, names))
                outcome = decision.outcome if decision else None
            if outcome and outcome.after_polls:
                self.counts_polls = True
            return outcome

        return decide

    def mark(self) -> SteeringMark:
        """What is laid down and chosen now, to come back to."""
        from memories_fake.steering_mark import SteeringMark

        return SteeringMark(
            troubles=self.troubles.mark(),
            callbacks=self.callbacks.mark(),
            outcomes=self.outcomes.mark(),
            scripts=self.scripts.mark(),
            dialect=dict(self.dialect),
            counts_polls=self.counts_polls,
        )

    def rewind(self, mark: SteeringMark) -> None:
        """Have laid down and chosen again just what was."""
        self.troubles.rewind(mark.troubles)
        self.callbacks.rewind(mark.callbacks)
        self.outcomes.rewind(mark.outcomes)
        self.scripts.rewind(mark.scripts)
        self.dialect, self.counts_polls = dict(mark.dialect), mark.counts_polls


def _fitting(told: Outcome, kind: Kind) -> Outcome:
    try:
        told.check(kind)
    except ValueError as error:
        raise Unreadable(f"{OUTCOME}: {error}") from error
    return told
