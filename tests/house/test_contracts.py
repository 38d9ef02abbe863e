"""Every contract is served, told how it is known, exemplified, called by the client, and tested."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from memories_client import Memories
from memories_contracts import Checker, Contract, Reading, load_catalogue, parse_evidence
from memories_contracts.evidence import Known
from memories_contracts.evidence import fields as schema_fields
from memories_fake.api import HANDLERS
from memories_fake.api.dialects import Dialect

TESTS = Path(__file__).parents[1]
CONTRACTS = list(load_catalogue().values())
every_contract = pytest.mark.parametrize("contract", CONTRACTS, ids=lambda c: c.name)


def test_every_contract_has_a_handler_and_every_handler_a_contract() -> None:
    assert set(HANDLERS) == set(load_catalogue())


@every_contract
def test_every_field_says_how_it_is_known(contract: Contract) -> None:
    for schema in contract.schemas():
        for path, field in schema_fields(schema):
            assert parse_evidence(field.get("x-evidence", f"{path} says nothing"))
    assert contract.evidence
    assert contract.errors


@every_contract
def test_only_a_recorded_operation_has_recorded_fields(contract: Contract) -> None:
    counts = contract.evidence_counts()
    assert (counts[Known.RECORDED] > 0) == (contract.evidence.known is Known.RECORDED)


def test_nothing_is_recorded_inside_of_what_was_not() -> None:
    for contract in CONTRACTS:
        for schema in contract.schemas():
            known = {
                path: parse_evidence(f["x-evidence"]).known for path, f in schema_fields(schema)
            }
            for path in (path for path, grade in known.items() if grade is Known.RECORDED):
                around = path.rpartition(".")[0].removesuffix("[]")
                assert known.get(around, Known.RECORDED) is Known.RECORDED, (contract.name, path)


def test_a_shared_shape_is_inferred_where_another_operation_was_recorded() -> None:
    told = dict(schema_fields(load_catalogue()["v1.folders"].answer_schema))
    assert told["msg"]["x-evidence"].startswith("inferred(recorded elsewhere: 2025-08-15")


@every_contract
def test_its_examples_hold_and_are_more_than_none(contract: Contract) -> None:
    checker = Checker(Reading.CLOSED)
    assert contract.examples
    for example in contract.examples:
        assert checker.check_request(contract, example["request"]) == []
        if "answer" in example:
            assert checker.check_answer(contract, example["answer"]) == []
        for event in example.get("events", ()):
            assert checker.check_event(contract, _kind(event), event) == []


@every_contract
def test_an_example_with_a_field_too_many_or_too_few_does_not_hold(contract: Contract) -> None:
    checker = Checker(Reading.CLOSED)
    for example in contract.examples:
        for answer in filter(None, [example.get("answer")]):
            assert checker.check_answer(contract, {**answer, "surprise": 1})
            for key in answer:
                assert checker.check_answer(contract, _without(answer, key))
        for event in example.get("events", ()):
            assert checker.check_event(contract, _kind(event), {**event, "surprise": 1})


def test_an_open_check_lets_new_fields_pass_and_lost_ones_not() -> None:
    contract = load_catalogue()["v1.list_videos"]
    (example,) = contract.examples
    checker = Checker(Reading.OPEN)
    assert checker.check_answer(contract, {**example["answer"], "news": 1}) == []
    (finding,) = checker.check_answer(contract, _without(example["answer"], "msg"))
    assert finding.operation == "v1.list_videos"
    assert "msg" in finding.problem


# The client speaks the v1 paths alone: what only others served has no method.
V1_NAMES = {contract.operation for contract in CONTRACTS if contract.generation == "v1"}
OF_V1 = [c for c in CONTRACTS if c.generation in {"v1", "legacy"} and c.operation in V1_NAMES]


@pytest.mark.parametrize("contract", OF_V1, ids=lambda c: c.name)
def test_the_reference_client_has_a_method_of_that_name(contract: Contract) -> None:
    assert callable(getattr(Memories, contract.operation))


@every_contract
def test_it_has_a_test_file_of_its_name(contract: Contract) -> None:
    line = "" if contract.generation in {"v1", "legacy"} else f"{contract.generation}_"
    assert (TESTS / "operations" / f"test_{line}{contract.operation}.py").is_file()


@pytest.mark.parametrize("switch", fields(Dialect), ids=lambda switch: switch.name)
def test_every_dialect_switch_is_tested_on_both_sides(switch: Any) -> None:
    told = "\n".join(file.read_text() for file in TESTS.glob("operations/test_*.py"))
    assert f"def test_dialect_{switch.name}" in told
    for choice in switch.metadata["choices"]:
        assert f'"{choice}"' in told, f"{switch.name}={choice} is in no test"


def _kind(event: dict[str, Any]) -> str:
    """What an event calls itself; or the name of its only field, where it does not."""
    return str(event.get("type") or next(iter(event)))


def _without(answer: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != key}
