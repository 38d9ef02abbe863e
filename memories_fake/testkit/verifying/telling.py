"""What a test reads when it wanted calls that did not come: the nearest ones, and what differed."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from memories_fake.runtime.journal import Entry
from memories_fake.testkit.verifying.wanted import Count, Difference, Wanted, times, wanted_text

MOST_NEAREST = 5
MOST_LISTED = 12
MOST_SIGNS = 90
COMPARED_SIGNS = 200
SIGNS_OF_ACCOUNT = 6
OTHER_OPERATION = 1.0


def miss(wanted: Wanted, count: Count, journal: Sequence[Entry]) -> str:
    """Why that many calls of that kind are not there."""
    fitting = [entry for entry in journal if wanted.fits(entry)]
    head = f"{wanted}: wanted {count}, came {times(len(fitting))}."
    if not journal:
        return f"{head} Nothing was called at all."
    lines = [f"{head} These came:" if fitting else head, *_listed(fitting, journal)]
    if len(fitting) < count.least:
        lines += _nearest(wanted, journal)
    return "\n".join(lines)


def out_of_order(
    operations: Sequence[str], missed: str, after: Entry | None, came: Sequence[Entry]
) -> str:
    """Why calls did not come in that order."""
    place = f"after #{after.number} {after.operation}" if after else "at all"
    head = f"wanted in this order: {', '.join(operations)}; but {missed} did not come {place}."
    return "\n".join([f"{head} These came:" if came else head, *_listed(came, came)])


def line_of(entry: Entry, journal: Sequence[Entry]) -> str:
    """One call in one line: its number, what was called, when, and how it was answered."""
    called = entry.operation or f"{entry.method} {entry.path}"
    since_ms = next(each.came_at_ms for each in journal if each.account == entry.account)
    at = f"{(entry.came_at_ms - since_ms) / 1000:.1f} s in"
    is_one_account = all(each.account == entry.account for each in journal)
    whose = "" if is_one_account else f" of account {entry.account[:SIGNS_OF_ACCOUNT]}"
    return f"  #{entry.number}{whose} {called}, {at}, answered {entry.code or 'nothing'}"


def _nearest(wanted: Wanted, journal: Sequence[Entry]) -> list[str]:
    others = [entry for entry in journal if not wanted.fits(entry)]
    others.sort(key=lambda entry: (_distance(wanted, entry), -entry.number))
    lines = ["The nearest calls:"] if others else []
    for entry in others[:MOST_NEAREST]:
        lines += [line_of(entry, journal), *_differing(wanted, entry)]
    return lines


def _listed(entries: Sequence[Entry], journal: Sequence[Entry]) -> list[str]:
    left_out = len(entries) - MOST_LISTED
    more = [f"  and {left_out} more"] if left_out > 0 else []
    return [line_of(entry, journal) for entry in entries[:MOST_LISTED]] + more


def _differing(wanted: Wanted, entry: Entry) -> list[str]:
    lines = []
    if not wanted.is_of_operation(entry):
        told = entry.findings[0] if entry.findings else f"wanted {wanted.operation}"
        lines.append(f"operation: {told}")
    absent = "not read" if entry.refusal and not entry.parameters else "not sent"
    lines += [_difference(each, absent) for each in wanted.differences(entry)]
    return [f"      {line}" for line in lines]


def _difference(each: Difference, absent: str) -> str:
    if each.was is None:
        return f"{each.name}: wanted {_cut(wanted_text(each.wanted))}, was {absent}"
    if not (isinstance(each.wanted, str) and isinstance(each.was, str)):
        return f"{each.name}: wanted {_cut(wanted_text(each.wanted))}, was {_cut(repr(each.was))}"
    start = max(0, _first_difference(each.wanted, each.was) - MOST_SIGNS // 3)
    return f"{each.name}: wanted {_from(each.wanted, start)}, was {_from(each.was, start)}"


def _first_difference(one: str, other: str) -> int:
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def _from(text: str, start: int) -> str:
    """A text as it is written in Python: whole if it is short, else from a little before there."""
    if len(text) <= MOST_SIGNS:
        return repr(text)
    end = start + MOST_SIGNS
    return f"{'…' * bool(start)}{text[start:end]!r}{'…' * (end < len(text))}"


def _cut(text: str) -> str:
    return text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS]}…"


def _distance(wanted: Wanted, entry: Entry) -> float:
    """How far a call is from what is wanted; another operation is farther than any value."""
    differing = wanted.differences(entry)
    values = sum(1 - _likeness(wanted_text(each.wanted), repr(each.was)) for each in differing)
    distance = values / max(1, len(differing))
    if wanted.is_of_operation(entry):
        return distance
    told = " ".join((entry.operation, *entry.findings))
    named = wanted.operation in told and not entry.operation
    unlike = 0.0 if named else 1 - _likeness(wanted.operation, entry.operation or entry.path)
    return OTHER_OPERATION + unlike + distance


def _likeness(one: Any, other: Any) -> float:
    pair = str(one)[:COMPARED_SIGNS], str(other)[:COMPARED_SIGNS]
    return SequenceMatcher(None, *pair, autojunk=False).quick_ratio()
