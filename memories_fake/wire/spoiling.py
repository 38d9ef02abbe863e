"""Spoils a stream on purpose: event by event, then byte by byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from memories_fake.runtime.breaking import Break, ConnectionBroken
from memories_fake.runtime.faults import CutInside, Ending, Spoiling

FIRST_OF_MANY = 0xC0  # the least byte that begins a character of several bytes
KEEP_ALIVE = b": keep-alive\n\n"
TIMES = {Ending.ONCE: 1, Ending.TWICE: 2, Ending.NONE: 0}

Frames = Iterator[bytes]
Marked = Iterator[tuple[bytes, bool]]  # a frame, and whether the stream is over with it


def spoiled(
    events: Frames, end: bytes, how: Spoiling, *, error: bytes, sleep: Callable[[float], None]
) -> Frames:
    """The frames of a stream as this fault leaves them. Raises ConnectionBroken where it is cut.

    `error` is the frame that tells of an error, should the fault want one.
    """
    marked = _marked(events, end, how, error)
    if how.garble_event is not None:
        marked = _garbled(marked, how.garble_event)
    if how.cut_after_events is not None or how.cut_inside:
        marked = _cut(marked, how.cut_after_events or 0, how.cut_inside)
    frames: Frames = (how.keep_alives * KEEP_ALIVE + frame for frame, _ in marked)
    frames = (with_line_ends(frame, how) for frame in frames)
    if how.cut_at_byte is not None:
        frames = _cut_at(frames, how.cut_at_byte)
    if how.piece_bytes:
        frames = _pieces(frames, how.piece_bytes)
    return _paced(frames, how.pause_seconds, sleep)


def with_line_ends(frame: bytes, how: Spoiling) -> bytes:
    """A frame with its lines ended so."""
    return frame.replace(b"\n", how.line_ends.signs)


def _marked(events: Frames, end: bytes, how: Spoiling, error: bytes) -> Marked:
    yield from ((frame, False) for frame in islice(events, how.error_after_events))
    last = [end] * TIMES[how.ending] if how.error_after_events is None else [error]
    yield from ((frame, True) for frame in last)


def _garbled(frames: Marked, number: int) -> Marked:
    """With the end of one event's JSON missing, well framed; at the latest of the end marker's."""
    is_done = False
    for count, (frame, is_last) in enumerate(frames, start=1):
        if not is_done and (count == number or is_last):
            body, is_done = frame.rstrip(b"\n"), True
            yield body[: max(len(b"data:"), len(body) * 2 // 3)] + b"\n\n", is_last
        else:
            yield frame, is_last


def _cut(frames: Marked, after: int, inside: CutInside | None) -> Marked:
    for count, (frame, is_last) in enumerate(frames):
        if count >= after or is_last:
            kept = _kept(frame, inside)
            if kept is not None or is_last:
                yield kept or b"", is_last
                raise _broken()
        yield frame, is_last
    raise _broken()


def _kept(frame: bytes, inside: CutInside | None) -> bytes | None:
    """What is left of a frame that is cut; None if it has no place to be cut at."""
    if inside is CutInside.FRAME:
        return frame[: len(frame) // 2]
    if inside is CutInside.CHARACTER:
        leads = (at for at, byte in enumerate(frame, start=1) if byte >= FIRST_OF_MANY)
        lead = next(leads, None)
        return None if lead is None else frame[:lead]
    return b""


def _cut_at(frames: Frames, byte: int) -> Frames:
    left = byte
    for frame in frames:
        yield frame[:left]
        left -= len(frame)
        if left < 0:
            break
    raise _broken()


def _pieces(frames: Frames, size: int) -> Frames:
    for frame in frames:
        yield from (frame[at : at + size] for at in range(0, len(frame), size))


def _paced(frames: Frames, seconds: float, sleep: Callable[[float], None]) -> Frames:
    yield b""  # the answer's head has come, whatever becomes of the rest
    for frame in filter(None, frames):
        yield frame
        if seconds:
            sleep(seconds)


def _broken() -> ConnectionBroken:
    return ConnectionBroken(Break.EMPTY, midway=True)
