"""No operation of the two lines is left out of the random stories."""

from __future__ import annotations

from pathlib import Path

from hypothesis.stateful import Rule
from stories.choosing import HOMES
from stories.machine import RandomStories
from stories.model import PARSE_MS
from stories.opening import stories_in
from stories.probes import READINGS

from memories_contracts import load_catalogue

LINES = ("v1", "legacy")
DELETING = ("delete", "delete_what_was_talked_about")


def test_every_operation_is_performed_by_a_rule_or_asked_by_a_probe(tmp_path: Path) -> None:
    """A story in which everything happens has a good answer from each that has a contract."""
    with stories_in(tmp_path) as new_story:
        told = new_story()
        _let_everything_happen(told)
        told.teardown()
    served = {name for name, each in load_catalogue().items() if each.generation in LINES}
    assert served - told.story.answered == set(), "no story asks for these"


def _let_everything_happen(told: RandomStories) -> None:
    """Each rule three times, in other ways; then all that can be read; then deletions."""
    told.begin(which=1)
    rules = sorted(told.rules, key=lambda rule: rule.function.__name__)
    deleting = [rule for rule in rules if rule.function.__name__ in DELETING]
    for which in range(3):
        for rule in rules:
            if rule not in deleting:
                _happens(told, rule, which)
        told.wait(PARSE_MS)
    for read in READINGS:
        read(told.story, HOMES[0], told.story.film_at(0, HOMES[0]), 0)
    for which, rule in enumerate(deleting):
        _happens(told, rule, which)


def _happens(told: RandomStories, rule: Rule, which: int) -> None:
    choices = {"home": HOMES[0], "line": LINES[which % 2], "which": which, "passed_ms": 0}
    chosen = {name: choices[name] for name in rule.arguments}
    rule.function(told, **chosen)
