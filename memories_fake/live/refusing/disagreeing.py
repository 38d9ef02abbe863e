"""Finds where a service and the fake answer otherwise, and the least that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import reduce
from types import TracebackType
from typing import Any, Self

from memories_contracts import Contract
from memories_contracts.refusing import Case
from memories_fake.fake import Fake
from memories_fake.live.calling import Line
from memories_fake.live.refusing.holding import Refusals, Telling
from memories_fake.live.refusing.judging import Outcome
from memories_fake.live.refusing.spoiling import NO_SUCH, Request
from memories_fake.live.running import Stopped

OURS, SOMEBODY_ELSES = "sk-fake-mirror", "sk-fake-mirror-other"
LITTLE = b"\0"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A case that a service and the fake met otherwise. `request` is the least that shows it."""

    case: Case
    theirs: Outcome
    ours: Outcome
    request: Request


@dataclass(frozen=True, slots=True)
class Cut:
    """One thing less in a request: a parameter, a real number, or the content of a file."""

    what: str
    name: str

    def of(self, request: Request) -> Request:
        """The request with that one thing less."""
        if self.what == "drop":
            return request.without(self.name)
        if self.what == "nobody's":
            return request.with_(self.name, NO_SUCH[self.name])
        file, _, media = request.files[self.name]
        return replace(request, files={**request.files, self.name: (file, LITTLE, media)})


class Mirror:
    """A fresh fake over a port, on which the same is told."""

    def __init__(self, *, admits_anyone: bool) -> None:
        keys = () if admits_anyone else (OURS, SOMEBODY_ELSES)
        self._fake = Fake(parse_seconds=0, callbacks="off", check_replies=False, keys=keys)
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._open.enter_context(self._fake)
        url = self._open.enter_context(self._fake.serve()).url
        told = Telling(Line(OURS, url), Line(SOMEBODY_ELSES, url))
        self.telling = self._open.enter_context(told)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()


def disagreements(telling: Telling, mirror: Mirror, found: Refusals) -> Iterator[Disagreement]:
    """Every case that the service met otherwise than the fake does, shrunk."""
    for name, held in found.held.items():
        contract = telling.catalogue[name]
        for case, theirs in ((each.case, each.outcome) for each in held):
            ours = _outcome(mirror.telling, contract, case)
            if theirs and ours and theirs.kind != ours.kind:
                seen = Disagreement(case, theirs, ours, Request({}))
                yield _shrunk(telling, mirror.telling, contract, seen)


def _outcome(
    telling: Telling, contract: Contract, case: Case, cuts: tuple[Cut, ...] = ()
) -> Outcome | None:
    try:
        request = _cut(telling, case, cuts)
        return telling.outcome(contract, request) if request else None
    except Stopped:
        return None


def _cut(telling: Telling, case: Case, cuts: tuple[Cut, ...]) -> Request | None:
    request = telling.request(case)
    return reduce(lambda left, cut: cut.of(left), cuts, request) if request else None


def _shrunk(
    theirs: Telling, ours: Telling, contract: Contract, found: Disagreement
) -> Disagreement:
    """Leave away one thing after the other, as long as both still answer as they did."""
    goal: list[Any] = [found.theirs.kind, found.ours.kind]

    def still(cuts: tuple[Cut, ...]) -> bool:
        both = [_outcome(each, contract, found.case, cuts) for each in (theirs, ours)]
        return [each.kind for each in both if each] == goal

    cuts: tuple[Cut, ...] = ()
    request = _cut(ours, found.case, ()) or found.request
    for cut in _cuts(found.case, request):
        if cut.name in {**request.parameters, **request.files} and still((*cuts, cut)):
            cuts, request = (*cuts, cut), cut.of(request)
    return replace(found, request=request)


def _cuts(case: Case, request: Request) -> Iterator[Cut]:
    for name in (*request.parameters, *request.files):
        if name != case.parameter:
            yield Cut("drop", name)
    for name in request.parameters.keys() & NO_SUCH.keys():
        if name != case.parameter:
            yield Cut("nobody's", name)
    for name in request.files:
        yield Cut("little", name)
