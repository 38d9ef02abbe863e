"""Rules on when a program calls again: looking, retrying, and keeping to the rates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from memories_contracts.terms import Rate
from memories_fake.domain import refusals as no
from memories_fake.runtime.journal import Entry
from memories_fake.testkit.conduct.facts import (
    FAILED,
    MISSED,
    WAITING,
    Offence,
    contract_of,
    data_of,
    is_answered,
    is_limited,
    is_look,
    is_same_call,
    names_of,
    numbers_in,
    operation_of,
    pause_ms,
    statuses_in,
    uploaded,
)

LOOK_EVERY_MS = 5_000
FREE_LOOKS = 5  # a few quick ones do no harm
BACK_OFF_MS = 1_000
WINDOWS = 10  # a short burst is let pass: only who keeps on above the rate is told
INCURABLE = names_of(
    no.KeyNotAdmitted,
    no.CreditsUsedUp,
    no.ParameterMissing,
    no.ParameterInvalid,
    no.Unreadable,
    no.VideoNotFound,
    no.NoVideosFound,
    no.SessionNotFound,
    no.FolderReadOnly,
    no.BlobNameMissing,
    no.BlobNotFound,
)
INCURABLE_CODES = frozenset({"0401", "0402", "0003", "9009"})
STRUCK = names_of(no.Struck)  # a fault was laid down: only its code tells what it stands for
CUT_SHORT = "cut short"


def polled_too_fast(entries: Sequence[Entry]) -> Iterator[Offence]:
    """Looking again and again at what is not ready, at less than 5 seconds' distance."""
    for looks in _series(entries):
        hasty = [after for before, after in pairwise(looks) if _is_hasty(before, after)]
        if len(hasty) > FREE_LOOKS:
            least_seconds = min(pause_ms(*pair) for pair in pairwise(looks)) / 1000
            yield Offence(
                f"{looks[0].operation} was asked {len(looks)} times for the same, at times "
                f"{least_seconds:g} s after its last answer: wait 5 s or more between looks (by "
                "the account's clock, where that stands), or give a callback.",
                tuple(hasty),
            )


def waited_in_vain(entries: Sequence[Entry]) -> Iterator[Offence]:
    """Looking on at what has failed already, which is its end."""
    failed: dict[str, list[Entry]] = {}
    for entry in filter(is_look, entries):
        for number in _failed_in(entry):
            failed.setdefault(number, []).append(entry)
    for number, looks in failed.items():
        if len(looks) > FREE_LOOKS:
            advice = "it stays so: stop waiting, and upload a film that plays"
            yield Offence(f"{number} had failed, and was waited for: {advice}.", tuple(looks))


def no_back_off(entries: Sequence[Entry]) -> Iterator[Offence]:
    """Calling on at once after 0429."""
    for calls in _by_group(entries).values():
        for before, after in pairwise(calls):
            if is_limited(before) and 0 <= pause_ms(before, after) < BACK_OFF_MS:
                yield Offence(
                    f"{after.operation} was called at once after 0429: wait a second first, then "
                    "twice as long each time.",
                    (before, after),
                )


def retried_in_vain(entries: Sequence[Entry]) -> Iterator[Offence]:
    """The very same call after a refusal that no repetition cures."""
    made = uploaded(entries)
    last: dict[str, Entry] = {}
    for entry in entries:
        before = last.get(entry.operation)
        last[entry.operation] = entry
        if before and is_same_call(before, entry) and _is_incurable(before, made):
            why = before.code if before.refusal in STRUCK else before.refusal
            yield Offence(
                f"{entry.operation} was called again just as it had been refused ({why}), which "
                "no repetition cures: mend the call, or tell of the error.",
                (before, entry),
            )


def called_too_often(entries: Sequence[Entry]) -> Iterator[Offence]:
    """More calls than the documented rate, for longer than a burst."""
    for calls in _by_group(entries).values():
        answered = [entry for entry in calls if is_answered(entry)]
        rate = _rate(answered[0]) if answered else None
        crowd = _crowd(answered, rate) if rate else ()
        if crowd:
            seconds = (crowd[-1].came_at_ms - crowd[0].came_at_ms) / 1000
            yield Offence(
                f"{crowd[0].operation} was called {len(crowd)} times in {seconds:g} s, where {rate}"
                " is documented: spread the calls.",
                crowd,
            )


def _series(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Looks at the same that found nothing ready yet, between which nothing became so."""
    series: list[list[Entry]] = []
    current: list[list[Entry]] = []
    for entry in filter(is_look, entries):
        looks = next((each for each in current if is_same_call(each[0], entry)), None)
        if _still_waits(entry):
            if looks is None:
                looks = []
                current.append(looks)
                series.append(looks)
            looks.append(entry)
        elif looks is not None:
            current.remove(looks)
    return series


def _still_waits(entry: Entry) -> bool:
    if not is_answered(entry):
        return False
    statuses = statuses_in(entry)
    nothing_yet = data_of(entry) is None or (_is_of_task(entry) and not statuses)
    return WAITING in statuses.values() or nothing_yet


def _failed_in(entry: Entry) -> Iterator[str]:
    """The videos that a look asked for by number, or by their task, and that have failed."""
    named = numbers_in(entry)
    for number, status in statuses_in(entry).items():
        if status in FAILED and (number in named or _is_of_task(entry)):
            yield number


def _is_of_task(entry: Entry) -> bool:
    return operation_of(entry) == "get_video_ids_by_task_id"


def _is_hasty(before: Entry, after: Entry) -> bool:
    return pause_ms(before, after) < LOOK_EVERY_MS


def _by_group(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """The calls that share a limit, in order."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        if contract := contract_of(entry):
            groups.setdefault(contract.limit_group, []).append(entry)
    return groups


def _rate(entry: Entry) -> Rate | None:
    """The documented rate: that of 2025, which is the more generous, where there is one."""
    contract = contract_of(entry)
    return (contract.rate("2025") or contract.rate("2026")) if contract else None


def _crowd(calls: Sequence[Entry], rate: Rate) -> tuple[Entry, ...]:
    """The first calls that were too many for their time; none where time stood quite still."""
    most, window_ms = rate.most * WINDOWS, rate.per_seconds * WINDOWS * 1000
    for start in range(len(calls) - most):
        crowd = calls[start : start + most + 1]
        takes_time = any(e.at_ms > e.came_at_ms for e in crowd if not e.frames)
        if takes_time and crowd[-1].came_at_ms - crowd[0].came_at_ms < window_ms:
            return tuple(crowd)
    return ()


def _is_incurable(entry: Entry, made: dict[str, Entry]) -> bool:
    """A video that was uploaded may be found in a while; a body cut short may arrive whole."""
    if entry.refusal in STRUCK:
        return entry.code in INCURABLE_CODES
    if entry.refusal in MISSED and all(number in made for number in numbers_in(entry)):
        return False
    return entry.refusal in INCURABLE and CUT_SHORT not in entry.answer
