"""What the domain speaks of: frozen records, with units in their names and no wire words."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

NEVER_MS = 1 << 60  # later than anything
HELD_MS = NEVER_MS + 1  # of an open task: what is held in it by itself stays so


class Track(StrEnum):
    """Which of a film's two stories a segment belongs to."""

    VISUAL = "visual"
    AUDIO = "audio"


class Status(StrEnum):
    """Where a video stands at the moment of asking."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of a film and what it shows or says; whole seconds, end included."""

    index: int
    start_seconds: int
    end_seconds: int
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """All that is known of a film's content. No audio segments means: no speech."""

    visual: tuple[Segment, ...] = ()
    audio: tuple[Segment, ...] = ()

    def of(self, track: Track) -> tuple[Segment, ...]:
        """Its one side or the other."""
        return self.visual if track is Track.VISUAL else self.audio


@dataclass(frozen=True, slots=True)
class Post:
    """The public face of a social video: who posted it, where, and how it was received."""

    platform: str
    creator: str
    url: str
    hashtags: tuple[str, ...] = ()
    views: int = 0
    likes: int = 0
    shares: int = 0
    comments: int = 0
    collects: int = 0
    published_at_ms: int = 0
    language: str = ""
    music: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """What the caller tells of the taking of a video or image. `taken_at_ms` is epoch ms, UTC."""

    tags: tuple[str, ...] = ()
    camera_model: str | None = None
    taken_at_ms: int | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """The measures of a film's picture: pixels, and frames a second."""

    width: int
    height: int
    frames_per_second: float


@dataclass(frozen=True, slots=True)
class Video:
    """One video of a library, as it stands at the moment of asking. Times in epoch ms."""

    number: str
    name: str
    status: Status
    created_at_ms: int
    duration_seconds: int
    size_bytes: int = 0
    cause: str | None = None
    post: Post | None = None
    capture: Capture = field(default=Capture())
    picture: Picture | None = None
    source_url: str | None = None
    downloadable: bool = False
