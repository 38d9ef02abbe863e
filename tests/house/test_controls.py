"""The fake's own paths: each has a handler, examples that hold, and Python words of its own."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
import requests
from jsonschema import Draft202012Validator

from memories_contracts import Contract, load_control
from memories_fake import Fake
from memories_fake.control import CONTROLS

CONTROL = list(load_control().values())
HOST = "https://api.memories.ai"
every_control = pytest.mark.parametrize("contract", CONTROL, ids=lambda c: c.operation)


def test_every_control_has_a_handler_and_every_handler_a_control() -> None:
    assert set(CONTROLS) == set(load_control())


@every_control
def test_its_examples_hold(contract: Contract) -> None:
    request = Draft202012Validator(contract.request_schema)
    answer = Draft202012Validator(contract.answer_schema)
    assert contract.examples or contract.operation == "openapi"  # that would be the whole book
    for example in contract.examples:
        assert set(example["request"]) <= set(contract.request_schema["properties"])
        assert list(request.iter_errors(example["request"])) == []
        assert list(answer.iter_errors(example["answer"])) == []


@every_control
def test_its_python_words_are_there(contract: Contract, memories_fake: Fake) -> None:
    words = [word.strip() for word in str(contract.document["python"]).split(",")]
    assert all(words)
    for word in words:
        start, *steps = word.split(".")
        found: Any = {"account": memories_fake.account("sk-words"), "fake": memories_fake}.get(
            start
        ) or import_module(start)
        for step in steps:
            found = getattr(found, step)


@every_control
def test_what_it_does_not_know_is_refused_and_told(contract: Contract, memories_fake: Fake) -> None:
    answer = requests.request(
        contract.method,
        f"{HOST}{contract.path}?no_such_thing=1",
        headers={"Authorization": "sk-controls"},
        timeout=5,
    )
    assert answer.status_code == 400
    assert "no_such_thing" in answer.json()["error"]["message"]


def test_an_account_is_known_by_its_key_alone(memories_fake: Fake) -> None:
    answer = requests.get(f"{HOST}/_fake/clock", timeout=5)
    assert answer.status_code == 401
    assert "Authorization" in answer.json()["error"]["message"]
