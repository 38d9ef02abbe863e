"""Whoever changes a contract is told: no file of theirs can be changed without some check failing.

Each file is read with something changed in it, and held against three things that the suite checks:
the README's tables, the contracts' own examples, and what the fake really answered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from memories_contracts import Catalogue, Checker, Contract, catalogue, load_catalogue
from memories_contracts.table import markdown_evidence, markdown_table
from memories_fake import Fake
from memories_fake.api.generations import GENERATIONS
from memories_fake.live.calling import Heard, Line
from memories_fake.live.judging import Judge
from memories_fake.live.running import Run
from memories_fake.live.scenarios import SCENARIOS
from memories_fake.live.verifying import Verification

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
FILES = [*sorted(catalogue.OPERATIONS.glob("*/*.json")), *sorted(catalogue.SHAPES.glob("*.json"))]
TABLES = {"routes": markdown_table, "evidence": markdown_evidence}
Document = dict[str, Any]
UNCHANGED = {name: contract.document for name, contract in load_catalogue().items()}


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
    for name, changed in changes[:: max(1, len(changes) // 6)]:
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
    try:
        after = catalogue.load_catalogue.__wrapped__()
        return {name: contract.document for name, contract in after.items()} == UNCHANGED
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _is_found(heard: Mapping[str, list[Heard]]) -> bool:
    try:
        return _differs(catalogue.load_catalogue.__wrapped__(), heard)
    except (ValueError, KeyError, TypeError, AttributeError):
        return True  # it cannot even be read


def _differs(contracts: Catalogue, heard: Mapping[str, list[Heard]]) -> bool:
    """Whether a check of the suite fails for these contracts."""
    checker, judge = Checker(), Judge()
    return (
        any(_is_stale(mark, made(contracts)) for mark, made in TABLES.items())
        or any(_belies_its_examples(contract, checker) for contract in contracts.values())
        or any(_refuses_otherwise(contract, checker) for contract in contracts.values())
        or any(
            judge.remarks(contracts[name], answer)
            for name, answers in heard.items()
            for answer in answers
        )
    )


def _is_stale(mark: str, made: str) -> bool:
    (table,) = re.findall(rf"<!-- {mark} -->\n(.*?)<!-- /{mark} -->", README, re.DOTALL)
    return bool(made != table)


def _belies_its_examples(contract: Contract, checker: Checker) -> bool:
    return any(
        checker.check_request(contract, example["request"])
        or example["request"].keys() - contract.request_schema["properties"].keys()
        or ("answer" in example and checker.check_answer(contract, example["answer"]))
        for example in contract.examples
    )


def _refuses_otherwise(contract: Contract, checker: Checker) -> bool:
    """Whether the fake's refusals have other codes, or another form, than this contract says."""
    generation = GENERATIONS[contract.generation]
    codes = {each.case: each.code for each in generation.spellings.values() if each.case}
    for case in contract.errors:
        code = generation.envelope.failure(codes.get(case.case, str(case.code)), "", None)["code"]
        if case.case in codes and code != case.code:
            return True
        if checker.check_answer(contract, generation.envelope.failure(str(code), "no", None)):
            return True
    return False


def _changes(document: Document) -> Iterator[tuple[str, Document]]:
    """Ways to change a document: another path, method or mark; another code; a part of it gone."""
    for key in ("path", "method", "evidence", "$id"):
        if key in document:
            yield key, {**document, key: f"{document[key]}x"}
    if "$id" in document:
        return
    for case, told in document.items():
        if isinstance(told, dict) and {"code", "when"} <= told.keys():
            yield f"{case} code", {**document, case: {**told, "code": f"{told['code']}x"}}
    for key in document.keys() - {"type", "description", "required"}:
        yield f"{key} gone", {name: part for name, part in document.items() if name != key}
