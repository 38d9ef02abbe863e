"""Spoils a stream on purpose: event by event, then byte by byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from memories_fake.runtime.faults import Break, ConnectionBroken, CutInside, Ending, Fault

FIRST_OF_MANY = 0xC0  # the least byte that begins a character of several bytes
KEEP_ALIVE = b": keep-alive\n\n"

Frames = Iterator[bytes]


def spoiled(
    events: Frames, end: bytes, fault: Fault, *, error: bytes, sleep: Callable[[float], None]
) -> Frames:
    """The frames of a stream as this fault leaves them. Raises ConnectionBroken where it is cut.

    `error` is the frame that tells of an error, should the fault want one.
    """
    frames = _events(events, end, fault, error)
    if fault.line_ends != "\n":
        frames = (frame.replace(b"\n", fault.line_ends.encode()) for frame in frames)
    if fault.cut_at_byte is not None:
        frames = _cut_at(frames, fault.cut_at_byte)
    if fault.piece_bytes:
        frames = _pieces(frames, fault.piece_bytes)
    return _paced(frames, fault.pause_seconds, sleep)


def _events(events: Frames, end: bytes, fault: Fault, error: bytes) -> Frames:
    for count, frame in enumerate(events, start=1):
        yield from _before(count, frame, fault)
        if count - 1 == fault.error_after_events:
            yield error
            return
        yield from fault.keep_alives * [KEEP_ALIVE]
        yield _garbled(frame) if count == fault.garble_event else frame
    _cut_before_end(fault)
    if fault.error_after_events is not None:
        yield error
        return
    yield from {Ending.ONCE: 1, Ending.TWICE: 2, Ending.NONE: 0}[fault.ending] * [end]


def _before(count: int, frame: bytes, fault: Fault) -> Frames:
    """What comes of this frame if the stream is cut before it, or inside of it."""
    after = fault.cut_after_events
    if fault.cut_inside is None and after is not None and count > after:
        raise _broken()
    if fault.cut_inside is CutInside.FRAME and count > (after or 0):
        yield frame[: len(frame) // 2]
        raise _broken()
    if fault.cut_inside is CutInside.CHARACTER and count > (after or 0):
        lead = next((at for at, byte in enumerate(frame) if byte >= FIRST_OF_MANY), None)
        if lead is not None:
            yield frame[: lead + 1]
            raise _broken()


def _cut_before_end(fault: Fault) -> None:
    """A stream that is to be cut after more events than it has is cut before its end marker."""
    if fault.cut_after_events is not None and fault.cut_inside is None:
        raise _broken()


def _cut_at(frames: Frames, byte: int) -> Frames:
    left = byte
    for frame in frames:
        if len(frame) > left:
            yield from [frame[:left]] * bool(left)
            raise _broken()
        left -= len(frame)
        yield frame


def _pieces(frames: Frames, size: int) -> Frames:
    for frame in frames:
        yield from (frame[at : at + size] for at in range(0, len(frame), size))


def _paced(frames: Frames, seconds: float, sleep: Callable[[float], None]) -> Frames:
    for frame in frames:
        yield frame
        if seconds:
            sleep(seconds)


def _garbled(frame: bytes) -> bytes:
    """The frame with the end of its JSON missing, but well framed."""
    body = frame.rstrip(b"\n")
    return body[: max(len(b"data:"), len(body) * 2 // 3)] + b"\n\n"


def _broken() -> ConnectionBroken:
    return ConnectionBroken(Break.EMPTY, midway=True)
