"""Makes small real media files for the tests, and the clip that ships with the worlds."""

from __future__ import annotations

import heapq
import math
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

import av
from av import AudioFrame, Packet, VideoFrame, VideoStream
from av.container import OutputContainer
from av.stream import Disposition
from av.subtitles.stream import SubtitleStream
from av.subtitles.subtitle import SubtitleSet

from memories_fake.runtime.media import Line

F = TypeVar("F", VideoFrame, AudioFrame)

FRAMES_PER_SECOND = 12
SAMPLES_PER_SECOND = 22_050
LOUDNESS = 2_500
MILLISECONDS = Fraction(1, 1000)
PIXELS = {"mjpeg": "yuvj420p"}
QUICK_AND_QUIET = {
    "libx264": {"preset": "veryfast", "crf": "26", "threads": "1"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"},
}

# Per scene, in Y, U, V: the ground, and the form that moves over it.
GROUNDS = ((70, 150, 105), (130, 95, 140), (95, 110, 100))
FORMS = ((205, 95, 150), (60, 150, 120), (180, 75, 185))
CHORDS_HERTZ = ((220.0, 277.2), (246.9, 311.1), (196.0, 293.7))

# Half the width of a form at a distance from its middle: a ball, a box and a diamond.
HALF_WIDTHS: tuple[Callable[[float, float], float], ...] = (
    lambda radius, away: math.sqrt(max(radius**2 - away**2, 0)),
    lambda radius, away: radius if away <= radius else 0,
    lambda radius, away: max(radius - away, 0),
)

DEMO_SPEECH = (
    Line(0.4, 3.0, "Twice a day the sea climbs this harbour wall and goes away again."),
    Line(3.5, 6.2, "The moon pulls at the water, and the coast decides how high it comes."),
    Line(6.8, 8.3, "When it has gone, crabs and gulls share what is left."),
    Line(8.4, 9.8, "Then the tide turns and the boats float free."),
)

# What the subtitle encoder wants to know before the first line.
SUBTITLE_HEADER = b"""[Script Info]
ScriptType: v4.00+
[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: Default,Arial,16
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


class OneWay:
    """A place to write that knows no seeking."""

    def __init__(self) -> None:
        self.content = bytearray()

    def write(self, data: bytes) -> int:
        """Take all of the data."""
        self.content += bytes(data)
        return len(data)


def make_clip(
    path: Path,
    *,
    seconds: int = 10,
    width: int = 320,
    height: int = 180,
    with_sound: bool = True,
    subtitles: Sequence[Line] = (),
    codec: str = "libx264",
    options: Mapping[str, str] | None = None,
) -> Path:
    """Write three scenes of moving forms under soft chords; the suffix chooses the container.

    Subtitles may carry ASS markup. `options` go to the muxer, e.g. `{"movflags": "faststart"}`.
    """
    with av.open(path, "w", options={"fflags": "+bitexact", **(options or {})}) as film:
        tracks = [_pictures(film, seconds=seconds, width=width, height=height, codec=codec)]
        if with_sound:
            tracks.append(_sound(film, seconds=seconds))
        if subtitles:
            tracks.append(_speech(film, subtitles))
        for packet in heapq.merge(*tracks, key=_due):
            film.mux(packet)
    return path


def make_demo_clip(path: Path) -> Path:
    """Write the clip that the package ships as `memories_fake/worlds/demo_clip.mp4`."""
    return make_clip(path, subtitles=DEMO_SPEECH, options={"movflags": "faststart"})


def make_sound(path: Path, *, seconds: int = 2, with_cover: bool = False) -> Path:
    """Write a file that has sound and no film, perhaps with a still picture on its cover."""
    with av.open(path, "w") as film:
        tracks = [_sound(film, seconds=seconds)]
        if with_cover:
            cover = _pictures(film, seconds=1, width=64, height=48, codec="mjpeg")
            film.streams.video[0].disposition = Disposition.attached_pic
            tracks.insert(0, islice(cover, 1))
        for packet in chain(*tracks):
            film.mux(packet)
    return path


def make_endless(path: Path, *, frames: int = 36, subtitles: Sequence[Line] = ()) -> Path:
    """Write a Matroska film as a live recorder does, which never comes to note its length."""
    written = OneWay()
    with av.open(written, "w", format="matroska") as film:
        seconds = -(-frames // FRAMES_PER_SECOND)
        pictures = _pictures(film, seconds=seconds, width=64, height=48, codec="libvpx-vp9")
        tracks: list[Iterator[Packet[Any]]] = [islice(pictures, frames)]
        if subtitles:
            tracks.append(_speech(film, subtitles))
        for packet in heapq.merge(*tracks, key=_due):
            film.mux(packet)
    path.write_bytes(written.content)
    return path


def make_still(path: Path, *, width: int = 64, height: int = 48) -> Path:
    """Write one still picture, as PNG."""
    with av.open(path, "w", format="image2", options={"update": "1"}) as file:
        stream = file.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = width, height, "rgb24"
        frame = _frame(0.5, width=width, height=height).reformat(format="rgb24")
        file.mux([*stream.encode(frame), *stream.encode()])
    return path


def _due(packet: Packet[Any]) -> Fraction:
    return (packet.dts or 0) * packet.time_base


# The container must know all its streams before the first packet, so each of the next three
# adds its stream when called and encodes only while its packets are taken.


def _pictures(
    film: OutputContainer, *, seconds: int, width: int, height: int, codec: str
) -> Iterator[Packet[Any]]:
    stream = film.add_stream(codec, rate=FRAMES_PER_SECOND, options=QUICK_AND_QUIET.get(codec))
    assert isinstance(stream, VideoStream)
    stream.width, stream.height, stream.pix_fmt = width, height, PIXELS.get(codec, "yuv420p")
    count = seconds * FRAMES_PER_SECOND
    frames = (_frame(index / count, width=width, height=height) for index in range(count))
    return _encoded(stream.encode, frames, step=1)


def _sound(film: OutputContainer, *, seconds: int) -> Iterator[Packet[Any]]:
    stream = film.add_stream("aac", rate=SAMPLES_PER_SECOND, layout="mono")
    stream.bit_rate = 32_000
    blocks = (_block(second, of_seconds=seconds) for second in range(seconds))
    return _encoded(stream.encode, blocks, step=SAMPLES_PER_SECOND)


def _speech(film: OutputContainer, lines: Sequence[Line]) -> Iterator[Packet[Any]]:
    stream = film.add_stream("ass" if film.format.name == "matroska" else "mov_text")
    stream.codec_context.subtitle_header = SUBTITLE_HEADER
    return (_spoken(stream, line) for line in lines)


def _encoded(
    encode: Callable[[F | None], list[Packet[Any]]], frames: Iterator[F], *, step: int
) -> Iterator[Packet[Any]]:
    for index, frame in enumerate(frames):
        frame.pts = index * step
        yield from encode(frame)
    yield from encode(None)


def _frame(share: float, *, width: int, height: int) -> VideoFrame:
    """The picture at a share (0 … 1) of the film: a form that crosses the scene it is in."""
    crossed, scene = math.modf(share * len(GROUNDS))
    frame = VideoFrame(width, height, "yuv420p")
    colours = zip(GROUNDS[int(scene)], FORMS[int(scene)], strict=True)
    for plane, (ground, form) in zip(frame.planes, colours, strict=True):
        middle = plane.height * (0.5 + 0.2 * math.sin(2 * math.pi * crossed))
        radius = plane.height / 4
        rows = []
        for y in range(plane.height):
            half = int(HALF_WIDTHS[int(scene)](radius, abs(y - middle)))
            left = max(int(crossed * plane.width) - half, 0)
            row = bytes([ground]) * left + bytes([form]) * (2 * half)
            rows.append(row[: plane.line_size].ljust(plane.line_size, bytes([ground])))
        plane.update(b"".join(rows))
    return frame


def _block(second: int, *, of_seconds: int) -> AudioFrame:
    """One second of the chord of its scene, swelling and fading so that nothing clicks."""
    chord = CHORDS_HERTZ[second * len(CHORDS_HERTZ) // of_seconds]
    samples = array("h")
    for index in range(SAMPLES_PER_SECOND):
        at = 2 * math.pi * index / SAMPLES_PER_SECOND
        swell = math.sin(at / 2)
        samples.append(int(LOUDNESS * swell * sum(math.sin(at * hertz) for hertz in chord)))
    frame = AudioFrame("s16", "mono", SAMPLES_PER_SECOND)
    frame.sample_rate = SAMPLES_PER_SECOND
    frame.planes[0].update(samples.tobytes())
    return frame


def _spoken(stream: SubtitleStream, line: Line) -> Packet[Any]:
    start, end = round(line.start_seconds * 1000), round(line.end_seconds * 1000)
    event = f"0,0,Default,,0,0,0,,{line.text}".encode()
    drawn = SubtitleSet.create(text=event, start=0, end=end - start, pts=start)
    packet = stream.codec_context.encode_subtitle(drawn)
    packet.stream, packet.time_base = stream, MILLISECONDS
    packet.pts = packet.dts = start
    packet.duration = end - start
    return packet
