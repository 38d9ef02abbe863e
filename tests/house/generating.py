"""What all tests of generated calls share: how many, of which seed, against which fake, what holds.

GENERATED_CALLS=20000 asks for at least so many calls in all, GENERATED_SEED=7 for other ones, and
GENERATED_AGAINST=limits (or another of AGAINST) for another fake.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields
from math import ceil
from typing import Any, TypeVar

import schemathesis
from furnishing import There, naming
from hypothesis import HealthCheck, seed, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from memories_contracts import load_catalogue
from memories_fake import Fake
from memories_fake.api.dialects import Dialect

Test = TypeVar("Test", bound=Callable[..., None])

AGAINST: dict[str, dict[str, Any]] = {
    "defaults": {},
    "limits": {"limits": "2025", "request_seconds": 0.05},
    "credits": {"credits": 1.0},
    "others": {"dialect": {each.name: each.metadata["choices"][-1] for each in fields(Dialect)}},
}
SETTINGS = AGAINST[os.environ.get("GENERATED_AGAINST", "defaults")]
SEED = os.environ.get("GENERATED_SEED")
ASKED = ceil(int(os.environ.get("GENERATED_CALLS", "0")) / len(load_catalogue()))

load_all_checks()
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]


def new_fake() -> Fake:
    """A fake of the chosen kind. It raises by itself where an answer breaks its closed contract."""
    return Fake(parse_seconds=0, callbacks="off", **SETTINGS)


def schema_of(fake: Fake, there: Callable[[str], There]) -> Any:
    """The fake's own OpenAPI document, to generate calls from that often name what is there."""

    def at_once(environ: Any, start_response: Any) -> list[bytes]:
        # Schemathesis neither reads an answer to its end nor closes it.
        with closing(fake.app(environ, start_response)) as pieces:
            return list(pieces)

    schema = schemathesis.openapi.from_wsgi("/_fake/openapi.json", at_once)
    schema.hook("flatmap_query")(naming(there))
    schema.hook("flatmap_body")(naming(there))
    return schema


def name_of(operation: Any) -> str:
    """The name of the contract that a generated call is of."""
    return str(operation.definition.raw["operationId"])


def generated(*, usually: int) -> Callable[[Test], Test]:
    """Run a test with as many examples as usual, or as many as are asked for."""

    def prepared(test: Test) -> Test:
        wanted = settings(
            max_examples=max(usually, ASKED),
            deadline=None,
            derandomize=SEED is None,
            suppress_health_check=list(HealthCheck),
        )
        return wanted(test) if SEED is None else seed(int(SEED))(wanted(test))

    return prepared
