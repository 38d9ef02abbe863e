"""Looking at what was asked: the journal, as it stands, sifted, as a table, and judged."""

from __future__ import annotations

import re
from dataclasses import asdict
from fnmatch import fnmatchcase
from typing import Any

from memories_fake.api.serving import serves
from memories_fake.control.serving import Steer
from memories_fake.runtime.journal import Entry
from memories_fake.testkit.conduct import audit
from memories_fake.testkit.timeline import timeline as timeline_of
from memories_fake.testkit.verifying import Calls, calls_of
from memories_fake.wire.reading import Parameters


@serves("control.journal")
def journal(steer: Steer) -> Any:
    """Of the key's account; without a key, of all of them."""
    told = steer.parameters
    pattern, code, last = told.get("operation", "*"), told.get("code"), told.get("last")
    found = [
        asdict(entry)
        for entry in _entries(steer)
        if fnmatchcase(entry.operation, pattern)
        and code in (None, entry.code)
        and entry.number > told.get("after", 0)
    ]
    return {"entries": found[-last:] if last else found}


@serves("control.timeline")
def timeline(steer: Steer) -> Any:
    return {"timeline": timeline_of(_entries(steer))}


@serves("control.conduct")
def conduct(steer: Steer) -> Any:
    kept = steer.services.journal
    journals = [_entries(steer)] if steer.key else [kept.of(name) for name in kept.accounts()]
    found = (each for entries in journals for each in audit(entries))
    return {"findings": [{**asdict(each), "entries": list(each.entries)} for each in found]}


@serves("control.verify")
def verify(steer: Steer) -> Any:
    """The words of Calls, all that were sent at once; what does not hold is told, not raised."""
    told = steer.parameters
    patterns = {name: _pattern(text) for name, text in told.get("matching", {}).items()}
    calls = calls_of(_entries(steer), told["operation"]).with_(**patterns)
    calls = calls.with_(**told.get("with", {}))
    calls = calls.refused(told["refused"]) if "refused" in told else calls
    try:
        _insist(calls, told)
    except AssertionError as error:
        return {"ok": False, "message": str(error), "calls": _listed(calls)}
    return {"ok": True, "message": "", "calls": _listed(calls)}


def _entries(steer: Steer) -> tuple[Entry, ...]:
    return steer.account.journal if steer.key else tuple(steer.services.journal)


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f"no regular expression: {text!r}: {error}") from error


def _insist(calls: Calls, told: Parameters) -> None:
    if "times" in told:
        calls.times(told["times"])
    if "in_order" in told:
        calls.in_order(*told["in_order"])
    if "at_least" in told or not told.keys() & {"times", "in_order"}:
        calls.at_least(told.get("at_least", 1))


def _listed(calls: Calls) -> list[dict[str, Any]]:
    return [asdict(entry) for entry in calls]
