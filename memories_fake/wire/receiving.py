"""Takes in files, from forms and (if allowed) from addresses: piece by piece, to disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from memories_fake.domain.refusals import (
    FetchRefused,
    ParameterInvalid,
    ParameterMissing,
    Unreadable,
)

if TYPE_CHECKING:
    from memories_fake.domain.images import SentPicture
    from memories_fake.domain.parsing import Source
    from memories_fake.runtime.fetching import Fetcher
    from memories_fake.runtime.shelf import Parcel, Shelf
    from memories_fake.wire.parts import Part

MULTIPART, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"
SUBTITLES = (".srt", ".vtt")
FILMS = (".mp4", ".avi", ".mkv", ".mov")
MOST_FILM_BYTES = 3 << 30
MOST_FIELD_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a form, already on disk."""

    field: str
    filename: str
    media_type: str
    parcel: Parcel


@dataclass(frozen=True, slots=True)
class Form:
    """The fields and files of a form."""

    fields: MultiDict[str, str]
    uploads: tuple[Upload, ...] = ()


class Receiver:
    """Receives one request's files. Whatever was written and nobody kept, `discard` removes."""

    def __init__(self, shelf: Shelf, fetcher: Fetcher | None) -> None:
        self._shelf = shelf
        self._fetcher = fetcher
        self._parcels: list[Parcel] = []
        self._uploads: Sequence[Upload] = ()

    def form(self, body: IO[bytes], content_type: str, length: int | None) -> Form:
        """The form in this body. Raises Unreadable when it is cut short or malformed."""
        mimetype, options = parse_options_header(content_type)
        try:
            if mimetype == MULTIPART:
                return self._in_parts(body, options.get("boundary", ""))
            _, fields, _ = FormDataParser(silent=False).parse(body, mimetype, length, options)
        except (ValueError, HTTPException, OSError) as error:
            raise Unreadable(f"the form cannot be read: {error}") from error
        return Form(fields)

    def document(self, field: str) -> str | None:
        """The text in this field, if it came as a part of its own kind, such as JSON."""
        part = next((upload for upload in self._uploads if upload.field == field), None)
        return part.parcel.read_text() if part else None

    def uploaded(self, field: str, *, any_kind: bool = True) -> Source:
        """The film in this field, with subtitles sent beside it. Raises ParameterMissing.

        Without `any_kind`, one that does not look like a film raises ParameterInvalid.
        """
        from memories_fake.wire import looking  # for who sends something to look at

        films = [u for u in self._uploads if u.field == field and not _is_subtitles(u)]
        if not films:
            raise ParameterMissing(field)
        if not any_kind and (reason := _why_no_film(films[0])):
            raise ParameterInvalid(field, reason)
        beside = next((u for u in self._uploads if _is_subtitles(u)), None)
        return looking.source(films[0].filename, films[0].parcel, beside)

    def pictures(self, field: str) -> tuple[SentPicture, ...]:
        """The pictures in this field, looked at. Raises ParameterMissing where there is none.

        One that is no picture or over 20 MB raises ParameterInvalid for all of them.
        """
        from memories_fake.wire import looking

        sent = [upload for upload in self._uploads if upload.field == field]
        if not sent:
            raise ParameterMissing(field)
        return tuple(looking.picture(upload) for upload in sent)

    def fetched(self, url: str) -> Source | None:
        """What lies at an address, or None where nothing is downloaded. Raises FetchRefused."""
        if self._fetcher is None:
            return None
        from memories_fake.domain.parsing import path_of
        from memories_fake.runtime.fetching import FetchError
        from memories_fake.wire import looking

        parcel = self._open()
        try:
            with self._fetcher.pieces(url) as pieces:
                for piece in pieces:
                    parcel.write(piece)
        except FetchError as error:
            raise FetchRefused(str(error)) from error
        return looking.source(path_of(url), parcel)

    def digests(self) -> dict[str, str]:
        """The SHA-256 of each file that was sent, by its field; later ones there as field[1] …"""
        digests: dict[str, str] = {}
        earlier: Counter[str] = Counter()
        for upload in self._uploads:
            nth = f"[{earlier[upload.field]}]" if earlier[upload.field] else ""
            digests[f"{upload.field}{nth}"] = upload.parcel.digest
            earlier[upload.field] += 1
        return digests

    def discard(self) -> None:
        for parcel in self._parcels:
            parcel.discard()

    def _in_parts(self, body: IO[bytes], boundary: str) -> Form:
        from memories_fake.wire.parts import parts  # for who sends such a form

        fields: MultiDict[str, str] = MultiDict()
        uploads: list[Upload] = []
        for part, pieces in parts(body, boundary):
            if part.filename is None:
                fields.add(part.name, _text(part, pieces))
            else:
                upload = Upload(part.name, part.filename, part.media_type, self._open())
                for piece in pieces:
                    upload.parcel.write(piece)
                upload.parcel.close()
                uploads.append(upload)
        self._uploads = tuple(upload for upload in uploads if not _is_left_out(upload))
        return Form(fields, self._uploads)

    def _open(self) -> Parcel:
        parcel = self._shelf.parcel()
        self._parcels.append(parcel)
        return parcel


def _text(part: Part, pieces: Iterable[bytes]) -> str:
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > MOST_FIELD_BYTES:
            raise ValueError(f"{part.name} is longer than {MOST_FIELD_BYTES} bytes")
    return content.decode(part.charset, "replace")


def _why_no_film(upload: Upload) -> str | None:
    """What name, type and size alone tell against a file; what is in it shows in parsing."""
    if not upload.filename.lower().endswith(FILMS):
        return f"its name ends in none of {', '.join(FILMS)}"
    if not upload.media_type.startswith("video/"):
        return f"its type is {upload.media_type or 'not told'}, and not video/…"
    return "it is larger than 3 GB" if upload.parcel.size_bytes > MOST_FILM_BYTES else None


def _is_left_out(upload: Upload) -> bool:
    """A browser sends a part without name and content where no file was chosen."""
    return not upload.filename and not upload.parcel.size_bytes


def _is_subtitles(upload: Upload) -> bool:
    return upload.filename.lower().endswith(SUBTITLES)
