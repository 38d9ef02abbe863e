"""What is found, asked and answered: the records of searches and chats, frozen like the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from memories_fake.domain.records import Segment, Story, Track, Video


@dataclass(frozen=True, slots=True)
class Hit:
    """A segment that a search found; the score lies between 0 and 1."""

    video: Video
    track: Track
    segment: Segment
    score: float


@dataclass(frozen=True, slots=True)
class RefItem:
    """A moment that an answer rests on. `kind` is keyframe, visual, audio or post."""

    kind: str
    start_seconds: int
    end_seconds: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """A video that an answer rests on, with its moments."""

    video: Video
    items: tuple[RefItem, ...]


@dataclass(frozen=True, slots=True)
class Thinking:
    """One step of the reasoning that is shown before an answer."""

    title: str
    content: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a session; `role` is user or assistant."""

    role: str
    content: str
    thinkings: tuple[Thinking, ...] = ()
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Watched:
    """A video that a question is about, with the whole of its story."""

    video: Video
    story: Story


@dataclass(frozen=True, slots=True)
class Question:
    """A prompt with all that may be used to answer it: nothing else is known."""

    prompt: str
    watched: Sequence[Watched]
    hits: Sequence[Hit] = ()
    history: Sequence[Turn] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says: markdown, the steps to it, and the moments it rests on."""

    content: str
    thinkings: tuple[Thinking, ...] = ()
    refs: tuple[Ref, ...] = field(default=())
