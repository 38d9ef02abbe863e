"""Times that a prompt names: 'at 0:30', 'between 1:00 and 2:00', 'the first 10 seconds'."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from memories_fake.domain.answering.footage import Footage

_CLOCK = r"(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)(?![\d:])(?!\s*[ap]\.?m)"
_AFTER = re.compile(rf"(?i)\b(?:after|since|from)\s+{_CLOCK}")
_BEFORE = re.compile(rf"(?i)\b(?:before|until|till|up to)\s+{_CLOCK}")
_TIME = re.compile(rf"(?<![\d:]){_CLOCK}")
_COUNTED = re.compile(
    r"(?i)\b(first|last|final)\s+(\d{1,4}|few|couple of)?\s*(seconds?|secs?|minutes?|mins?)\b"
)
_SECOND = re.compile(
    r"(?i)\bat\s+(?:(?:second|minute)s?\s+)?(\d{1,5})\s*(s|secs?|seconds?|m|mins?|minutes?)?\b"
)
_MINUTE_FIRST = re.compile(r"(?i)\bat\s+minutes?\b")
_CLOSING = re.compile(
    r"(?i)\b(?:at|in|near|towards?) the (?:very )?end(?:ing)?\b|\bhow (?:does|did)\b.*\bends?\b"
    r"|\bthe ending\b|\blast (?:scene|shot|moment)\b"
)
_OPENING = re.compile(
    r"(?i)\b(?:at|in|near) the (?:very )?(?:start|beginning|opening)\b|\bthe opening\b"
    r"|\bhow (?:does|did)\b.*\b(?:start|begin|open)s?\b|\bfirst (?:scene|shot|moment)\b"
)
_FEW = 5
_MINUTE = 60
_EDGE = 0.15


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of film, both ends included."""

    start_seconds: int
    end_seconds: int


def narrowed(footage: Footage, prompt: str) -> Footage:
    """The footage within the times that the prompt names; all of it when it names none."""
    window = window_in(prompt, footage)
    return footage.within(window.start_seconds, window.end_seconds) if window else footage


def window_in(prompt: str, footage: Footage) -> Window | None:
    """The stretch of this footage that a prompt speaks of, or None for the whole."""
    readers: tuple[Callable[[str, Footage], Window | None], ...] = (_between, _counted, _edge)
    found = (reader(prompt, footage) for reader in readers)
    return next((window for window in found if window), None)


def _between(prompt: str, footage: Footage) -> Window | None:
    times = [_seconds(match.groups()) for match in _TIME.finditer(prompt)]
    if len(times) > 1:
        return Window(min(times), max(times))
    if not times:
        return _at_second(prompt)
    if _AFTER.search(prompt):
        return Window(times[0], max(times[0], footage.end))
    return Window(0, times[0]) if _BEFORE.search(prompt) else Window(times[0], times[0])


def _at_second(prompt: str) -> Window | None:
    found = _SECOND.search(prompt)
    if not found or not (found[2] or re.search(r"(?i)\bat\s+(?:second|minute)", prompt)):
        return None
    in_minutes = (found[2] or "").lower().startswith("m") or _MINUTE_FIRST.search(prompt)
    seconds = int(found[1]) * (_MINUTE if in_minutes else 1)
    return Window(seconds, seconds)


def _counted(prompt: str, footage: Footage) -> Window | None:
    found = _COUNTED.search(prompt)
    if not found:
        return None
    amount = int(found[2]) if (found[2] or "").isdigit() else (_FEW if found[2] else 1)
    seconds = amount * (_MINUTE if found[3].lower().startswith("m") else 1)
    if found[1].lower() == "first":
        return Window(footage.start, footage.start + seconds)
    return Window(max(0, footage.end - seconds), footage.end)


def _edge(prompt: str, footage: Footage) -> Window | None:
    reach = int((footage.end - footage.start) * _EDGE)
    if _OPENING.search(prompt):
        return Window(footage.start, footage.start + reach)
    return Window(footage.end - reach, footage.end) if _CLOSING.search(prompt) else None


def _seconds(groups: tuple[str | None, ...]) -> int:
    hours, minutes, seconds = (int(group or 0) for group in groups)
    return (hours * _MINUTE + minutes) * _MINUTE + seconds
