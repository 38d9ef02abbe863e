"""Whether an answer says that something is still under way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from memories_fake.live.recording.cassette import Cassette, Entry, State, subject_of
from memories_fake.live.recording.spotting import plain

_STATUSES = frozenset({"status", "videostatus", "taskstatus", "parsestatus", "state"})
_UNDER_WAY = frozenset(
    (
        *("CREATED", "DOWNLOADING", "IN_PROGRESS", "PARSING", "PENDING", "PROCESSING", "QUEUED"),
        *("RUNNING", "STARTED", "UNPARSE", "UPLOADING", "WAITING"),
    )
)


def under_way(operation: str, state: State) -> str:
    """The word that says so, or an empty text where all is at its end."""
    tree = state.answer.body.get("json")
    if "task" in operation and isinstance(tree, Mapping):
        data = tree.get("data")
        if isinstance(data, Mapping) and data.get("videos") == []:
            return "no videos yet"
    return next((word for word in _statuses(tree) if word.upper() in _UNDER_WAY), "")


def never_ended(cassette: Cassette) -> Iterator[str]:
    """What was looked at again and again, and never came to its end; one line for each."""
    last: list[tuple[int, Entry]] = []
    for number, entry in enumerate(cassette.entries, 1):
        if entry.is_look:
            subject = subject_of(entry.request)
            last = [each for each in last if subject_of(each[1].request) != subject]
            last.append((number, entry))
    for number, entry in last:
        word = under_way(entry.request.operation, entry.states[-1])
        if word and entry.times > 1:
            yield told_of(number, entry, word)


def told_of(number: int, entry: Entry, word: str) -> str:
    """One line about an entry that never came to its end."""
    name = entry.request.operation or f"{entry.request.method} {entry.request.path}"
    after_seconds = (entry.states[-1].until_ms - entry.at_ms) / 1000
    return (
        f"exchange {number} ({name}) never reached an end: asked {entry.times} times, it still"
        f" said {word} after {after_seconds:g} s"
    )


def _statuses(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            if isinstance(item, str) and plain(name) in _STATUSES:
                yield item
            else:
                yield from _statuses(item)
    elif isinstance(value, list):
        for item in value:
            yield from _statuses(item)
