"""Tells a recording again, at any rhythm: which of its answers is due to a request.

What changes something is answered in its order. What only looks is answered by the state that is
due: on the replay's clock, counted from the change that came before; without a clock, each look
goes one state on.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from threading import Lock

from memories_fake.live.recording.cassette import Cassette, Entry, State, subject_of
from memories_fake.live.recording.ending import told_of, under_way
from memories_fake.live.recording.matching import Fit
from memories_fake.live.recording.scrubbing import Scrubber
from memories_fake.live.recording.taking import Request
from memories_fake.runtime.clock import Clock

MOST_LOOKS_BEYOND = 10
MOST_DIFFERENCES = 4


@dataclass(frozen=True, slots=True)
class Due:
    """The answer that is due: of which exchange, in which state, and what is to be said of it."""

    state: State
    number: int
    bound: Mapping[str, str]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing is due: why, and what comes nearest."""

    why: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A state in a chain of states; `due_ms` is when it is due after what the chain begins with.

    `order` tells which of two was seen first, also where both were within one millisecond.
    """

    order: tuple[int, int]
    state: State
    due_ms: int

    @property
    def index(self) -> int:
        """The place of its entry in the cassette."""
        return self.order[0]


@dataclass
class _Progress:
    """How far the telling of an entry has come."""

    given: int = 0
    beyond: int = 0
    furthest: tuple[int, int] = (0, 0)
    answered_at_ms: int | None = None


@dataclass
class Replay:
    """A cassette that is being told. Without a clock, each look goes one state on.

    `ignored` are the names of parameters that do not matter. `unmatched` are the requests that
    nothing was recorded for, each as it was refused.
    """

    cassette: Cassette
    clock: Clock | None = None
    ignored: Collection[str] = ()
    most_looks_beyond: int = MOST_LOOKS_BEYOND
    unmatched: list[str] = field(default_factory=list)
    _bound: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """Time begins with the telling."""
        self._entries: Sequence[Entry] = self.cassette.entries
        self._progress = [_Progress() for _ in self._entries]
        self._subjects = _subjects(self._entries)
        self._began_ms = self.now_ms()

    @property
    def bound(self) -> dict[str, str]:
        """The secrets that came in the place of the recorded ones, by placeholder."""
        return dict(self._bound)

    def now_ms(self) -> int:
        """What time it is on the clock of this replay."""
        return self.clock.now_ms() if self.clock else 0

    def answer_to(self, request: Request) -> Due | Missing:
        """What is due to this request now."""
        with self._lock:
            if self.clock:
                self.clock.request_came()
            fit, fitting = self._fitting(request)
            if not fitting:
                return self._nothing_fits(request)
            looks = self._entries[fitting[0]].is_look
            due = self._looked(fitting) if looks else self._done(fitting)
            if isinstance(due, Missing):
                return due
            index, state, remark = due
            self._bound.update(fit.bound)
            self._progress[index].given += 1
            return Due(state, index + 1, self.bound, remark)

    def refuse(self, missing: Missing) -> str:
        """Note a request that is refused for good, and give the reason."""
        self.unmatched.append(missing.why)
        return missing.why

    def not_told(self) -> list[str]:
        """The exchanges that nobody has asked for yet, one line each."""
        pairs = zip(self._entries, self._progress, strict=True)
        return [
            f"exchange {number} ({_name(entry)})"
            for number, (entry, progress) in enumerate(pairs, 1)
            if not progress.given
        ]

    def _fitting(self, request: Request) -> tuple[Fit, Sequence[int]]:
        """The entries that fit: such of which something is left to be told, where there are any."""
        fit, used = Fit(request, request, {}), None
        for indexes in self._subjects:
            is_left = self._entries[indexes[0]].is_look or any(
                not self._progress[index].given for index in indexes
            )
            if not is_left and used:
                continue
            tried = self._fit(indexes[0], request)
            if tried.holds and is_left:
                return tried, indexes
            if tried.holds:
                fit, used = tried, indexes
        return fit, used or ()

    def _fit(self, index: int, request: Request) -> Fit:
        recorded = self._entries[index].request
        return Fit(recorded, request, self._bound, ignored=self.ignored)

    def _done(self, fitting: Sequence[int]) -> tuple[int, State, str] | Missing:
        index = next((each for each in fitting if not self._progress[each].given), None)
        if index is None:
            numbers = ", ".join(str(each + 1) for each in fitting)
            return Missing(
                f"{_name(self._entries[fitting[0]])} was recorded {len(fitting)} times"
                f" (exchange {numbers}), and each was told already"
            )
        self._progress[index].answered_at_ms = self.now_ms()
        return index, self._entries[index].states[0], ""

    def _looked(self, fitting: Sequence[int]) -> tuple[int, State, str] | Missing:
        begun = [index for index in fitting if self._anchor_ms(index) is not None]
        first = begun[-1] if begun else fitting[0]
        chain = self._chain(first, fitting)
        progress, subject = self._progress[first], self._progress[fitting[0]]
        place = self._due_in(chain, progress.given)
        # Whoever has seen an end must not see the way to it again, however the changes came.
        subject.furthest = max(subject.furthest, place.order)
        place = [each for each in chain if each.order <= subject.furthest][-1]
        name = self._entries[place.index].request.operation
        word = under_way(name, place.state) if place is chain[-1] else ""
        if word:
            progress.beyond += 1
            if progress.beyond > self.most_looks_beyond + place.state.times:
                told = told_of(place.index + 1, self._entries[place.index], word)
                return Missing(f"{told}, and that was told {progress.beyond - 1} times")
        remark = f"; it still said {word} when the recording ended" if word else ""
        return first, place.state, f"exchange {place.index + 1}{remark}"

    def _chain(self, first: int, fitting: Sequence[int]) -> list[_Place]:
        """The states of an entry, and of those that go on from it while nothing is at its end."""
        after_ms = self._after_ms(first)
        chain: list[_Place] = []
        for index in (each for each in fitting if each >= first):
            entry = self._entries[index]
            chain += [
                _Place((index, number), state, state.at_ms - after_ms)
                for number, state in enumerate(entry.states)
            ]
            if not under_way(entry.request.operation, entry.states[-1]):
                break
        return chain

    def _due_in(self, chain: Sequence[_Place], looks: int) -> _Place:
        if self.clock is None:
            return chain[min(looks, len(chain) - 1)]
        anchor_ms = self._anchor_ms(chain[0].index)
        passed_ms = self.now_ms() - (self._began_ms if anchor_ms is None else anchor_ms)
        due = [place for place in chain if place.due_ms <= passed_ms]
        return due[-1] if due else chain[0]

    def _change_before(self, index: int) -> int | None:
        before = range(index - 1, -1, -1)
        return next((each for each in before if not self._entries[each].is_look), None)

    def _anchor_ms(self, index: int) -> int | None:
        """When the change before an entry was told here; None while it was not."""
        change = self._change_before(index)
        return self._began_ms if change is None else self._progress[change].answered_at_ms

    def _after_ms(self, index: int) -> int:
        """When that change was answered while it was recorded."""
        change = self._change_before(index)
        return 0 if change is None else self._entries[change].states[0].answered_at_ms

    def _nothing_fits(self, request: Request) -> Missing:
        fits = [self._fit(index, request) for index in range(len(self._entries))]
        scrubber = Scrubber()
        for name, value in request.headers:
            scrubber.learn_header(name, value)
        asked = f"{request.method} {request.path}"
        told = f"nothing was recorded for {request.operation or asked}"
        if fits:
            nearest = min(range(len(fits)), key=lambda n: self._distance(n, request, fits[n]))
            differences = fits[nearest].differences
            more = len(differences) - MOST_DIFFERENCES
            listed = "; ".join(differences[:MOST_DIFFERENCES])
            at_seconds = self._entries[nearest].at_ms / 1000
            told += (
                f" as it was asked; the nearest is exchange {nearest + 1}"
                f" ({_name(self._entries[nearest])}, at {at_seconds:g} s), and this differs:"
                f" {listed}{f'; and {more} more' if more > 0 else ''}"
            )
        return Missing(scrubber.safe(told))

    def _distance(self, index: int, request: Request, fit: Fit) -> tuple[bool, float, int]:
        recorded = self._entries[index].request
        is_other = recorded.operation != request.operation or not recorded.operation
        likeness = SequenceMatcher(None, recorded.path, request.path).ratio()
        return is_other, -likeness, len(fit.differences)


def _subjects(entries: Sequence[Entry]) -> list[list[int]]:
    """The places of entries that ask for the same, together."""
    found: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        subject = json.dumps(asdict(subject_of(entry.request)), sort_keys=True)
        found.setdefault(subject, []).append(index)
    return list(found.values())


def _name(entry: Entry) -> str:
    return entry.request.operation or f"{entry.request.method} {entry.request.path}"
