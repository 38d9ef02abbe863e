"""An account's callbacks: the plan that they are sent by, what became of them, and once more."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from memories_fake.api.serving import serves
from memories_fake.control.serving import Steer
from memories_fake.domain.courses import Plan
from memories_fake.domain.deliveries import Delivery


@serves("control.webhooks")
def webhooks(steer: Steer) -> Any:
    return _plan(steer.account.webhooks.planned)


@serves("control.webhooks_plan")
def webhooks_plan(steer: Steer) -> Any:
    return _plan(steer.account.webhooks.plan(**steer.parameters))


@serves("control.deliveries")
def deliveries(steer: Steer) -> Any:
    return {"deliveries": [_told(each) for each in steer.account.webhooks.deliveries]}


@serves("control.deliveries_redeliver")
def deliveries_redeliver(steer: Steer) -> Any:
    return {"delivery": _told(steer.account.webhooks.redeliver(steer.parameters["number"]))}


def _plan(plan: Plan) -> dict[str, Any]:
    chosen = asdict(plan).items()
    return {"plan": {n: list(told) if isinstance(told, tuple) else told for n, told in chosen}}


def _told(delivery: Delivery) -> dict[str, Any]:
    latest = delivery.latest
    return {
        "number": str(delivery.number),  # JavaScript would round it
        "url": delivery.url,
        "body": delivery.body,
        "about": delivery.about,
        "due_at_ms": delivery.due_at_ms,
        "state": delivery.state,
        "delivered_at_ms": latest and latest.at_ms,
        "status": latest and latest.status,
        "error": latest and latest.error,
        "attempts": [asdict(each) for each in delivery.attempts],
    }
