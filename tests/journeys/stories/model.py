"""The reference model: what there is and who it belongs to, in plain Python.

It knows nothing of the fake. Moments are milliseconds on the clock of their account, which moves
only when a story lets time pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

PARSE_MS, IMPORT_MS = 60_000, 30_000
DEFAULT_FOLDER, API_FOLDER = -1, -2
WAITING, READY, FAILED = "UNPARSE", "PARSE", "FAIL"


@dataclass(eq=False)
class Told:
    """What was once told of something, and has to stay so."""

    facts: dict[str, Any] = field(default_factory=dict)

    def stays(self, fact: str, value: Any) -> Any:
        """The value, which has to be the one that was told before, if any was."""
        assert self.facts.setdefault(fact, value) == value, fact
        return value


@dataclass(frozen=True)
class Rewriting:
    """A new transcript, told from that moment on; it speaks of the word."""

    from_ms: int
    word: str


@dataclass(eq=False)
class Film:
    """A video. `number` and `name` of an import are not known before its task shows it."""

    namespace: str
    appears_at_ms: int
    number: str | None = None
    name: str | None = None
    word: str | None = None  # its own: it is in the name, and so in what it shows
    fails: bool = False
    scenes: tuple[str, ...] = ()
    speech: tuple[str, ...] | None = None  # None: made up by the service
    sent: bytes | None = None
    is_kept: bool = False
    folder: int = DEFAULT_FOLDER
    tags: tuple[str, ...] = ()
    camera: str | None = None
    place: tuple[float, float] | None = None
    url: str | None = None
    post: str | None = None  # which one was imported
    rewritings: list[Rewriting] = field(default_factory=list)
    told: Told = field(default_factory=Told)

    @property
    def ready_at_ms(self) -> int:
        return self.appears_at_ms + PARSE_MS

    def status(self, now_ms: int) -> str:
        """Where it stands at that moment."""
        if now_ms < self.ready_at_ms:
            return WAITING
        return FAILED if self.fails else READY

    def version(self, now_ms: int) -> int:
        """How many times what it shows has been told anew by then."""
        return sum(rewriting.from_ms <= now_ms for rewriting in self.rewritings)

    def secrets(self) -> Iterator[str]:
        """What gives it away wherever it is seen."""
        yield from filter(None, (self.number, self.word))
        yield from (rewriting.word for rewriting in self.rewritings)


@dataclass(eq=False)
class Post:
    """A post of the public library; an imported one has no number before a task shows it."""

    platform: str
    number: str | None = None
    source: str | None = None  # what it was imported from, if it was
    told: Told = field(default_factory=Told)


@dataclass(eq=False)
class Task:
    """An import. `ready_at_ms` tells of each thing in it when its task calls it parsed."""

    name: str
    namespace: str | None  # None: into the public library
    downloaded_at_ms: int
    ready_at_ms: dict[Film | Post, int] = field(default_factory=dict)
    was_read: bool = False  # once it was downloaded


@dataclass(frozen=True)
class Picture:
    """An uploaded image."""

    number: str
    namespace: str
    name: str
    sent: bytes
    scene: str
    uploaded_at_ms: int
    tag: str | None = None

    def status(self, now_ms: int) -> str:
        """Where it stands at that moment."""
        return WAITING if now_ms < self.uploaded_at_ms + PARSE_MS else READY


@dataclass(frozen=True)
class Memory:
    """Something that was said and kept."""

    number: str
    namespace: str
    role: str
    content: str
    word: str
    tags: tuple[str, ...]


@dataclass
class Exchange:
    """A prompt and its answer: which films it is surely about, and which it may be about.

    `cited` is None where the answer did not tell.
    """

    prompt: str
    answer: str
    cited: tuple[str, ...] | None
    about: set[Film]
    perhaps: set[Film]
    is_taken_back: bool = False


@dataclass(eq=False)
class Session:
    """A conversation. `called` is the caller's own name for it."""

    number: str
    namespace: str
    title: str
    called: str | None = None
    exchanges: list[Exchange] = field(default_factory=list)

    def films(self) -> set[Film]:
        """All that was talked about."""
        return {film for each in self.exchanges for film in each.about | each.perhaps}


@dataclass(frozen=True)
class Notice:
    """Something that the caller's own address is told at a moment."""

    about: Film | Post | Task
    due_at_ms: int
