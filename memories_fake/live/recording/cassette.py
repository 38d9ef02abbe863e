"""A cassette: exchanges in their order, equal looks at the same thing as one, with its states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from memories_contracts import load_catalogue
from memories_fake.live.recording.cleaning import Clean
from memories_fake.live.recording.taking import Answer, Request, Taken

_READING = ("get_", "list_", "search", "img_list_page", "memories_search")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What was answered from a moment on: first `at_ms`, `times` in all, last `until_ms`."""

    answer: Answer
    at_ms: int
    took_ms: int = 0
    times: int = 1
    until_ms: int = 0

    @property
    def answered_at_ms(self) -> int:
        """When the answer first began."""
        return self.at_ms + self.took_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A request and what was answered: once; or, where one looks again and again, its states."""

    request: Request
    states: tuple[State, ...]

    @property
    def at_ms(self) -> int:
        """When it was first asked."""
        return self.states[0].at_ms

    @property
    def is_look(self) -> bool:
        """Whether it changes nothing, so that one may look as often as one likes."""
        return is_look(self.request)

    @property
    def times(self) -> int:
        """How often it was asked."""
        return sum(state.times for state in self.states)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cassette:
    """What was recorded, when, against which hosts, and until when it is good."""

    entries: tuple[Entry, ...]
    recorded_at_ms: int
    against: tuple[str, ...] = ()
    expires_at_ms: int | None = None

    @property
    def ends_at_ms(self) -> int:
        """When the last exchange of the recording came."""
        return max((s.until_ms for e in self.entries for s in e.states), default=0)

    def takens(self) -> Iterator[Taken]:
        """Its exchanges again, as they were taken down."""
        for entry in self.entries:
            for state in entry.states:
                yield Taken(
                    request=entry.request,
                    answer=state.answer,
                    at_ms=state.at_ms,
                    took_ms=state.took_ms,
                    times=state.times,
                    until_ms=state.until_ms,
                )


def entries_of(cleans: Iterable[Clean]) -> tuple[Entry, ...]:
    """The entries of a cassette: looks are gathered until something is asked that changes more."""
    entries: list[Entry] = []
    open_looks: list[tuple[Request, int]] = []
    for taken in sorted((clean.taken for clean in cleans), key=lambda each: each.at_ms):
        subject = subject_of(taken.request)
        at = next((n for each, n in open_looks if each == subject), None)
        if at is not None:
            entries[at] = _looked_again(entries[at], _state(taken))
            continue
        if is_look(taken.request):
            open_looks.append((subject, len(entries)))
        else:
            open_looks.clear()
        entries.append(Entry(request=taken.request, states=(_state(taken),)))
    return tuple(entries)


def is_look(request: Request) -> bool:
    """Whether a request only looks at how things are."""
    contract = load_catalogue().get(request.operation)
    if contract is None:
        return request.method in {"GET", "HEAD"}
    return contract.method == "GET" or contract.polls or contract.operation.startswith(_READING)


def subject_of(request: Request) -> Request:
    """What makes two requests the same: not the headers, but for the key and a wish for events."""
    kept = [("Authorization", request.header("Authorization"))]
    if request.wants_stream:
        kept.append(("Accept", "text/event-stream"))
    return replace(request, host="", headers=tuple(kept))


def _state(taken: Taken) -> State:
    return State(
        answer=taken.answer,
        at_ms=taken.at_ms,
        took_ms=taken.took_ms,
        times=taken.times,
        until_ms=max(taken.until_ms, taken.at_ms),
    )


def _looked_again(entry: Entry, seen: State) -> Entry:
    *before, last = entry.states
    if seen.answer == last.answer:
        longer = replace(last, times=last.times + seen.times, until_ms=seen.until_ms)
        return replace(entry, states=(*before, longer))
    return replace(entry, states=(*entry.states, seen))
