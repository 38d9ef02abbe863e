"""A probe tells what a file is: with PyAV, and from the header where PyAV is not installed."""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from media_making import (
    DEMO_SPEECH,
    make_clip,
    make_demo_clip,
    make_endless,
    make_sound,
    make_still,
)

from memories_fake.runtime.media import Film, Line, NotAVideo, probe

SPEECH = (
    Line(0.5, 1.0, r"Mind the {\i1}gap{\i0}, {please}"),
    Line(1.25, 2.0, r"Doors\Nopen on the left"),
)


def probe_without_pyav(path: Path) -> Film:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "av", None)
        return probe(path)


def in_whole_seconds(film: Film) -> Film:
    return replace(film, duration_seconds=round(film.duration_seconds))


with_both_readers = pytest.mark.parametrize(
    "read", [probe, probe_without_pyav], ids=["PyAV", "header"]
)
Reader = Callable[[Path], Film]


@pytest.fixture(scope="module")
def small_film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Its header comes first, so that broken bytes at the beginning break the header."""
    path = tmp_path_factory.mktemp("film") / "small.mp4"
    options = {"movflags": "faststart"}
    make_clip(path, seconds=2, width=64, height=48, subtitles=SPEECH, options=options)
    return path.read_bytes()


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch") / "some.mp4"


@with_both_readers
def test_a_film_with_sound_is_seen_as_it_is(read: Reader, tmp_path: Path) -> None:
    film = read(make_clip(tmp_path / "clip.mp4", seconds=3, width=98, height=162))
    assert in_whole_seconds(film) == Film(
        duration_seconds=3,
        has_sound=True,
        width=98,
        height=162,
        frames_per_second=12.0,
        codec="h264",
    )


@with_both_readers
def test_a_film_without_sound_is_told_apart(read: Reader, tmp_path: Path) -> None:
    film = read(make_clip(tmp_path / "clip.mp4", seconds=1, with_sound=False))
    assert not film.has_sound
    assert film.duration_seconds == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mov"])
@pytest.mark.parametrize("codec", ["libx264", "libx265", "mpeg4"])
@pytest.mark.parametrize("movflags", ["faststart", "disable_chpl"])
def test_both_readers_agree(name: str, codec: str, movflags: str, tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / name,
        seconds=2,
        width=64,
        height=48,
        codec=codec,
        subtitles=SPEECH,
        options={"movflags": movflags},
    )
    one, other = probe(path), probe_without_pyav(path)
    assert other.duration_seconds == pytest.approx(one.duration_seconds, abs=0.1)
    assert other.frames_per_second == pytest.approx(one.frames_per_second, abs=0.1)
    assert (other.has_sound, other.width, other.height) == (one.has_sound, one.width, one.height)
    assert other.codec == one.codec


@with_both_readers
def test_subtitles_that_run_on_do_not_make_a_film_longer(read: Reader, tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", seconds=2, subtitles=[Line(1, 30, "And so on")])
    assert read(path).duration_seconds == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mov", "clip.mkv"])
def test_the_speech_written_into_a_film_comes_without_markup(name: str, tmp_path: Path) -> None:
    film = probe(make_clip(tmp_path / name, seconds=2, subtitles=SPEECH))
    assert film.subtitles == (
        Line(0.5, 1.0, "Mind the gap, {please}"),
        Line(1.25, 2.0, "Doors open on the left"),
    )


def test_a_film_that_states_no_length_is_measured(tmp_path: Path) -> None:
    film = probe(make_endless(tmp_path / "recorded.mkv", frames=36, subtitles=SPEECH))
    assert film.duration_seconds == pytest.approx(3, abs=0.1)
    assert len(film.subtitles) == len(SPEECH)
    assert film.codec == "vp9"


def test_a_single_frame_without_a_length_is_no_film(tmp_path: Path) -> None:
    with pytest.raises(NotAVideo, match="still picture"):
        probe(make_endless(tmp_path / "recorded.mkv", frames=1))


@with_both_readers
def test_an_empty_file_is_no_film(read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.touch()
    with pytest.raises(NotAVideo) as refused:
        read(path)
    assert refused.value.reason == "the file is empty"


@with_both_readers
def test_text_is_no_film_whatever_its_name(read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_text("Once there was a clip that was none.\n" * 100)
    with pytest.raises(NotAVideo):
        read(path)


@with_both_readers
def test_a_picture_is_no_film(read: Reader, tmp_path: Path) -> None:
    with pytest.raises(NotAVideo):
        read(make_still(tmp_path / "clip.png"))


@with_both_readers
@pytest.mark.parametrize("with_cover", [False, True])
def test_sound_alone_is_no_film(read: Reader, with_cover: bool, tmp_path: Path) -> None:
    path = make_sound(tmp_path / "song.mp4", with_cover=with_cover)
    with pytest.raises(NotAVideo, match="sound but no film"):
        read(path)


@with_both_readers
@pytest.mark.parametrize("kept_bytes", [4, 40, 400, 1600])
def test_a_film_cut_off_within_its_header_is_no_film(
    read: Reader, kept_bytes: int, small_film: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "cut.mp4"
    path.write_bytes(small_film[:kept_bytes])
    with pytest.raises(NotAVideo):
        read(path)


@with_both_readers
def test_a_film_cut_off_behind_its_header_still_is_one(
    read: Reader, small_film: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "cut.mp4"
    path.write_bytes(small_film[:-2000])
    assert read(path).width == 64


def test_a_film_of_many_days_is_not_believed(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "ages.mkv", seconds=1, subtitles=[Line(0, 800_000, "Still here")])
    with pytest.raises(NotAVideo, match="claims to last 800000 seconds"):
        probe(path)


def test_a_header_of_many_days_is_not_believed(small_film: bytes, tmp_path: Path) -> None:
    path = tmp_path / "ages.mp4"
    ages = struct.pack(">I", 800_000_000)
    path.write_bytes(re.sub(rb"(tkhd.{20}).{4}", rb"\1" + ages, small_film, flags=re.DOTALL))
    with pytest.raises(NotAVideo, match="claims to last 800000 seconds"):
        probe_without_pyav(path)


@with_both_readers
def test_a_missing_file_is_an_error_of_the_disk(read: Reader, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nowhere.mp4")


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{film}\n",
        "ffconcat version 1.0\nfile {film}\n",
    ],
)
def test_a_playlist_does_not_open_the_files_it_names(playlist: str, tmp_path: Path) -> None:
    make_clip(tmp_path / "secret.ts", seconds=1)
    path = tmp_path / "list.m3u8"
    path.write_text(playlist.format(film="secret.ts"))
    with pytest.raises(NotAVideo):
        probe(path)


def test_without_pyav_other_containers_are_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(NotAVideo, match=r"memories-fake\[media\]"):
        probe_without_pyav(make_clip(tmp_path / "clip.mkv", seconds=1))


@with_both_readers
@given(content=st.binary(min_size=1, max_size=2000))
@settings(deadline=None, max_examples=50)
def test_noise_is_never_more_than_no_film(read: Reader, content: bytes, scratch: Path) -> None:
    scratch.write_bytes(content)
    with pytest.raises(NotAVideo):
        read(scratch)


@with_both_readers
@given(
    broken=st.dictionaries(st.integers(0, 4000), st.integers(0, 255), min_size=1, max_size=12),
    kept_bytes=st.integers(1, 20_000),
)
@settings(deadline=None, max_examples=150)
def test_a_broken_film_is_a_film_or_none_and_nothing_worse(
    read: Reader, broken: dict[int, int], kept_bytes: int, small_film: bytes, scratch: Path
) -> None:
    content = bytearray(small_film)
    for at, value in broken.items():
        content[at] = value
    scratch.write_bytes(content[:kept_bytes])
    with suppress(NotAVideo):
        film = read(scratch)
        assert film.duration_seconds > 0
        assert film.width > 0
        assert film.height > 0


def test_the_clip_that_ships_is_small_and_speaks() -> None:
    path = Path(str(files("memories_fake.worlds") / "demo_clip.mp4"))
    assert path.stat().st_size < 120_000
    assert in_whole_seconds(probe(path)) == Film(
        duration_seconds=10,
        has_sound=True,
        width=320,
        height=180,
        frames_per_second=12.0,
        codec="h264",
        subtitles=DEMO_SPEECH,
    )


def test_the_clip_that_ships_can_be_made_again(tmp_path: Path) -> None:
    shipped = Path(str(files("memories_fake.worlds") / "demo_clip.mp4"))
    assert probe(make_demo_clip(tmp_path / "again.mp4")) == probe(shipped)
