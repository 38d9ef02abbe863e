"""Reads the header of an MP4 or MOV file by its boxes, for where PyAV is not installed.

Only small boxes are read and the rest is skipped by seeking, so any file costs little.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from memories_fake.runtime.media import Film, NotAVideo

CODEC_NAMES = {
    "avc1": "h264",
    "avc3": "h264",
    "hvc1": "hevc",
    "hev1": "hevc",
    "vp08": "vp8",
    "vp09": "vp9",
    "av01": "av1",
    "mp4v": "mpeg4",
    "jpeg": "mjpeg",
}
# Far more than any film has on one level; a file of nothing but tiny boxes is given up.
MOST_BOXES = 100_000
# Enough entries to know the pace of a film whose frames come unevenly.
MOST_PACES = 10_000
UNKNOWN_TICKS = {2**32 - 1, 2**64 - 1}


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the file; `start` and `end` are the bytes that its content spans."""

    kind: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Track:
    """One track: `handler` is vide for picture, soun for sound, and others for the rest."""

    handler: bytes
    duration_seconds: float
    width: int = 0
    height: int = 0
    frames_per_second: float = 0.0
    codec: str = ""


def read_header(path: Path) -> Film:
    """What the header of an MP4 or MOV file tells; it tells nothing of subtitles.

    Raises `NotAVideo` for a malformed file, and for good ones of another kind: those need PyAV.
    """
    with path.open("rb") as file:
        movie = _movie(file, size_bytes=path.stat().st_size)
        ticks_per_second, _ = _clock(file, _child(file, movie, b"mvhd"))
        boxes = list(_boxes(file, movie))
        if any(box.kind == b"mvex" for box in boxes):
            raise NotAVideo("its film comes in fragments, which only memories-fake[media] reads")
        traks = [box for box in boxes if box.kind == b"trak"]
        return _film([_track(file, trak, ticks_per_second=ticks_per_second) for trak in traks])


def _film(tracks: list[Track]) -> Film:
    has_sound = any(track.handler == b"soun" for track in tracks)
    picture = next((track for track in tracks if track.handler == b"vide"), None)
    if picture is None:
        raise NotAVideo("it holds sound but no film" if has_sound else "it holds no film")
    # Subtitles may run on after the end, so they do not count.
    played = [track for track in tracks if track.handler in {b"vide", b"soun"}]
    return Film(
        duration_seconds=max(track.duration_seconds for track in played),
        has_sound=has_sound,
        width=picture.width,
        height=picture.height,
        frames_per_second=picture.frames_per_second,
        codec=picture.codec,
    )


def _track(file: BinaryIO, trak: Box, *, ticks_per_second: int) -> Track:
    media = _child(file, trak, b"mdia")
    handler = _read(file, _child(file, media, b"hdlr"), 12)[8:]
    media_ticks_per_second, media_ticks = _clock(file, _child(file, media, b"mdhd"))
    ticks = _shown_ticks(file, _child(file, trak, b"tkhd"))
    seconds = ticks / ticks_per_second if ticks else media_ticks / media_ticks_per_second
    if handler != b"vide":
        return Track(handler, seconds)
    samples = _child(file, _child(file, media, b"minf"), b"stbl")
    fourcc, width, height = _looks(file, _child(file, samples, b"stsd"))
    return Track(
        handler,
        seconds,
        width=width,
        height=height,
        frames_per_second=_frames_per_tick(file, samples) * media_ticks_per_second,
        codec=CODEC_NAMES.get(fourcc, fourcc.strip()),
    )


def _looks(file: BinaryIO, stsd: Box) -> tuple[str, int, int]:
    """Codec, width and height of the first description of the samples."""
    fourcc, width, height = struct.unpack(">12x4s24xHH", _read(file, stsd, 44))
    return fourcc.decode("latin-1"), width, height


def _frames_per_tick(file: BinaryIO, samples: Box) -> float:
    """From stts, which lists runs of frames with the ticks that each of them lasts."""
    stts = _child(file, samples, b"stts")
    (count,) = struct.unpack(">4xI", _read(file, stts, 8))
    runs = _read(file, stts, 8 + 8 * min(count, MOST_PACES))[8:]
    paces = list(struct.iter_unpack(">II", runs))
    ticks = sum(frames * ticks_each for frames, ticks_each in paces)
    return sum(frames for frames, _ in paces) / ticks if ticks else 0.0


def _clock(file: BinaryIO, box: Box) -> tuple[int, int]:
    """Ticks per second and all ticks, of mvhd and mdhd alike; unknown ticks are 0."""
    if _read(file, box, 1) == b"\x01":
        rate, ticks = struct.unpack(">20xIQ", _read(file, box, 32))
    else:
        rate, ticks = struct.unpack(">12xII", _read(file, box, 20))
    if not rate:
        raise NotAVideo(f"its {box.kind.decode()} box counts no time")
    return rate, 0 if ticks in UNKNOWN_TICKS else ticks


def _shown_ticks(file: BinaryIO, tkhd: Box) -> int:
    """How long a track is shown after cutting, in ticks of the movie; unknown is 0."""
    if _read(file, tkhd, 1) == b"\x01":
        (ticks,) = struct.unpack(">28xQ", _read(file, tkhd, 36))
    else:
        (ticks,) = struct.unpack(">20xI", _read(file, tkhd, 24))
    return 0 if ticks in UNKNOWN_TICKS else int(ticks)


def _movie(file: BinaryIO, *, size_bytes: int) -> Box:
    """The box with all headers; it may stand before the film itself or behind it."""
    try:
        return _child(file, Box(b"file", 0, size_bytes), b"moov")
    except NotAVideo as error:
        raise NotAVideo(
            "it has no whole MP4 or MOV header; other kinds of film need memories-fake[media]"
        ) from error


def _child(file: BinaryIO, within: Box, kind: bytes) -> Box:
    for box in _boxes(file, within):
        if box.kind == kind:
            return box
    raise NotAVideo(f"its header lacks the {kind.decode()} box")


def _boxes(file: BinaryIO, within: Box) -> Iterator[Box]:
    at = within.start
    for _ in range(MOST_BOXES):
        if at + 8 > within.end:
            return
        box = _box_at(file, at, within=within)
        yield box
        at = box.end
    raise NotAVideo("its header has more boxes than any film needs")


def _box_at(file: BinaryIO, at: int, *, within: Box) -> Box:
    """Size 0 means to the end of what is around it; size 1, that a longer size follows."""
    size, kind = struct.unpack(">I4s", _bytes(file, at, 8))
    start = at + 8
    if size == 1:
        (size,) = struct.unpack(">Q", _bytes(file, start, 8))
        start += 8
    end = at + size if size else within.end
    if not start <= end <= within.end:
        raise NotAVideo("its header has a box that does not fit")
    return Box(kind, start, end)


def _read(file: BinaryIO, box: Box, length: int) -> bytes:
    if box.start + length > box.end:
        raise NotAVideo("its header has a box that is too short")
    return _bytes(file, box.start, length)


def _bytes(file: BinaryIO, at: int, length: int) -> bytes:
    file.seek(at)
    read = file.read(length)
    if len(read) < length:
        raise NotAVideo("the file ends within its header")
    return read
