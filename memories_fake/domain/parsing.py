"""What becomes of a film that comes in: how long parsing takes, how it ends, what it will show."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from memories_fake.domain.imagining import imagine
from memories_fake.domain.outcomes import FAILED_CAUSE
from memories_fake.domain.records import Capture, Picture, Story
from memories_fake.domain.refusals import FetchRefused
from memories_fake.domain.videos import NewVideo
from memories_fake.runtime.chance import Chance
from memories_fake.runtime.keyframes import Frame
from memories_fake.runtime.media import Film, Line
from memories_fake.runtime.shelf import Parcel

IMAGINED = Picture(width=1280, height=720, frames_per_second=30.0)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that came in under some name. No film means that it is no video."""

    path: str
    parcel: Parcel
    film: Film | None
    subtitles: tuple[Line, ...] = ()
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the caller may ask of parsing."""

    takes_seconds: float
    prompt: str | None = None
    keep_original: bool = True
    capture: Capture = field(default=Capture())
    folder: int = -1


def plan_file(source: Source, chance: Chance, wishes: Wishes) -> NewVideo:
    """The plan for a file. What is no video will fail once its time has come."""
    name, film = name_of(source.path), source.film
    if film and source.subtitles:
        film = replace(film, subtitles=source.subtitles)
    chance = chance.derived(source.parcel.digest)
    return NewVideo(
        name=name,
        file=file_of(source.path),
        duration_seconds=round(film.duration_seconds) if film else 0,
        size_bytes=source.parcel.size_bytes,
        takes_seconds=wishes.takes_seconds,
        story=imagine(name, film, chance, prompt=wishes.prompt) if film else Story(),
        seed=chance.seed,
        cause=None if film else FAILED_CAUSE,
        parcel=source.parcel,
        keep_original=wishes.keep_original,
        picture=_picture(film),
        capture=wishes.capture,
        folder=wishes.folder,
        frames=source.frames,
    )


def plan_address(url: str, chance: Chance, wishes: Wishes) -> NewVideo:
    """The plan for an address that is not looked at: a plausible film of that name."""
    path, chance = path_of(url), chance.derived(url)
    name = name_of(path)
    film = Film(duration_seconds=chance.between(20, 180, "duration"), has_sound=True)
    return NewVideo(
        name=name,
        file=file_of(path),
        duration_seconds=round(film.duration_seconds),
        size_bytes=round(film.duration_seconds * chance.between(180_000, 320_000, "bytes")),
        takes_seconds=wishes.takes_seconds,
        story=imagine(name, film, chance, prompt=wishes.prompt),
        seed=chance.seed,
        picture=IMAGINED,
        capture=wishes.capture,
        folder=wishes.folder,
        source_url=url,
    )


def _picture(film: Film | None) -> Picture | None:
    return Picture(film.width, film.height, film.frames_per_second) if film else None


def path_of(url: str) -> str:
    """The path of an address, spelled out. Raises FetchRefused where it cannot be taken apart."""
    try:
        return unquote(urlsplit(url).path)
    except ValueError as error:
        raise FetchRefused(str(error)) from error


def name_of(path: str) -> str:
    """A file's name less its last extension, as the service names videos."""
    return _file(path).stem or "video"


def file_of(path: str) -> str:
    """A file's whole name, without the folders before it."""
    return _file(path).name


def _file(path: str) -> PurePosixPath:
    return PurePosixPath(path.replace("\\", "/"))
