"""Looks into files that were sent: which film it is, which picture, what subtitles tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memories_fake.domain.images import SentPicture
from memories_fake.domain.parsing import Source, file_of, name_of
from memories_fake.domain.refusals import ParameterInvalid, PicturesUnreadable, Unreadable
from memories_fake.runtime.keyframes import key_frames
from memories_fake.runtime.looks import NotAPicture, see
from memories_fake.runtime.media import Film, Line, NotAVideo, probe
from memories_fake.runtime.shelf import Parcel
from memories_fake.runtime.subtitles import read_subtitles

if TYPE_CHECKING:
    from memories_fake.wire.receiving import Upload

MOST_PICTURE_BYTES = 20 * 1024 * 1024


def source(path: str, parcel: Parcel, beside: Upload | None = None) -> Source:
    """The film in a parcel, with the subtitles that came beside it. Raises Unreadable."""
    lines = _subtitles(beside)
    parcel.close()
    film = _probed(parcel)
    return Source(path, parcel, film, lines, key_frames(parcel.path, film) if film else ())


def picture(upload: Upload) -> SentPicture:
    """The picture in a file. Raises ParameterInvalid, or PicturesUnreadable without Pillow."""
    upload.parcel.close()
    if upload.parcel.size_bytes > MOST_PICTURE_BYTES:
        raise ParameterInvalid(upload.field, f"{upload.filename} is larger than 20 MB")
    try:
        name, file = name_of(upload.filename), file_of(upload.filename)
        return SentPicture(name, file, upload.parcel, see(upload.parcel.path))
    except NotAPicture as error:
        raise ParameterInvalid(upload.field, f"{upload.filename}: {error.reason}") from error
    except ImportError as error:
        raise PicturesUnreadable from error


def _probed(parcel: Parcel) -> Film | None:
    try:
        return probe(parcel.path)
    except NotAVideo:
        return None


def _subtitles(upload: Upload | None) -> tuple[Line, ...]:
    if upload is None:
        return ()
    try:
        return read_subtitles(upload.parcel.read_text())
    except ValueError as error:
        raise Unreadable(f"{upload.filename}: {error}") from error
