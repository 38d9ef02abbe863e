"""The fake's own paths under /_fake: one contract each, and the same words as in Python."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Request, Response, request
from werkzeug.exceptions import HTTPException

from memories_contracts import load_control
from memories_contracts.nearest import nearest
from memories_fake.api.serving import Handlers
from memories_fake.control.media import add_media_paths
from memories_fake.services import Services

ROOT = "/_fake"
CONTROLS = Handlers(
    __name__,
    {
        "account": ("control.account",),
        "asked": (
            "control.journal",
            "control.timeline",
            "control.conduct",
            "control.verify",
        ),
        "holding": (
            "control.snapshots",
            "control.snapshots_take",
            "control.snapshots_rewind",
            "control.snapshots_forget",
            "control.export",
            "control.import",
        ),
        "laying": (
            "control.outcomes",
            "control.outcomes_add",
            "control.outcomes_remove",
            "control.outcomes_settle",
            "control.outcomes_release",
            "control.scripts",
            "control.scripts_chat",
            "control.scripts_search",
            "control.scripts_video",
            "control.scripts_remove",
            "control.faults",
            "control.faults_add",
            "control.faults_remove",
        ),
        "seeing": (
            "control.health",
            "control.openapi",
            "control.evidence",
            "control.reset",
            "control.dialect",
            "control.dialect_set",
        ),
        "time": (
            "control.clock",
            "control.clock_set",
            "control.clock_advance",
            "control.clock_advance_until",
            "control.clock_freeze",
        ),
        "webhooks": (
            "control.webhooks",
            "control.webhooks_plan",
            "control.deliveries",
            "control.deliveries_redeliver",
        ),
    },
)


def control_paths(services: Services) -> Blueprint:
    """A rule for each contract of the control surface, as a Flask blueprint."""
    paths = Blueprint("_fake", __name__)
    for name, contract in load_control().items():
        carried = partial(_carried, services, name)
        paths.add_url_rule(contract.path, contract.operation, carried, methods=[contract.method])
    add_media_paths(paths, services)
    paths.add_url_rule(f"{ROOT}/", "inspector", partial(_inspector, services), strict_slashes=False)
    return paths


def _inspector(services: Services) -> Response:
    from memories_fake.control.inspector import inspector  # its page is read for who looks only

    return inspector(services)


def unmatched(request: Request, error: HTTPException) -> Response:
    """What is said of a call to one of the fake's own paths that there is not."""
    from memories_fake.control.serving import refused

    return refused(nearest(load_control(), request.method, request.path), error.code or 404)


def _carried(services: Services, name: str) -> Response:
    from memories_fake.control.serving import answer  # for who calls a path of the fake's own

    return answer(services, load_control()[name], CONTROLS[name], request)
