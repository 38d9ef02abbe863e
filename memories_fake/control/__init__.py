"""The fake's own paths under /_fake: one contract each, and the same words as in Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Blueprint, Request, Response, request
from werkzeug.exceptions import HTTPException

from memories_contracts import load_control
from memories_contracts.nearest import nearest
from memories_fake.api.serving import handlers_of
from memories_fake.control import account, asked, holding, laying, seeing, time, webhooks
from memories_fake.control.inspector import add_inspector
from memories_fake.control.media import add_media_paths
from memories_fake.control.serving import answer, refused
from memories_fake.services import Services

ROOT = "/_fake"
CONTROLS: Mapping[str, Callable[..., Any]] = handlers_of(
    account, asked, holding, laying, seeing, time, webhooks
)


def control_paths(services: Services) -> Blueprint:
    """A rule for each contract of the control surface, as a Flask blueprint."""
    paths = Blueprint("_fake", __name__)
    for name, contract in load_control().items():
        carried = partial(_carried, services, name)
        paths.add_url_rule(contract.path, contract.operation, carried, methods=[contract.method])
    add_media_paths(paths, services)
    add_inspector(paths, services)
    return paths


def unmatched(request: Request, error: HTTPException) -> Response:
    """What is said of a call to one of the fake's own paths that there is not."""
    return refused(nearest(load_control(), request.method, request.path), error.code or 404)


def _carried(services: Services, name: str) -> Response:
    return answer(services, load_control()[name], CONTROLS[name], request)
