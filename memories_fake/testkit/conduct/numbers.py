"""Rules on the numbers that a program uses: that it was given them, and what they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from memories_fake.domain import refusals as no
from memories_fake.runtime.journal import Entry
from memories_fake.testkit.conduct.facts import (
    DEFAULT_NAMESPACE,
    FAILED,
    MISSED,
    PARSED,
    UPLOADS,
    Offence,
    contract_of,
    data_of,
    is_answered,
    is_look,
    names_of,
    namespace_of,
    numbers_in,
    operation_of,
    statuses_in,
    uploaded,
)

NO_NUMBER = frozenset({"", "None", "null", "undefined", "NaN"})
NUMBERS = ("video_no", "video_nos", "task_id")
DELETE = "delete_videos"
ASKING = frozenset({"list_videos", "search", "search_audio_transcripts"})
TELLING = frozenset({"get_video_transcription", "get_video_caption"})
MISSING = names_of(no.ParameterMissing)
EARLY = names_of(no.NotParsedYet)


def went_on_after_refusal(entries: Sequence[Entry]) -> Iterator[Offence]:
    """Going on after a refused upload or import as if it had given a number."""
    refused: Entry | None = None
    told: list[str] = []
    for entry in entries:
        if _makes_number(entry) and entry.code:
            refused = None if is_answered(entry) else entry
        elif refused and _has_no_number(entry, told):
            yield Offence(
                f"{refused.operation} was refused ({refused.code}), yet {entry.operation} was "
                "called as if a number had come: look at `code` in the answer before going on.",
                (refused, entry),
            )
        told += [entry.answer, *entry.frames]


def used_before_parse(entries: Sequence[Entry]) -> Iterator[Offence]:
    """Using a video that was not parsed yet, or never will be."""
    parsed: set[str] = set()
    for entry in entries:
        parsed |= {number for number, word in statuses_in(entry).items() if word == PARSED}
        early = [number for number in numbers_in(entry) if number not in parsed]
        if early and _came_too_early(entry):
            yield Offence(
                f"{entry.operation} was called about {', '.join(early)}, which was not parsed: "
                "wait until its status is PARSE (list_videos), or for the callback.",
                (entry,),
            )


def used_after_deletion(entries: Sequence[Entry]) -> Iterator[Offence]:
    """Using a video that the program itself has deleted. Looking whether it is gone is fine."""
    homes = {number: namespace_of(entry) for number, entry in uploaded(entries).items()}
    deleted: dict[str, Entry] = {}
    for entry in entries:
        is_deletion = operation_of(entry) == DELETE
        if is_deletion and is_answered(entry):
            where = namespace_of(entry)
            deleted |= {n: entry for n in numbers_in(entry) if homes.get(n, where) == where}
        elif not is_deletion and not is_look(entry):
            gone = [number for number in numbers_in(entry) if number in deleted]
            if gone:
                told = f"{entry.operation} was called about {', '.join(gone)} after its deletion"
                yield Offence(f"{told}: forget a number once it is deleted.", _pair(deleted, entry))


def other_namespace(entries: Sequence[Entry]) -> Iterator[Offence]:
    """Uploading under one unique_id and asking under another, or under none."""
    homes: dict[str, Entry] = {}
    for entry in entries:
        where = namespace_of(entry)
        for number in numbers_in(entry):
            home = namespace_of(homes[number]) if number in homes else where
            if where is not None and home != where:
                told = f"{number} was uploaded under unique_id {home!r}, yet {entry.operation} asks"
                yield Offence(
                    f"{told} about it under {where!r}: send the same unique_id with every call.",
                    (homes[number], entry),
                )
        if _asks_where_nothing_is(entry, homes):
            lives = namespace_of(next(iter(homes.values())))
            yield Offence(
                f"{entry.operation} asks without a unique_id, where nothing is; all was "
                f"uploaded elsewhere, such as under {lives!r}: send that unique_id.",
                (next(iter(homes.values())), entry),
            )
        homes |= uploaded([entry])


def same_bytes_twice(entries: Sequence[Entry]) -> Iterator[Offence]:
    """Uploading a film that is there already."""
    there: dict[tuple[Any, ...], tuple[str, Entry]] = {}
    for entry in entries:
        gone = numbers_in(entry) if operation_of(entry) == DELETE and is_answered(entry) else ()
        gone += tuple(number for number, word in statuses_in(entry).items() if word in FAILED)
        there = {same: first for same, first in there.items() if first[0] not in gone}
        for number in uploaded([entry]) if entry.digests else ():
            same = (namespace_of(entry), *sorted(entry.digests.values()))
            if same in there:
                first, before = there[same]
                told = f"the same bytes were uploaded as {first} and as {number}"
                yield Offence(f"{told}: keep the number of the first.", (before, entry))
            there.setdefault(same, (number, entry))


def _makes_number(entry: Entry) -> bool:
    operation = operation_of(entry)
    return operation in UPLOADS or operation.startswith("scraper")


def _has_no_number(entry: Entry, told: Sequence[str]) -> bool:
    """Whether a call has a word in place of a number, or none, or one that nobody told it."""
    sent = [entry.parameters.get(name) for name in NUMBERS if name in entry.parameters]
    flat = [item for each in sent for item in (each if isinstance(each, list) else [each])]
    if any(item is None or str(item) in NO_NUMBER for item in flat):
        return True
    contract = contract_of(entry)
    needed = set(contract.request_schema.get("required", ())) & set(NUMBERS) if contract else set()
    if needed and not flat:
        return entry.refusal in MISSING
    known = [number for number in numbers_in(entry) if any(number in text for text in told)]
    return entry.refusal in MISSED and not known


def _came_too_early(entry: Entry) -> bool:
    """A transcript of what is shown is null just as long as there is none."""
    if entry.refusal in EARLY:
        return True
    return operation_of(entry) in TELLING and is_answered(entry) and data_of(entry) is None


def _asks_where_nothing_is(entry: Entry, homes: dict[str, Entry]) -> bool:
    if operation_of(entry) not in ASKING or not is_answered(entry) or numbers_in(entry):
        return False
    lives = {namespace_of(each) for each in homes.values()}
    return (
        bool(lives)
        and DEFAULT_NAMESPACE not in lives
        and namespace_of(entry) == DEFAULT_NAMESPACE
        and (not _holds_something(data_of(entry)))
    )


def _holds_something(data: Any) -> bool:
    return bool(data.get("videos")) if isinstance(data, dict) else bool(data)


def _pair(deleted: dict[str, Entry], entry: Entry) -> tuple[Entry, ...]:
    named = [deleted[number] for number in numbers_in(entry) if number in deleted]
    return (*named, entry)
