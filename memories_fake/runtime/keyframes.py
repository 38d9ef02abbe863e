"""The pictures of a film, about one a second, as looks. None without PyAV or Pillow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, cast

from memories_fake.runtime.looks import look_of
from memories_fake.runtime.media import CONTAINERS, Film

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import InputContainer
    from PIL.Image import Image

MOST_FRAMES = 300
MOST_DECODED = 1800  # a minute or so; after it only frames that can be decoded by themselves
SHRUNK = 80  # pixels a side, before the look is taken


@dataclass(frozen=True, slots=True)
class Frame:
    """How a film looks from one second up to another, in whole seconds."""

    second: int
    end_second: int
    look: bytes


def key_frames(path: Path, film: Film) -> tuple[Frame, ...]:
    """At most 300 frames of a film, a second apart, or more where it is long.

    As many as can be decoded: a film cut off in its middle still has its beginning.
    """
    try:
        import av
        import PIL  # noqa: F401
    except ImportError:
        return ()
    step = ceil(max(1.0, film.duration_seconds) / MOST_FRAMES)
    frames: list[Frame] = []
    only_this_file = {"format_whitelist": CONTAINERS, "protocol_whitelist": "file"}
    try:
        with av.open(f"file:{path}", options=only_this_file, metadata_errors="replace") as opened:
            frames.extend(_frames(opened, step))
    except (av.FFmpegError, ValueError):
        pass
    return tuple(frames)


def _frames(opened: InputContainer, step: int) -> Iterator[Frame]:
    due = 0.0
    stream = opened.streams.best("video")
    if stream is None:
        return
    pictures = cast("Iterator[VideoFrame]", opened.decode(stream))
    for decoded, frame in enumerate(pictures):
        if decoded == MOST_DECODED:
            stream.codec_context.skip_frame = "NONKEY"
        at_seconds = frame.time or 0.0
        if at_seconds < due:
            continue
        second = int(at_seconds)
        due = second + step
        yield Frame(second, second + step, look_of(_shrunk(frame)))


def _shrunk(frame: VideoFrame) -> Image:
    """The frame as a small picture; its rows may be padded, so Pillow is told how long they are."""
    from PIL import Image

    small = frame.reformat(width=SHRUNK, height=SHRUNK, format="rgb24", interpolation="AREA")
    plane = small.planes[0]
    return Image.frombytes("RGB", (SHRUNK, SHRUNK), bytes(plane), "raw", "RGB", plane.line_size)
