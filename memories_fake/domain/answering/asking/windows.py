"""Times that a prompt names: 'at 0:30', 'between 1:00 and 2:00', 'the first 10 seconds'."""

from __future__ import annotations

import re
from typing import TypeAlias

Window: TypeAlias = tuple[int, int]

_CLOCK = r"(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)(?![\d:])(?!\s*[ap]\.?m)"
_AFTER = re.compile(rf"(?i)\b(?:after|since|from)\s+{_CLOCK}")
_BEFORE = re.compile(rf"(?i)\b(?:before|until|till|up to)\s+{_CLOCK}")
_TIME = re.compile(rf"(?<![\d:]){_CLOCK}")
_UNIT = r"(s|secs?|seconds?|m|mins?|minutes?)"
_AT = re.compile(rf"(?i)\bat\s+(?:{_UNIT}\s+)?(\d{{1,5}})\s*{_UNIT}?\b")
_REACH = re.compile(rf"(?i)\b(first|last|final)\s+(\d{{1,4}}|few|couple of)?\s*{_UNIT}\b")
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


def window_in(prompt: str, *, start_seconds: int, end_seconds: int) -> Window | None:
    """The first and last second that a prompt speaks of, in a film between these two seconds.

    None stands for the whole film.
    """
    return (
        _between(prompt, end_seconds)
        or _at(prompt)
        or _counted(prompt, start_seconds, end_seconds)
        or _edge(prompt, start_seconds, end_seconds)
    )


def _between(prompt: str, end: int) -> Window | None:
    times = [_seconds(match.groups()) for match in _TIME.finditer(prompt)]
    if not times:
        return None
    if len(times) == 1 and _AFTER.search(prompt):
        return times[0], max(times[0], end)
    if len(times) == 1 and _BEFORE.search(prompt):
        return 0, times[0]
    return min(times), max(times)


def _at(prompt: str) -> Window | None:
    found = _AT.search(prompt)
    unit = found and (found[1] or found[3])
    if not found or not unit:
        return None
    seconds = int(found[2]) * _length(unit)
    return seconds, seconds


def _counted(prompt: str, start: int, end: int) -> Window | None:
    found = _REACH.search(prompt)
    if not found:
        return None
    amount = int(found[2]) if (found[2] or "").isdigit() else (_FEW if found[2] else 1)
    reach = amount * _length(found[3])
    return (start, start + reach) if found[1].lower() == "first" else (max(0, end - reach), end)


def _edge(prompt: str, start: int, end: int) -> Window | None:
    reach = int((end - start) * _EDGE)
    if _OPENING.search(prompt):
        return start, start + reach
    return (end - reach, end) if _CLOSING.search(prompt) else None


def _length(unit: str) -> int:
    return _MINUTE if unit.lower().startswith("m") else 1


def _seconds(groups: tuple[str | None, ...]) -> int:
    hours, minutes, seconds = (int(group or 0) for group in groups)
    return (hours * _MINUTE + minutes) * _MINUTE + seconds
