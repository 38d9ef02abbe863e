"""An account's clock: reading it, moving it, letting it run or stand."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import serves
from memories_fake.control.serving import Steer
from memories_fake.testkit.clock import SteeredClock


@serves("control.clock")
def clock(steer: Steer) -> Any:
    return _told(steer.account.clock)


@serves("control.clock_set")
def clock_set(steer: Steer) -> Any:
    held = steer.account.clock
    mode, scale = steer.parameters["mode"], steer.parameters.get("scale")
    if mode == "manual":
        held.stand(request_seconds=steer.parameters.get("request_seconds"))
    elif mode == "real":
        held.run()
    elif scale is None:
        raise ValueError("scaled needs a scale: how many times the speed of real time")
    else:
        held.run(scale)
    return _told(held)


@serves("control.clock_advance")
def clock_advance(steer: Steer) -> Any:
    held = steer.account.clock
    held.advance(**steer.parameters)
    return _told(held)


@serves("control.clock_advance_until")
def clock_advance_until(steer: Steer) -> Any:
    held = steer.account.clock
    held.advance_until(steer.parameters["number"], steer.parameters["status"])
    return _told(held)


@serves("control.clock_freeze")
def clock_freeze(steer: Steer) -> Any:
    held = steer.account.clock
    held.freeze()
    return _told(held)


def _told(held: SteeredClock) -> dict[str, Any]:
    return {
        "mode": held.mode,
        "scale": held.scale,
        "now_ms": held.now_ms(),
        "request_seconds": held.request_seconds,
    }
