"""Laying down outcomes, scripts and faults, looking at them, and taking them back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from memories_fake.api.serving import serves
from memories_fake.control.serving import Steer
from memories_fake.domain.outcomes import NothingThere
from memories_fake.runtime.laid import Laid
from memories_fake.runtime.rules import Rule
from memories_fake.runtime.troubles import Scope
from memories_fake.testkit.laying import Faults, lines_of, server_faults

OK = {"status": "ok"}


@serves("control.outcomes")
def outcomes(steer: Steer) -> Any:
    return {
        "outcomes": [
            _rule(rule, kind=rule.what.kind, name=rule.what.name, outcome=asdict(rule.what.outcome))
            for rule in steer.account.outcomes
        ]
    }


@serves("control.outcomes_add")
def outcomes_add(steer: Steer) -> Any:
    return {"number": steer.account.outcomes.add(**steer.parameters)}


@serves("control.outcomes_remove")
def outcomes_remove(steer: Steer) -> Any:
    return _removed(steer, steer.account.outcomes)


@serves("control.outcomes_settle")
def outcomes_settle(steer: Steer) -> Any:
    steer.account.outcomes.settle(**steer.parameters)
    return OK


@serves("control.outcomes_release")
def outcomes_release(steer: Steer) -> Any:
    steer.account.outcomes.release(steer.parameters["number"])
    return OK


@serves("control.scripts")
def scripts(steer: Steer) -> Any:
    laid = steer.account.scripts
    return {
        kind: [_rule(rule, script=asdict(rule.what)) for rule in rules]
        for kind, rules in (
            ("chats", laid.chats),
            ("searches", laid.searches),
            ("films", laid.films),
        )
    }


@serves("control.scripts_chat")
def scripts_chat(steer: Steer) -> Any:
    return {"number": steer.account.chat.reply(**steer.parameters)}


@serves("control.scripts_search")
def scripts_search(steer: Steer) -> Any:
    return {"number": steer.account.search.returns(**steer.parameters)}


@serves("control.scripts_video")
def scripts_video(steer: Steer) -> Any:
    told = steer.chosen()
    if isinstance(says := told.get("says"), str):
        told["says"] = lines_of(says)  # never a path: that would be one of this machine
    return {"number": steer.account.video(**told)}


@serves("control.scripts_remove")
def scripts_remove(steer: Steer) -> Any:
    return _removed(steer, steer.account.scripts)


@serves("control.faults")
def faults(steer: Steer) -> Any:
    return {"faults": [_fault(laid) for laid in _faults(steer)]}


@serves("control.faults_add")
def faults_add(steer: Steer) -> Any:
    scope = {"scope": Scope.ACCOUNT} if steer.key else {}
    return {"number": _faults(steer).add(**{**scope, **steer.parameters})}


@serves("control.faults_remove")
def faults_remove(steer: Steer) -> Any:
    scope, held = steer.parameters.get("scope"), _faults(steer)
    if scope is None:
        return _removed(steer, held)
    if "number" in steer.parameters:
        raise ValueError("a number is of one fault, and a scope of all that have it: give one")
    held.clear(Scope(scope))
    return OK


def _faults(steer: Steer) -> Faults:
    """Those of the key's account; without a key, those of the whole server."""
    return steer.account.faults if steer.key else server_faults(steer.services)


def _removed(steer: Steer, held: Any) -> Any:
    number = steer.parameters.get("number")
    if number is None:
        held.clear()
    elif not held.remove(number):
        raise NothingThere(f"nothing of the number {number} is laid down")
    return OK


def _rule(rule: Rule[Any], **told: Any) -> dict[str, Any]:
    return {"number": rule.number, "times": rule.times, "applied": rule.applied, **told}


def _fault(laid: Laid) -> dict[str, Any]:
    return {
        "number": laid.number,
        "scope": laid.scope,
        "times": laid.times,
        "since_ms": laid.since_ms,
        "met": laid.met,
        "fired": laid.fired,
        "fault": dict(laid.fault.told),
    }
