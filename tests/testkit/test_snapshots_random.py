"""Random stories: what is exported can be imported and goes on alike, and every way back holds."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from typing import Any

import pytest
from deeds import KIT, PUBLIC_IMPORTS, SERVICE, Owner, do
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from looking import held

from memories_fake import Fake
from memories_fake.store.snapshots import CopiedRows

CHOICES = {"callbacks": "off", "credits": 5.0}
# What is brought into the public library is everybody's, and not exported.
deeds = st.tuples(
    st.sampled_from([*(deed for deed in SERVICE if deed not in PUBLIC_IMPORTS), *KIT])
    # Each of these often enough that something is there for the others.
    | st.sampled_from(
        ["v1.upload_url", "v1.upload", "v1.chat", "v1.folders_create", "kit.advance"]
    ),
    st.integers(0, 4),
)
stories = st.lists(deeds, max_size=10)


@pytest.mark.parametrize("limits", [None, "2026"])
@settings(max_examples=15)
@given(before=stories, after=stories)
def test_what_is_exported_is_imported_whole(
    limits: str | None, before: list[tuple[str, int]], after: list[tuple[str, int]]
) -> None:
    with Fake(limits=limits, **CHOICES) as fake, Fake(limits=limits, **CHOICES) as elsewhere:
        original, copy = Owner(fake), Owner(elsewhere)
        with fake.activate():
            for deed, pick in before:
                do(original, deed, pick)
        exported = original.account.export()
        copy.account.load(json.loads(json.dumps(exported)))
        assert copy.account.export() == exported
        with fake.activate():
            told = [do(original, deed, pick) for deed, pick in after]
        with elsewhere.activate():
            assert [do(copy, deed, pick) for deed, pick in after] == told
        assert copy.account.export() == original.account.export()


class WaysBack(RuleBasedStateMachine):
    """Snapshots under three names, and forks within forks, of one account; another is at work."""

    @initialize(copied=st.booleans())
    def open_the_fake(self, copied: bool) -> None:
        self.fake = Fake(**CHOICES)
        if copied:
            self.fake.services.row_snapshots = CopiedRows()
        self.door = self.fake.activate()
        self.door.__enter__()
        self.owner, self.other = Owner(self.fake), Owner(self.fake, "sk-other-0002")
        self.moments: dict[str, Any] = {}
        self.forks: list[tuple[AbstractContextManager[Any], Any, dict[str, Any]]] = []

    def teardown(self) -> None:
        if hasattr(self, "fake"):
            while self.forks:
                self.end_a_fork()
            self.door.__exit__(None, None, None)
            self.fake.close()

    @rule(deed=deeds)
    def act(self, deed: tuple[str, int]) -> None:
        do(self.owner, *deed)
        if deed[0] == "kit.reset":
            self.moments.clear()

    @rule(name=st.sampled_from("abc"))
    def hold(self, name: str) -> None:
        self.owner.account.snapshot(name)
        self.moments.pop(name, None)
        self.moments[name] = held(self.owner)
        assert self.owner.account.snapshots.names == tuple(self.moments)

    @precondition(lambda self: self.moments)
    @rule(chosen=st.data(), deed=deeds)
    def go_back(self, chosen: st.DataObject, deed: tuple[str, int]) -> None:
        name = chosen.draw(st.sampled_from(sorted(self.moments)))
        others = held(self.other)
        self.owner.account.rewind(name)
        assert held(self.owner) == self.moments[name]
        assert held(self.other) == others
        do(self.other, *deed)

    @precondition(lambda self: self.moments)
    @rule(chosen=st.data())
    def forget(self, chosen: st.DataObject) -> None:
        name = chosen.draw(st.sampled_from(sorted(self.moments)))
        self.owner.account.snapshots.forget(name)
        del self.moments[name]

    @precondition(lambda self: len(self.forks) < 3)
    @rule()
    def begin_a_fork(self) -> None:
        fork = self.owner.account.fork()
        before = held(self.owner)
        fork.__enter__()
        self.forks.append((fork, before, dict(self.moments)))

    @precondition(lambda self: self.forks)
    @rule()
    def end_a_fork(self) -> None:
        fork, before, self.moments = self.forks.pop()
        fork.__exit__(None, None, None)
        assert held(self.owner) == before
        assert self.owner.account.snapshots.names == tuple(self.moments)


TestWaysBack = WaysBack.TestCase
TestWaysBack.settings = settings(
    max_examples=20, stateful_step_count=30, deadline=None, derandomize=True
)
