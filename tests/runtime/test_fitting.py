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
from memories_fake.wire.fitting import fits

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


@pytest.mark.parametrize("contract", load_catalogue().values(), ids=lambda each: each.name)
def test_what_the_contracts_show_is_told_to_fit_at_once(contract: Contract) -> None:
    known = contract.request_schema["properties"]
    for example in contract.examples:
        sent = {name: value for name, value in example["request"].items() if name in known}
        assert fits(contract.request_schema, sent)


def test_no_validator_is_imported_before_something_is_wrong() -> None:
    program = """
import sys
from memories_fake import Fake
client = Fake(check_replies=False).app.test_client()
key = {"Authorization": "sk-any"}
assert client.post("/serve/api/v1/list_videos", headers=key, json={"page": 1}).status_code == 200
assert "jsonschema" not in sys.modules and "rich" not in sys.modules
missing = client.get("/serve/api/v1/get_video_transcription", headers=key)
assert missing.json["code"] == "0001", missing.json
assert "jsonschema" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
