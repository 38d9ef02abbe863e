"""What is told at once to fit its schema is what a validator finds nothing wrong with."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from memories_contracts import Contract, load_catalogue, load_control
from memories_contracts.checking import closed
from memories_contracts.evidence import Schema
from memories_contracts.fitting import fits

CONTRACTS = [*load_catalogue().values(), *load_control().values()]
texts = st.sampled_from(["", "a", "-1", "7", "BY_CAPTION", "BY_VIDEO", "2025-01-02 03:04:05"])
scalars = st.one_of(texts, st.integers(-3, 600), st.floats(), st.booleans(), st.none())
values = st.one_of(scalars, st.lists(scalars, max_size=3), st.dictionaries(texts, scalars))


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)
@settings(max_examples=20)
@given(data=st.data())
def test_nothing_is_told_to_fit_that_does_not(contract: Contract, data: st.DataObject) -> None:
    schema = contract.request_schema
    validator = Draft202012Validator(schema)
    for example in [{}, *(each.get("request", {}) for each in contract.examples)]:
        changes = dict.fromkeys(schema["properties"], values)
        changed = data.draw(st.fixed_dictionaries({}, optional=changes))
        sent: dict[str, Any] = {**example, **changed}
        assert not fits(schema, sent) or validator.is_valid(sent), sent


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)
@settings(max_examples=20)
@given(data=st.data())
def test_no_answer_is_told_to_fit_that_does_not(contract: Contract, data: st.DataObject) -> None:
    for schema, answer in answers(contract):
        spoilt = data.draw(spoiling(answer))
        for each in (answer, spoilt):
            assert not fits(schema, each) or Draft202012Validator(schema).is_valid(each), each


def answers(contract: Contract) -> list[tuple[Schema, Any]]:
    """What the contract shows of answers and events, each with its schema."""
    whole = contract.document["answer"].get("schema", {})
    shown = [(whole, each["answer"]) for each in contract.examples if "answer" in each]
    for each in contract.examples:
        told = each.get("events", ())
        shown += [(contract.event_schemas[kind], event) for kind, event in named(contract, told)]
    return [(closed(schema), answer) for schema, answer in shown]


def named(contract: Contract, events: Any) -> list[tuple[str, Any]]:
    """Each event with each kind that it may be."""
    return [(kind, event) for event in events for kind in contract.event_schemas]


@st.composite
def spoiling(draw: st.DrawFn, value: Any) -> Any:
    """The same with something in it changed, left out, or added."""
    if isinstance(value, dict) and value and draw(st.booleans()):
        name = draw(st.sampled_from(list(value)))
        changed = {**value, name: draw(spoiling(value[name]))}
        how = draw(st.sampled_from(["changed", "less", "more"]))
        if how == "less":
            del changed[name]
        return {**changed, "surprise": draw(values)} if how == "more" else changed
    if isinstance(value, list) and value and draw(st.booleans()):
        return [draw(spoiling(value[0])), *value[1:], *draw(st.lists(values, max_size=1))]
    return draw(values)


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)
def test_what_the_contracts_show_is_told_to_fit_at_once(contract: Contract) -> None:
    for example in contract.examples:
        if "answer" in example:
            assert fits(closed(contract.document["answer"]["schema"]), example["answer"])
        if contract.name in load_catalogue():
            known = contract.request_schema["properties"]
            sent = {name: value for name, value in example["request"].items() if name in known}
            assert fits(contract.request_schema, sent)


def test_no_validator_is_imported_before_something_is_wrong() -> None:
    program = """
import sys
from memories_fake import Fake
client = Fake(check_replies=True).app.test_client()
key = {"Authorization": "sk-any"}
assert client.post("/serve/api/v1/list_videos", headers=key, json={"page": 1}).status_code == 200
assert "jsonschema" not in sys.modules and "rich" not in sys.modules
missing = client.get("/serve/api/v1/get_video_transcription", headers=key)
assert missing.json["code"] == "0001", missing.json
assert "jsonschema" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
