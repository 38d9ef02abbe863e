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
    held, mode = steer.account.clock, steer.parameters["mode"]
    goes_with = {"scale": "scaled", "request_seconds": "manual"}
    for word in steer.chosen("mode"):
        if goes_with[word] != mode:
            raise ValueError(f"{word} goes with {goes_with[word]}, not with {mode}")
    if mode == "scaled" and "scale" not in steer.parameters:
        raise ValueError("scaled needs a scale: how many times the speed of real time")
    if mode == "manual":
        held.stand(**steer.chosen("mode"))
    else:
        held.run(**steer.chosen("mode"))
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
