"""The OpenAPI document is valid, and no generated call leads outside of it.

Each operation is called some forty times, or as `generating` tells; what was really called is
counted by the fake's journal, and told at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import requests
from furnishing import LIVE, PICTURE, There, furnish, named
from generating import ASKED, CHECKS, generated, name_of, new_fake, schema_of
from hypothesis import given
from hypothesis import strategies as st
from openapi_spec_validator import validate

from memories_contracts import load_catalogue
from memories_fake import Fake

USUALLY = 40
KEY = {"Authorization": "sk-openapi-1"}
NAMES = {f"{c.method} {c.path}": c.name for c in load_catalogue().values()}
FAKE = new_fake()
CALLS: Counter[str] = Counter()
FAKE.services.journal.listen(lambda entry: CALLS.update([entry.operation]))


def test_the_document_is_valid_openapi(memories_fake: Fake) -> None:
    document = requests.get(f"{LIVE}/_fake/openapi.json", timeout=5).json()
    assert document["openapi"].startswith("3.1")
    validate(document)
    operations = [op for path in document["paths"].values() for op in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert sorted(names) == sorted(memories_fake.services.catalogue)
    assert all(operation["x-evidence"] for operation in operations)


def test_the_document_tells_the_statuses_that_only_a_dialect_has() -> None:
    switched = {"bad_key_status": "401", "limit_status": "429"}
    with Fake(limits="2026", request_seconds=0, dialect=switched).activate():
        document = requests.get(f"{LIVE}/_fake/openapi.json", timeout=5).json()
        path = "/serve/api/v1/search_public_similar_images"
        told = document["paths"][path]["post"]["responses"]
        sent: dict[str, Any] = {"files": {"file": ("boat.png", PICTURE)}, "timeout": 5}
        refused = requests.post(LIVE + path, **sent)
        seen = [requests.post(LIVE + path, headers=KEY, **sent) for _ in range(2)]
    assert [answer.status_code for answer in (refused, *seen)] == [401, 200, 429]
    assert set(told) == {"200", "401", "429"}


@given(data=st.data())
def test_a_film_is_named_in_forms_only(data: st.DataObject) -> None:
    there = {"file": [b"film"], "video_no": ["VI1"]}
    sent = {"file": "made up", "video_no": "VI0"}
    assert data.draw(named(sent, there, "v1.download")) == {"file": "made up", "video_no": "VI1"}
    assert data.draw(named({"file": "a"}, there, "v1.upload")) == {"file": b"film"}


def key_of(operation: str) -> str:
    """Each operation is called by an account of its own, so that none empties another's."""
    return f"sk-generated-{operation}"


@cache
def what_is_there(operation: str) -> There:
    return furnish(FAKE, key_of(operation))


@pytest.fixture
def counted(request: pytest.FixtureRequest) -> Iterator[None]:
    """Count the calls of the operation that is tested, and insist on enough of them."""
    operation = NAMES[request.node.name.partition("[")[2].rstrip("]")]
    what_is_there(operation)
    before = CALLS[operation]
    yield
    made = CALLS[operation] - before
    request.node.user_properties.append(("generated calls", made))
    assert made >= max(USUALLY, ASKED)


schema = schema_of(FAKE, what_is_there)


@pytest.mark.usefixtures("counted")
@schema.parametrize()
@generated(usually=USUALLY)
def test_no_generated_call_leaves_its_contract(case: Any) -> None:
    """The fake itself raises when an answer breaks its (closed) contract."""
    key = key_of(name_of(case.operation))
    case.call_and_validate(headers={"Authorization": key}, checks=CHECKS)
