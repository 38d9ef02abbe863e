"""What a test lays down in advance: outcomes, faults, and what the service is to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

from memories_fake.domain import endings
from memories_fake.domain.outcomes import Decision, Kind
from memories_fake.domain.records import Segment
from memories_fake.domain.replies import Thinking
from memories_fake.domain.scripted import ChatScript, Cited, FilmScript, SearchScript
from memories_fake.domain.scripts import Scripts
from memories_fake.runtime.accounts import Account
from memories_fake.runtime.faults import fault_of
from memories_fake.runtime.laid import Laid
from memories_fake.runtime.rules import Rule
from memories_fake.runtime.subtitles import read_subtitles
from memories_fake.runtime.troubles import Scope, Troubles, unfired
from memories_fake.services import DEFAULT_NAMESPACE, Services
from memories_fake.steering import Steering
from memories_fake.wire import telling

Passage = Sequence[Any]  # start and end in whole seconds, text
Moment = Cited | Mapping[str, Any] | Sequence[Any]


class Faults:
    """What goes wrong on purpose. The words are those of `POST /_fake/faults`, and of `Fault`."""

    def __init__(self, troubles: Troubles, now_ms: Callable[[], int]) -> None:
        self._troubles = troubles
        self._now_ms = now_ms

    def add(self, *, times: int | None = None, scope: Scope = Scope.TEST, **told: Any) -> int:
        """Have something go wrong, so many times or always. Returns the number to remove it by.

        Raises ValueError for words that are none or that make no sense together.
        """
        words = telling.read("control.faults_add", {"times": times, **told})
        times = words.pop("times", None)
        now_ms = self._now_ms()
        return self._troubles.add(fault_of(words), now_ms=now_ms, times=times, scope=Scope(scope))

    def remove(self, number: int) -> bool:
        """Take one back; False where there is none of that number."""
        return self._troubles.remove(number)

    def clear(self, scope: Scope | None = None) -> None:
        """Take back all of a scope, or all."""
        self._troubles.clear(None if scope is None else Scope(scope))

    def unfired(self) -> list[Laid]:
        """Those that have not come even once."""
        return unfired(self._troubles)

    def __iter__(self) -> Iterator[Laid]:
        return iter(self._troubles)


class ServerFaults(Faults):
    """What goes wrong for every account alike. No clock is common to them."""

    def add(self, *, times: int | None = None, scope: Scope = Scope.SERVER, **told: Any) -> int:
        """Have something go wrong for everybody. Raises ValueError with `for_seconds`."""
        if Scope(scope) is not Scope.SERVER:
            raise ValueError(f"the scope {scope} is of one account: lay it down with a key")
        if told.get("for_seconds") is not None:
            raise ValueError("for_seconds is of an account's time: lay it down with a key")
        return super().add(times=times, scope=scope, **told)


def server_faults(services: Services) -> Faults:
    """The faults of the whole server."""
    return ServerFaults(services.troubles, lambda: 0)


def insist_on(unfired: Sequence[Laid]) -> None:
    """Raise AssertionError where faults are left that never came."""
    if unfired:
        told = "; ".join(str(each.fault) for each in unfired)
        raise AssertionError(f"{len(unfired)} faults were laid down and never came: {told}")


class Outcomes:
    """How videos, images and tasks end. The words are those of `Outcome`: see there."""

    def __init__(self, services: Services, account: Account) -> None:
        self._services = services
        self._account = account

    def add(
        self,
        *,
        kind: Kind | str = Kind.VIDEO,
        name: str = "*",
        times: int | None = None,
        **told: Any,
    ) -> int:
        """Lay down how all new ones of that kind and name end. Returns its number.

        In the name `*` and `?` stand for any letters; a task goes by the first address it is
        given.
        """
        words = telling.read("control.outcomes_add", {"kind": kind, "times": times, **told})
        kind, times = Kind(words.pop("kind")), words.pop("times", None)
        decision = Decision(outcome=telling.outcome_of(words), kind=kind, name=name)
        return self._steering.outcomes.add(decision, times=times)

    def next(self, **told: Any) -> int:
        """Lay down how the next video ends, and only that."""
        return self.add(times=1, **told)

    def settle(self, number: str, **told: Any) -> None:
        """Change how a video, image or task ends that is there already.

        Raises NothingThere for an unknown number, and Unchangeable for what has ended.
        """
        words = telling.read("control.outcomes_settle", {"number": number, **told})
        number = words.pop("number")
        outcome = telling.outcome_of(words)
        if outcome.after_polls:
            self._steering.counts_polls = True
        with self._services.library(self._account, DEFAULT_NAMESPACE) as library:
            endings.settle(library, number, outcome)
        self._account.clock.advance()  # what is to be told of it by now is told

    def release(self, number: str) -> None:
        """Let what is held come to its end now.

        Raises NothingThere for an unknown number, and Unchangeable for what is not held.
        """
        with self._services.library(self._account, DEFAULT_NAMESPACE) as library:
            endings.release(library, number)
        self._account.clock.advance()

    def remove(self, number: int) -> bool:
        """Take one back that was laid down; False where there is none of that number."""
        return self._steering.outcomes.remove(number)

    def clear(self) -> None:
        """Take back all that was laid down."""
        self._steering.outcomes.clear()

    def __iter__(self) -> Iterator[Rule[Decision]]:
        return iter(self._steering.outcomes)

    @property
    def _steering(self) -> Steering:
        return self._services.steering(self._account)


class Chat:
    """What is answered to prompts."""

    def __init__(self, scripts: Scripts) -> None:
        self._scripts = scripts

    def reply(
        self,
        say: str,
        *,
        when: str = "",
        refs: Sequence[Moment] = (),
        thinkings: Sequence[tuple[str, str]] = (),
        times: int | None = None,
    ) -> int:
        """Answer so where `when`, a regular expression, finds something in the prompt.

        A ref is (video, start, end, text), of which only the video is needed; a thinking is
        (title, content). Returns its number.
        """
        script = ChatScript(
            say=say,
            when=when,
            refs=tuple(map(cited, refs)),
            thinkings=tuple(Thinking(*step) for step in thinkings),
        )
        return self._scripts.chats.add(script, times=times)


class Search:
    """What is found by searches."""

    def __init__(self, scripts: Scripts) -> None:
        self._scripts = scripts

    def returns(self, hits: Sequence[Moment], *, when: str = "", times: int | None = None) -> int:
        """Find these where `when`, a regular expression, finds something in the words.

        A hit is (video, start, end, text), of which only the video is needed. Returns its number.
        """
        script = SearchScript(hits=tuple(map(cited, hits)), when=when)
        return self._scripts.searches.add(script, times=times)


def cited(told: Moment) -> Cited:
    """A moment, from itself, from its fields by name, or from (video, start, end, text)."""
    if isinstance(told, Cited):
        return told
    if isinstance(told, Mapping):
        return Cited(**told)
    if isinstance(told, str):
        return Cited(video=told)
    names = ("video", "start_seconds", "end_seconds", "text")
    return Cited(**dict(zip(names, told, strict=False)))


def film(
    name: str,
    *,
    shows: Sequence[Passage] | None = None,
    says: Sequence[Passage] | Path | str | None = None,
    duration_seconds: int | None = None,
) -> FilmScript:
    """What films of that name tell. `says` may be the path or the text of an .srt or .vtt file."""
    spoken = spoken_in(says) if isinstance(says, (Path, str)) else says
    return FilmScript(
        name=name,
        shows=None if shows is None else _segments(shows),
        says=None if spoken is None else _segments(spoken),
        duration_seconds=duration_seconds,
    )


def spoken_in(subtitles: Path | str) -> list[Passage]:
    """The lines of an .srt or .vtt file, given by its path, or as its text."""
    if isinstance(subtitles, str) and ("\n" in subtitles or "-->" in subtitles):
        return lines_of(subtitles)
    return lines_of(Path(subtitles).read_text(encoding="utf-8-sig"))


def lines_of(subtitles: str) -> list[Passage]:
    """The lines of the text of an .srt or .vtt file. Raises ValueError where it is none."""
    lines = read_subtitles(subtitles)
    if not lines:
        raise ValueError("the subtitles have no line in them")
    return [(int(line.start_seconds), ceil(line.end_seconds), line.text) for line in lines]


def _segments(passages: Sequence[Passage]) -> tuple[Segment, ...]:
    return tuple(Segment(index, *passage) for index, passage in enumerate(passages))
