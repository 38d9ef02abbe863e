"""The OpenAPI document is valid, and no generated call leads outside of it."""

from __future__ import annotations

from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, settings
from openapi_spec_validator import validate
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from memories_fake import Fake

load_all_checks()
HEADERS = {"Authorization": "sk-schemathesis-1"}
FAKE = Fake(parse_seconds=0, callbacks="off")


def test_the_document_is_valid_openapi(memories_fake: Fake) -> None:
    document = requests.get("https://api.memories.ai/_fake/openapi.json", timeout=5).json()
    assert document["openapi"].startswith("3.1")
    validate(document)
    operations = [op for path in document["paths"].values() for op in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert sorted(names) == sorted(memories_fake.services.catalogue)
    assert all(operation["x-evidence"] for operation in operations)


schema = schemathesis.openapi.from_wsgi("/_fake/openapi.json", FAKE.app)


@schema.parametrize()
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_generated_call_leaves_its_contract(case: Any) -> None:
    """The fake itself raises when an answer breaks its (closed) contract."""
    case.call_and_validate(
        headers=HEADERS,
        checks=[
            schemathesis.checks.not_a_server_error,
            content_type_conformance,
            response_schema_conformance,
            status_code_conformance,
        ],
    )
