"""A run of scenarios against a service: what was called, what is to be said of it, what it cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn

import requests

from memories_contracts import Catalogue, Contract
from memories_fake.live.calling import Files, Heard, Line
from memories_fake.live.judging import JSON, Judge, Remark
from memories_fake.runtime.clock import machine_ms, wait


class Stopped(Exception):
    """A scenario cannot go on: what it needs was not given, or its budget is used up."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One call that was judged. `answered` says whether the operation succeeded."""

    operation: str
    remarks: tuple[Remark, ...]
    answered: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """How a service is to be treated: seconds between calls, between looks, and at the most."""

    between_calls_seconds: float = 0.0
    between_looks_seconds: float = 0.2
    patience_seconds: float = 60.0


@dataclass
class Run:
    """What scenarios are given to call by. Everything is judged; what is made is remembered."""

    line: Line
    catalogue: Catalogue
    pace: Pace
    most_calls: int
    namespace: str
    calls: int = 0
    observations: list[Observation] = field(default_factory=list)
    _judge: Judge = field(default_factory=Judge)
    _undo: list[Callable[[], object]] = field(default_factory=list)

    def call(self, name: str, files: Files | None = None, /, **parameters: Any) -> Heard:
        """Call an operation and note what its contract says to the answer. Raises Stopped."""
        contract = self.catalogue[name]
        heard = self._heard(contract, parameters, files)
        remarks = tuple(self._judge.remarks(contract, heard))
        good = heard.body is None or heard.code == contract.success_code
        self.observations.append(Observation(name, remarks, answered=good))
        return heard

    def need(self, name: str, files: Files | None = None, /, **parameters: Any) -> Any:
        """Like `call`, but gives the data, and raises Stopped where the operation refuses."""
        heard = self.call(name, files, **parameters)
        contract = self.catalogue[name]
        if heard.body is None and contract.answer_media == JSON:
            raise Stopped(f"{name} answered HTTP {heard.status} without any JSON")
        if heard.body is not None and heard.code != contract.success_code:
            told = heard.body if isinstance(heard.body, dict) else {}
            raise Stopped(f"{name} refused: {told.get('code')} {told.get('msg')}")
        return heard.data

    def stop(self, why: str) -> NoReturn:
        """Say why this scenario cannot go on. Always raises Stopped."""
        raise Stopped(why)

    def undo_by(self, undo: Callable[[], object]) -> None:
        """Have this done at the end of the scenario, however that ends; the latest first."""
        self._undo.append(undo)

    def until(self, is_so: Callable[[], bool], about: str) -> None:
        """Look again and again until it is so. Raises Stopped when patience is at its end."""
        deadline_ms = machine_ms() + round(self.pace.patience_seconds * 1000)
        while not is_so():
            if machine_ms() > deadline_ms:
                raise Stopped(f"waited {self.pace.patience_seconds:g} s for {about}")
            wait(self.pace.between_looks_seconds)

    @contextmanager
    def scenario(self) -> Iterator[None]:
        """What is made inside is cleared away at the end, whatever happens."""
        try:
            yield
        finally:
            while self._undo:
                _quietly(self._undo.pop())

    def _heard(
        self, contract: Contract, parameters: Mapping[str, Any], files: Files | None
    ) -> Heard:
        if self.calls >= self.most_calls:
            raise Stopped(f"the budget of {self.most_calls} calls is used up")
        self.calls += 1
        if self.calls > 1 and self.pace.between_calls_seconds:
            wait(self.pace.between_calls_seconds)
        try:
            return self.line.call(contract, parameters, files)
        except requests.RequestException as error:
            raise Stopped(f"{contract.name}: {type(error).__name__}") from error


def _quietly(undo: Callable[[], object]) -> None:
    """Clearing away goes on to the end, even where a part of it fails."""
    try:
        undo()
    except Stopped:
        return
