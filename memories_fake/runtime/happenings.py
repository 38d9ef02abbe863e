"""What happens to an account, in its order: what began in a part that was undone is undone too."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

MOST_REMEMBERED = 1_000  # undone spans; whatever began in older ones has long come to its end

Span = tuple[int, int]  # after the first of these numbers, up to the second


@dataclass(frozen=True, slots=True)
class HappeningsMark:
    """A point in the order of things, to come back to."""

    last: int
    undone: tuple[Span, ...]


class Happenings:
    """Numbers what begins, so that one can tell whether it still counts when it ends.

    A stream or a callback may be under way while its account is rewound. If it began after the
    moment that the account is taken back to, then it never happened, and leaves no trace.
    """

    def __init__(self) -> None:
        self._last = 0
        self._undone: tuple[Span, ...] = ()
        self._lock = Lock()

    def begin(self) -> int:
        """The number of something that begins now."""
        with self._lock:
            self._last += 1
            return self._last

    def holds(self, number: int) -> bool:
        """Whether what began under this number still counts."""
        return not (self._undone and any(a < number <= until for a, until in self._undone))

    def mark(self) -> HappeningsMark:
        """Where things stand."""
        with self._lock:
            return HappeningsMark(self._last, self._undone)

    def rewind(self, mark: HappeningsMark) -> None:
        """Go on from there: what began since is undone, and what was undone by then stays so."""
        with self._lock:
            since, undone = (mark.last, self._last), mark.undone
            if undone and undone[-1][1] == mark.last:  # nothing has begun in between
                since, undone = (undone[-1][0], self._last), undone[:-1]
            self._undone = (*undone, since)[-MOST_REMEMBERED:]

    def begin_anew(self) -> None:
        """Undo all that has begun so far."""
        self.rewind(HappeningsMark(0, ()))
