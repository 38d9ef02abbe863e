"""Whoever changes a contract is told: no file of theirs can be changed without some check failing.

Each file is read with something changed in it, and held against three things that the suite checks:
the README's tables, the contracts' own examples, and what the fake really answered.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from memories_contracts import Catalogue, Checker, catalogue, load_catalogue
from memories_contracts.table import markdown_evidence, markdown_table
from memories_fake import Fake
from memories_fake.live.calling import Heard, Line
from memories_fake.live.judging import Judge
from memories_fake.live.running import Run
from memories_fake.live.scenarios import SCENARIOS
from memories_fake.live.verifying import Verification

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
FILES = [*sorted(catalogue.OPERATIONS.glob("*/*.json")), *sorted(catalogue.SHAPES.glob("*.json"))]
Document = dict[str, Any]


@pytest.fixture(scope="module")
def heard() -> Mapping[str, list[Heard]]:
    """What the fake answers when every scenario is told to it."""
    answers: dict[str, list[Heard]] = {}

    class Listening(Run):
        def call(self, name: str, *files: Any, **parameters: Any) -> Heard:
            answer = super().call(name, *files, **parameters)
            answers.setdefault(name, []).append(answer)
            return answer

    with Fake(parse_seconds=0, check_replies=False) as fake, fake.activate():
        Verification(Line("sk-fake-verify"), SCENARIOS, run_kind=Listening).run()
    return answers


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_no_change_of_a_contract_passes_unseen(
    file: Path, heard: Mapping[str, list[Heard]], monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = list(_changes(json.loads(file.read_text(encoding="utf-8"))))
    assert changes
    for name, changed in changes[:: max(1, len(changes) // 5)]:
        with _read_as(file, changed, monkeypatch):
            assert _changes_nothing() or _is_found(heard), f"{file.name}: {name} passed unseen"


def test_where_nothing_is_changed_nothing_is_found(heard: Mapping[str, list[Heard]]) -> None:
    assert not _differs(load_catalogue(), heard)


@contextmanager
def _read_as(file: Path, changed: Document, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let one file be read as another document."""
    read: Callable[[Path], Document] = catalogue._read
    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "_read", lambda path: changed if path == file else read(path))
        catalogue._shapes.cache_clear()
        yield
    catalogue._shapes.cache_clear()


def _changes_nothing() -> bool:
    """Whether all contracts are as before: a part may be given by the shared shape as well."""
    before = load_catalogue()
    try:
        after = catalogue.load_catalogue.__wrapped__()
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return {n: c.document for n, c in after.items()} == {n: c.document for n, c in before.items()}


def _is_found(heard: Mapping[str, list[Heard]]) -> bool:
    try:
        return _differs(catalogue.load_catalogue.__wrapped__(), heard)
    except (ValueError, KeyError, TypeError, AttributeError):
        return True  # it cannot even be read


def _differs(contracts: Catalogue, heard: Mapping[str, list[Heard]]) -> bool:
    """Whether a check of the suite fails for these contracts."""
    for mark, made in (("routes", markdown_table), ("evidence", markdown_evidence)):
        (table,) = re.findall(rf"<!-- {mark} -->\n(.*?)<!-- /{mark} -->", README, re.DOTALL)
        if made(contracts) != table:
            return True
    checker, judge = Checker(), Judge()
    for contract in contracts.values():
        for example in contract.examples:
            if checker.check_request(contract, example["request"]):
                return True
            if example["request"].keys() - contract.request_schema["properties"].keys():
                return True
            if "answer" in example and checker.check_answer(contract, example["answer"]):
                return True
        if any(judge.remarks(contract, answer) for answer in heard.get(contract.name, ())):
            return True
    return False


def _changes(document: Document) -> Iterator[tuple[str, Document]]:
    """Ways to change a document: another path, method or mark; a field gone; one of those that
    the examples have, renamed."""
    exemplified = json.dumps(document.get("examples", ()))
    for key in ("path", "method", "evidence"):
        if key in document:
            yield key, {**document, key: f"{document[key]}x"}
    for path in _fields(document):
        yield f"{'.'.join(path)} gone", _changed(document, path, lambda _: None)
        if f'"{path[-1]}":' in exemplified:
            renamed = _changed(document, path, lambda field: {"renamed": field})
            yield f"{'.'.join(path)} renamed", renamed


def _fields(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where the named fields of schemas stand in a document."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _fields(item, (*path, str(index)))
    if isinstance(node, dict):
        for key, child in node.items():
            if key == "properties" and isinstance(child, dict):
                yield from ((*path, key, name) for name in child)
            if key not in {"examples", "errors"}:
                yield from _fields(child, (*path, key))


def _changed(document: Document, path: tuple[str, ...], change: Callable[[Any], Any]) -> Document:
    changed = copy.deepcopy(document)
    holder: Any = changed
    for step in path[:-1]:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    field = holder.pop(path[-1])
    holder.update(change(field) or {})
    return changed
