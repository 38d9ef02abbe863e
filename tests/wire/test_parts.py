"""A form is read as Flask reads it, wherever the pieces that it comes in are cut."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.formparser import MultiPartParser

from memories_fake.wire.parts import parts

EDGE = "edge"
Told = list[tuple[str, str | None, str, bytes]]

# What looks like the end of a part, and what is cut in the middle of it.
content = st.lists(
    st.sampled_from([b"\r", b"\n", b"\r\n", b"-", b"--edg", b"--edge", b"\r\n--edg", b"x", b" "])
    | st.binary(max_size=40)
    | st.integers(0, 400).map(bytes),
    max_size=12,
).map(b"".join)
heads = st.sampled_from(
    [
        b'Content-Disposition: form-data; name="note"',
        b'content-disposition: form-data; name="note"\r\nContent-Type: text/plain; charset=latin1',
        b'Content-Disposition: form-data; name="film"; filename="a.mp4"\r\nContent-Type: video/MP4',
        b'Content-Disposition: form-data;\r\n name="film"; filename=""',
        b"Content-Disposition: form-data; name=film; filename*=utf-8''h%C3%A4fen.mov",
        'Content-Disposition: form-data; name="film"; filename="häfen \\"2\\".mov"'.encode(),
    ]
)


class Dripping(BytesIO):
    """A body of which each read brings little."""

    def __init__(self, body: bytes, most: int) -> None:
        super().__init__(body)
        self._most = most

    def read(self, size: int | None = -1) -> bytes:
        return super().read(self._most)


def as_flask_reads(body: bytes) -> Told:
    fields, files = MultiPartParser(stream_factory=lambda **_told: BytesIO()).parse(
        BytesIO(body), EDGE.encode(), len(body)
    )
    texts: Told = [(str(name), None, "", text.encode()) for name, text in fields.items(multi=True)]
    return sorted(texts, key=str) + [
        (name, file.filename, file.mimetype, file.read()) for name, file in files.items(multi=True)
    ]


def as_we_read(body: bytes, *, most: int) -> Told:
    texts: Told = []
    files: Told = []
    for part, pieces in parts(Dripping(body, most), EDGE):
        held = b"".join(pieces)
        if part.filename is None:
            texts.append((part.name, None, "", held.decode(part.charset, "replace").encode()))
        else:
            files.append((part.name, part.filename, part.media_type, held))
    return sorted(texts, key=str) + files


def form(several: list[tuple[bytes, bytes]], *, end: bytes = b"--\r\n") -> bytes:
    whole = (b"--edge\r\n%b\r\n\r\n%b\r\n" % part for part in several)
    return b"".join(whole) + b"--edge" + end


@given(
    several=st.lists(st.tuples(heads, content), min_size=1, max_size=4),
    end=st.sampled_from([b"--\r\n", b"--", b"--\r\nand more"]),
    most=st.integers(1, 300),
)
@example(several=[(b'Content-Disposition: form-data; name="note"', b"")], end=b"--", most=1)
def test_what_is_in_it(several: list[tuple[bytes, bytes]], end: bytes, most: int) -> None:
    body = form(several, end=end)
    assert as_we_read(body, most=most) == as_flask_reads(body)


@pytest.mark.parametrize("left", [10, 60, 100, 1_000])
def test_what_is_cut_short_is_refused(left: int) -> None:
    whole = form([(b'Content-Disposition: form-data; name="film"; filename="a.mp4"', b"-" * 2_000)])
    with pytest.raises(ValueError, match="end of multipart stream"):
        as_we_read(whole[:left], most=100)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"--edge\r\nX-No-Name: 1\r\n\r\nx\r\n--edge--", "Content-Disposition"),
        (b"--edge\r\nContent-Disposition: f; name=" + b"a" * 200_000, "header length"),
        (b"there is no edge in this", "end of multipart stream"),
    ],
)
def test_what_is_no_form_is_refused(body: bytes, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        as_we_read(body, most=9_000)


def test_a_form_needs_a_boundary() -> None:
    with pytest.raises(ValueError, match="boundary"):
        list(parts(BytesIO(b"--edge--"), ""))
