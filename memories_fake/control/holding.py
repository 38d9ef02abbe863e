"""Holding an account as it is, going back to that, and carrying it from one fake to another."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import serves
from memories_fake.control.serving import Steer

OK = {"status": "ok"}


@serves("control.snapshots")
def snapshots(steer: Steer) -> Any:
    return {"snapshots": list(steer.account.snapshots.names)}


@serves("control.snapshots_take")
def snapshots_take(steer: Steer) -> Any:
    steer.account.snapshot(steer.parameters["name"])
    return OK


@serves("control.snapshots_rewind")
def snapshots_rewind(steer: Steer) -> Any:
    steer.account.rewind(steer.parameters["name"])
    return OK


@serves("control.snapshots_forget")
def snapshots_forget(steer: Steer) -> Any:
    steer.account.snapshots.forget(steer.parameters["name"])
    return OK


@serves("control.export")
def export(steer: Steer) -> Any:
    return steer.account.export()


@serves("control.import")
def import_(steer: Steer) -> Any:
    steer.account.load(steer.parameters["document"])
    return OK
