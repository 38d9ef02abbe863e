"""The header of an MP4 or MOV file is read box by box, and nothing else of the file is."""

from __future__ import annotations

import struct
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from media_making import make_clip

from memories_fake.runtime.media import Film, NotAVideo
from memories_fake.runtime.mp4_header import read_header

KINDS = [b"moov", b"mvhd", b"trak", b"tkhd", b"mdia", b"mdhd", b"hdlr", b"minf", b"stbl"]
KINDS += [b"stsd", b"stts", b"mdat", b"free", b"mvex"]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    return make_clip(path, seconds=2, width=64, height=48).read_bytes()


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch") / "some.mp4"


def boxed(kind: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    return struct.pack(">I4s", 8 + len(inside), kind) + inside


def header_of(film: bytes) -> bytes:
    """The moov box of a film that was written with its header at the end."""
    return film[film.index(b"moov") - 4 :]


def read(content: bytes, *, at: Path) -> Film:
    at.write_bytes(content)
    return read_header(at)


def test_the_header_may_stand_before_or_behind_the_film(film: bytes, scratch: Path) -> None:
    header = header_of(film)
    before = read(boxed(b"ftyp", b"isom") + header + boxed(b"mdat", b"film"), at=scratch)
    behind = read(boxed(b"ftyp", b"isom") + boxed(b"mdat", b"film") + header, at=scratch)
    assert before == behind
    assert (before.width, before.height, before.codec) == (64, 48, "h264")


def test_a_film_of_six_gigabytes_costs_no_memory(film: bytes, scratch: Path) -> None:
    body_bytes = 6 * 1024**3
    with scratch.open("wb") as file:
        file.write(struct.pack(">I4sQ", 1, b"mdat", body_bytes))
        file.seek(body_bytes)
        file.write(header_of(film))
    tracemalloc.start()
    seen = read_header(scratch)
    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    scratch.unlink()
    assert seen.duration_seconds == pytest.approx(2, abs=0.1)
    assert most_bytes < 200_000


def test_a_box_of_size_nought_reaches_to_the_end(film: bytes, scratch: Path) -> None:
    header = bytearray(header_of(film))
    header[:4] = bytes(4)
    assert read(bytes(header), at=scratch).has_sound


@pytest.mark.parametrize(
    ("fourcc", "name"),
    [(b"avc3", "h264"), (b"hvc1", "hevc"), (b"hev1", "hevc"), (b"vp09", "vp9"), (b"av01", "av1")],
)
def test_codecs_bear_their_usual_names(
    fourcc: bytes, name: str, film: bytes, scratch: Path
) -> None:
    assert read(header_of(film).replace(b"avc1", fourcc), at=scratch).codec == name


def test_a_codec_without_another_name_keeps_its_own(film: bytes, scratch: Path) -> None:
    assert read(header_of(film).replace(b"avc1", b"dvc "), at=scratch).codec == "dvc"


def long_header(film_ticks: int) -> bytes:
    """A film by hand whose times are written with 64 bits: 1000 ticks per second, 25 frames."""
    clock = b"\x01" + bytes(19) + struct.pack(">IQ", 1000, film_ticks) + bytes(4)
    shown = b"\x01" + bytes(27) + struct.pack(">Q", film_ticks) + bytes(60)
    look = struct.pack(">8xI4s24xHH", 86, b"avc1", 1280, 720) + bytes(50)
    pace = struct.pack(">4xIII", 1, 50, 40)
    samples = boxed(b"stbl", boxed(b"stsd", look), boxed(b"stts", pace))
    handler = boxed(b"hdlr", bytes(8), b"vide", bytes(12))
    media = boxed(b"mdia", boxed(b"mdhd", clock), handler, boxed(b"minf", samples))
    trak = boxed(b"trak", boxed(b"tkhd", shown), media)
    return boxed(b"moov", boxed(b"mvhd", clock), trak)


def test_long_times_are_read(scratch: Path) -> None:
    assert read(long_header(2000), at=scratch) == Film(
        duration_seconds=2.0,
        has_sound=False,
        width=1280,
        height=720,
        frames_per_second=25.0,
        codec="h264",
    )


def test_an_unknown_length_is_not_taken_for_a_long_one(scratch: Path) -> None:
    assert read(long_header(2**64 - 1), at=scratch).duration_seconds == 0


def test_a_film_in_fragments_is_refused_with_advice(tmp_path: Path) -> None:
    options = {"movflags": "frag_keyframe+empty_moov"}
    path = make_clip(tmp_path / "live.mp4", seconds=1, options=options)
    with pytest.raises(NotAVideo, match=r"fragments.*memories-fake\[media\]"):
        read_header(path)


@pytest.mark.parametrize("lost", [b"mvhd", b"tkhd", b"mdia", b"mdhd", b"hdlr", b"stsd", b"stts"])
def test_a_header_that_lacks_a_part_is_refused(lost: bytes, film: bytes, scratch: Path) -> None:
    with pytest.raises(NotAVideo, match=f"lacks the {lost.decode()} box"):
        read(header_of(film).replace(lost, b"free"), at=scratch)


def test_a_clock_without_ticks_is_refused(film: bytes, scratch: Path) -> None:
    header = bytearray(header_of(film))
    rate_at = header.index(b"mvhd") + 4 + 12
    header[rate_at : rate_at + 4] = bytes(4)
    with pytest.raises(NotAVideo, match="counts no time"):
        read(bytes(header), at=scratch)


def test_a_box_larger_than_what_is_around_it_is_refused(film: bytes, scratch: Path) -> None:
    header = bytearray(header_of(film))
    size_at = header.index(b"mvhd") - 4
    header[size_at : size_at + 4] = b"\x00\x10\x00\x00"
    with pytest.raises(NotAVideo, match="does not fit"):
        read(bytes(header), at=scratch)


def test_a_header_of_nothing_but_tiny_boxes_is_given_up(scratch: Path) -> None:
    header = long_header(2000)[8:] + boxed(b"free") * 150_000
    with pytest.raises(NotAVideo, match="more boxes than any film needs"):
        read(boxed(b"moov", header), at=scratch)


def trees(inside: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    return st.builds(boxed, st.sampled_from(KINDS), inside)


@given(
    content=st.lists(
        st.recursive(
            st.binary(max_size=120) | trees(st.binary(max_size=120)),
            lambda inner: trees(st.lists(inner, max_size=5).map(b"".join)),
            max_leaves=20,
        ),
        max_size=4,
    ).map(b"".join)
)
@settings(deadline=None)
def test_boxes_in_any_disorder_are_a_film_or_none(content: bytes, scratch: Path) -> None:
    with suppress(NotAVideo):
        seen = read(content, at=scratch)
        assert seen.duration_seconds >= 0


@given(
    broken=st.dictionaries(st.integers(0, 280), st.integers(0, 255), min_size=1, max_size=6),
)
@settings(deadline=None, max_examples=300)
def test_a_header_with_broken_bytes_is_a_film_or_none(
    broken: dict[int, int], scratch: Path
) -> None:
    header = bytearray(long_header(2000))
    for at, value in broken.items():
        header[at] = value
    with suppress(NotAVideo):
        seen = read(bytes(header), at=scratch)
        assert seen.duration_seconds >= 0
