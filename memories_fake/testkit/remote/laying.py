"""What is laid down in an account that is elsewhere: faults, outcomes and scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from memories_fake.domain.outcomes import Decision, Kind, NothingThere, Outcome
from memories_fake.domain.records import Segment
from memories_fake.domain.scripted import ChatScript, FilmScript, SearchScript
from memories_fake.domain.scripts import Scripts
from memories_fake.runtime.faults import fault_of
from memories_fake.runtime.laid import Laid
from memories_fake.runtime.rules import Rule, Rules
from memories_fake.runtime.troubles import Scope, unfired
from memories_fake.testkit.laying import Faults, Outcomes
from memories_fake.testkit.plain import as_plain, of_plain
from memories_fake.testkit.remote.line import Line

T = TypeVar("T")


class RemoteFaults(Faults):
    """The words of `Faults`."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def add(self, *, times: int | None = None, scope: Scope = Scope.TEST, **told: Any) -> int:
        return int(self._line.ask("faults_add", times=times, scope=scope, **told)["number"])

    def remove(self, number: int) -> bool:
        return _removed(self._line, "faults_remove", number)

    def clear(self, scope: Scope | None = None) -> None:
        self._line.ask("faults_remove", scope=scope)

    def unfired(self) -> list[Laid]:
        return unfired(self)

    def __iter__(self) -> Iterator[Laid]:
        for told in self._line.ask("faults")["faults"]:
            fault, scope = fault_of(told.pop("fault")), Scope(told.pop("scope"))
            yield Laid(fault=fault, scope=scope, **told)


class RemoteServerFaults(RemoteFaults):
    """Those of the whole server, which are everybody's."""

    def add(self, *, times: int | None = None, scope: Scope = Scope.SERVER, **told: Any) -> int:
        whose = {} if scope is Scope.SERVER else {"scope": scope}  # without a key it is everybody's
        return int(self._line.ask("faults_add", times=times, **whose, **told)["number"])


class RemoteOutcomes(Outcomes):
    """The words of `Outcomes`."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def add(
        self,
        *,
        kind: Kind | str = Kind.VIDEO,
        name: str = "*",
        times: int | None = None,
        **told: Any,
    ) -> int:
        laid = self._line.ask("outcomes_add", kind=kind, name=name, times=times, **told)
        return int(laid["number"])

    def settle(self, number: str, **told: Any) -> None:
        self._line.ask("outcomes_settle", number=number, **told)

    def release(self, number: str) -> None:
        self._line.ask("outcomes_release", number=number)

    def remove(self, number: int) -> bool:
        return _removed(self._line, "outcomes_remove", number)

    def clear(self) -> None:
        self._line.ask("outcomes_remove")

    def __iter__(self) -> Iterator[Rule[Decision]]:
        for told in self._line.ask("outcomes")["outcomes"]:
            outcome = of_plain(Outcome, told["outcome"])
            decision = Decision(outcome=outcome, kind=Kind(told["kind"]), name=told["name"])
            yield Rule(told["number"], decision, told["times"], told["applied"])


class RemoteScripts(Scripts):
    """The words of `Scripts`."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.chats = RemoteRules((line, "chats", "scripts_chat"), ChatScript, _chat)
        self.searches = RemoteRules((line, "searches", "scripts_search"), SearchScript, _search)
        self.films = RemoteRules((line, "films", "scripts_video"), FilmScript, _film)

    def remove(self, number: int) -> bool:
        return _removed(self._line, "scripts_remove", number)

    def clear(self) -> None:
        self._line.ask("scripts_remove")


class RemoteRules(Rules[T]):
    """The scripts of one kind: to be laid down, and looked at."""

    def __init__(
        self, ways: tuple[Line, str, str], kind: type[T], words: Callable[[T], dict[str, Any]]
    ) -> None:
        self._line, self._listed, self._adds = ways
        self._kind, self._words = kind, words

    def add(self, what: T, *, times: int | None = None) -> int:
        return int(self._line.ask(self._adds, times=times, **self._words(what))["number"])

    def __iter__(self) -> Iterator[Rule[T]]:
        for told in self._line.ask("scripts")[self._listed]:
            script = of_plain(self._kind, told["script"])
            yield Rule(told["number"], script, told["times"], told["applied"])


def _chat(script: ChatScript) -> dict[str, Any]:
    steps = [[step.title, step.content] for step in script.thinkings]
    return {**_search(script), "thinkings": steps}


def _search(script: ChatScript | SearchScript) -> dict[str, Any]:
    """Their words are their fields; a moment has no end rather than none."""
    told: dict[str, Any] = as_plain(script)
    for moment in (*told.get("refs", ()), *told.get("hits", ())):
        if moment["end_seconds"] is None:
            del moment["end_seconds"]
    return told


def _film(script: FilmScript) -> dict[str, Any]:
    return {
        "name": script.name,
        "shows": _passages(script.shows),
        "says": _passages(script.says),
        "duration_seconds": script.duration_seconds,
    }


def _passages(segments: tuple[Segment, ...] | None) -> list[Any] | None:
    if segments is None:
        return None
    return [[each.start_seconds, each.end_seconds, each.text] for each in segments]


def _removed(line: Line, control: str, number: int) -> bool:
    try:
        line.ask(control, number=number)
    except NothingThere:
        return False
    return True
