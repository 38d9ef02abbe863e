"""How a video, an image or a task is to end, as a test wants it: before it is made, or after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memories_fake.domain.videos import NewVideo

FAILED_CAUSE = "Indexing failed. "  # recorded so, with the blank at its end


class NothingThere(LookupError):
    """The account has nothing of that number."""


class Unchangeable(ValueError):
    """What a test asks for is no way that a video, an image or a task could go."""


@dataclass(frozen=True, slots=True)
class End:
    """How something ends: its own name, the moment in epoch ms, and whether it is a failure."""

    name: str
    at_ms: int
    fails: bool


class Kind(StrEnum):
    """What an outcome is for."""

    VIDEO = "video"
    IMAGE = "image"
    TASK = "task"


class Ending(StrEnum):
    """How it ends. HELD: not before it is released. EMPTY, of a task: no video ever shows.

    A task ends when it has downloaded; what becomes of its videos then is their own matter.
    """

    PARSE = "PARSE"
    FAIL = "FAIL"
    HELD = "HELD"
    EMPTY = "EMPTY"

    @property
    def brings(self) -> bool:
        """Whether a task that ends so has videos, sooner or later."""
        return self in {Ending.PARSE, Ending.HELD}


ENDINGS: Mapping[Kind, tuple[Ending, ...]] = {
    Kind.VIDEO: (Ending.PARSE, Ending.FAIL, Ending.HELD),
    Kind.IMAGE: (Ending.PARSE, Ending.FAIL, Ending.HELD),
    Kind.TASK: (Ending.PARSE, Ending.FAIL, Ending.HELD, Ending.EMPTY),
}


class Speech(StrEnum):
    """What is heard in it: whatever it would be, or nothing, so that its transcript is null."""

    AS_IS = "as-is"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How something ends, and when: after some seconds, or after being looked at some times.

    `cause` is told of a failure. `unfound_seconds` is how long after its end a chat still says
    that it finds no such video, as the service does. Raises ValueError for what cannot be.
    """

    ends: Ending = Ending.PARSE
    after_seconds: float | None = None
    after_polls: int | None = None
    cause: str = FAILED_CAUSE
    speech: Speech = Speech.AS_IS
    unfound_seconds: float = 0.0

    def __post_init__(self) -> None:
        if min(self.after_seconds or 0, self.unfound_seconds) < 0:
            raise ValueError("time does not go back: seconds are 0 or more")
        if self.after_polls is not None and self.after_polls < 1:
            raise ValueError("polls are counted from 1 on")
        if self.after_seconds is not None and self.after_polls is not None:
            raise ValueError("an outcome comes after seconds or after polls, not both")
        if self.waits_for_release and (self.after_seconds or self.after_polls):
            raise ValueError(f"{self.ends} comes to no end by itself, so after nothing")

    @property
    def waits_for_release(self) -> bool:
        return self.ends in {Ending.HELD, Ending.EMPTY}

    def check(self, kind: Kind) -> None:
        """Raises ValueError for an end that this kind does not come to, or not in this way."""
        one = "an image" if kind is Kind.IMAGE else f"a {kind}"
        if self.ends not in ENDINGS[kind]:
            raise ValueError(f"{one} ends in one of {', '.join(ENDINGS[kind])}, not in {self.ends}")
        if kind is Kind.VIDEO:
            return
        if self.after_polls is not None:
            raise ValueError(f"the looks at {one} are not counted: give after_seconds")
        if self.speech is not Speech.AS_IS or self.unfound_seconds:
            raise ValueError(f"{one} is not heard, and no chat looks for it: that is of videos")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An outcome for all of a kind whose name fits: `*` and `?` stand for any letters.

    The name may be that of a file, or what it is called by, which lacks the extension.
    """

    outcome: Outcome
    kind: Kind = Kind.VIDEO
    name: str = "*"

    def __post_init__(self) -> None:
        self.outcome.check(self.kind)

    def fits(self, kind: Kind, names: Sequence[str]) -> bool:
        return self.kind is kind and names_one(self.name, names)


def names_one(pattern: str, names: Sequence[str]) -> bool:
    """Whether a pattern fits one of these names, in capitals or not."""
    return any(fnmatchcase(name.lower(), pattern.lower()) for name in names)


Decide = Callable[[Kind, Sequence[str]], Outcome | None]


def decided(new: NewVideo, decide: Decide) -> NewVideo:
    """A video that comes in, with the end that was laid down for it, if any was."""
    outcome = decide(Kind.VIDEO, (new.name, new.file))
    if outcome is None:
        return new
    takes_seconds = new.takes_seconds if outcome.after_seconds is None else outcome.after_seconds
    cause = {Ending.FAIL: outcome.cause, Ending.PARSE: None}.get(outcome.ends, new.cause)
    is_mute = outcome.speech is Speech.NONE
    return replace(
        new,
        takes_seconds=takes_seconds,
        cause=cause,
        held=outcome.waits_for_release or bool(outcome.after_polls),
        polls_left=outcome.after_polls,
        story=replace(new.story, audio=()) if is_mute else new.story,
        unfound_seconds=outcome.unfound_seconds,
    )
