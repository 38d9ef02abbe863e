"""What a video file really is: length, sound, size, codec, and the speech written into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from av import Packet, VideoStream
    from av.container import InputContainer
    from av.subtitles.stream import SubtitleStream

# Only containers of films. Playlists stay out: they would make the demuxer open other files.
CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg"
LONGEST_SECONDS = 7 * 24 * 3600


class NotAVideo(Exception):
    """The file is no film that can be watched; `reason` says why, in words for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One line of speech as a subtitle has it: plain text without markup, on one line."""

    start_seconds: float
    end_seconds: float
    text: str


@dataclass(frozen=True, slots=True)
class Film:
    """What a probe found. Pixels are as coded, before any turning by the player."""

    duration_seconds: float
    has_sound: bool
    width: int = 0
    height: int = 0
    frames_per_second: float = 0.0
    codec: str = ""
    subtitles: tuple[Line, ...] = ()


def probe(path: Path) -> Film:
    """Find out what a file is: with PyAV where it is installed, else from its MP4 header.

    The header alone tells of MP4 and MOV only, and holds no subtitles. Raises `NotAVideo` for
    anything that is no film, and `OSError` if the file cannot be opened.
    """
    with path.open("rb") as file:
        if not file.read(1):
            raise NotAVideo("the file is empty")
    try:
        import av  # noqa: F401
    except ImportError:
        from memories_fake.runtime.mp4_header import read_header

        return _believed(read_header(path))
    return _believed(_read_with_pyav(path))


def _believed(film: Film) -> Film:
    """A broken file may claim anything; what no film can be is not handed on."""
    if not 0 < film.duration_seconds <= LONGEST_SECONDS:
        raise NotAVideo(f"it claims to last {film.duration_seconds:g} seconds")
    if film.width <= 0 or film.height <= 0:
        raise NotAVideo(f"its picture claims to measure {film.width} by {film.height} pixels")
    return film


def _read_with_pyav(path: Path) -> Film:
    import av

    only_this_file = {"format_whitelist": CONTAINERS, "protocol_whitelist": "file"}
    try:
        with av.open(f"file:{path}", options=only_this_file, metadata_errors="replace") as film:
            return _film(film)
    except (av.FFmpegError, ValueError) as error:
        raise NotAVideo("its header cannot be read as a video's") from error


def _film(container: InputContainer) -> Film:
    picture = _moving_picture(container)
    context = picture.codec_context
    lines = _written_speech(container)
    return Film(
        duration_seconds=_seconds(container, picture),
        has_sound=bool(container.streams.audio),
        width=context.width,
        height=context.height,
        frames_per_second=float(picture.average_rate or 0),
        codec=context.codec.canonical_name,
        subtitles=lines,
    )


def _moving_picture(container: InputContainer) -> VideoStream:
    from av.stream import Disposition

    for stream in container.streams.video:
        if stream.codec_context is not None and not stream.disposition & Disposition.attached_pic:
            return stream
    raise NotAVideo("it holds sound but no film" if container.streams.audio else "it holds no film")


def _seconds(container: InputContainer, picture: VideoStream) -> float:
    """The stated length; films recorded by a browser state none, so it is measured."""
    import av

    if container.duration:
        return float(container.duration / av.time_base)
    container.seek(0)
    ends = [
        float((packet.pts + (packet.duration or 0)) * packet.time_base)
        for packet in _packets(container, picture)
        if packet.pts is not None
    ]
    if len(ends) <= 1:
        raise NotAVideo("it holds a single still picture")
    return max(ends)


def _packets(
    container: InputContainer, *streams: VideoStream | SubtitleStream
) -> Iterator[Packet[Any]]:
    """All that can be read: a film cut off in its middle still has its beginning."""
    import av

    try:
        yield from container.demux(*streams)
    except av.FFmpegError:
        return


def _written_speech(container: InputContainer) -> tuple[Line, ...]:
    """The lines of the first subtitle track that has text; pictures of text are passed over."""
    tracks: dict[int, list[Line]] = {stream.index: [] for stream in container.streams.subtitles}
    if not tracks:
        return ()
    for packet in _packets(container, *container.streams.subtitles):
        tracks[packet.stream.index].extend(_lines(packet))
    return tuple(sorted(next(filter(None, tracks.values()), [])))


def _lines(packet: Packet[Any]) -> Iterator[Line]:
    import av
    from av.subtitles.subtitle import AssSubtitle

    from memories_fake.runtime.subtitles import plain_text

    if packet.pts is None:
        return
    start = float(packet.pts * packet.time_base)
    end = start + float((packet.duration or 0) * packet.time_base)
    try:
        drawn = packet.decode()
    except (av.FFmpegError, ValueError):
        return
    for line in drawn:
        if isinstance(line, AssSubtitle) and (text := plain_text(_spoken(line.ass))):
            yield Line(start, end, text)


def _spoken(event: bytes) -> str:
    """The text of an ASS event, which stands behind eight fields and spells a new line `\\N`."""
    fields = event.decode("utf-8", "replace").split(",", 8)
    return fields[-1].replace(r"\N", " ").replace(r"\n", " ").replace(r"\h", " ")
