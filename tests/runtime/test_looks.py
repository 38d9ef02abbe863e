"""Looks: like pictures look alike, others do not."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from picture_making import encoded, harbour, kitchen, make_film, part_of, street
from PIL import Image, ImageDraw, ImageEnhance

from memories_fake.runtime import keyframes
from memories_fake.runtime.keyframes import key_frames
from memories_fake.runtime.looks import NotAPicture, likeness, likeness_to, look_of, see
from memories_fake.runtime.media import probe

SCENES = [harbour(), kitchen(), street()]
PLAIN = [Image.new("RGB", (64, 64), name) for name in ("red", "blue", "white", "black", "gray")]
KINDS = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "WEBP": "image/webp",
}


def seen(folder: Path, content: bytes) -> bytes:
    (folder / "picture").write_bytes(content)
    return see(folder / "picture").look


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_picture_in_any_kind_of_file_is_as_good_as_equal(
    tmp_path: Path, kind: str
) -> None:
    for picture in (*SCENES, *PLAIN):
        look = seen(tmp_path, encoded(picture, kind))
        assert likeness(look, look_of(picture)) > 0.98
    assert see(tmp_path / "picture").media_type == KINDS[kind]


@pytest.mark.parametrize("picture", SCENES)
def test_what_was_done_to_a_picture_leaves_it_alike(tmp_path: Path, picture: Image.Image) -> None:
    look = look_of(picture)
    for changed in (
        encoded(picture, "JPEG", quality=15),
        encoded(picture.resize((90, 70))),
        encoded(picture.resize((1000, 500))),
        encoded(part_of(picture, 0.8)),
        encoded(part_of(picture, 0.9)),
        encoded(picture.crop((0, 0, 256, 144))),
        encoded(picture.crop((64, 36, 320, 180)), "JPEG", quality=60),
        encoded(ImageEnhance.Brightness(picture).enhance(1.1)),
    ):
        assert likeness(seen(tmp_path, changed), look) > 0.85


def test_another_picture_is_not_alike() -> None:
    for some in (SCENES, PLAIN):
        for one, other in permutations(map(look_of, some), 2):
            assert likeness(one, other) < 0.7


def test_a_picture_without_forms_is_not_like_one_with_them() -> None:
    for plain in PLAIN:
        for scene in SCENES:
            assert likeness(look_of(plain), look_of(scene)) < 0.7


def test_what_is_below_the_least_counts_as_nothing_and_the_rest_is_unchanged() -> None:
    looks = [look_of(part_of(scene, 0.8)) for scene in SCENES]
    for sent in looks:
        for scene in SCENES:
            plain = likeness(sent, look_of(scene))
            bounded = likeness_to(sent, at_least=0.85)(look_of(scene))
            assert bounded == (plain if plain >= 0.85 else 0.0)


def test_a_turned_photo_is_seen_upright(tmp_path: Path) -> None:
    turned = harbour().transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned.save(tmp_path / "turned.jpg", exif=exif, quality=95)
    assert likeness(see(tmp_path / "turned.jpg").look, look_of(harbour())) > 0.98


def test_what_shines_through_is_white() -> None:
    clear = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    ImageDraw.Draw(clear).rectangle([0, 0, 31, 63], fill=(255, 0, 0, 255))
    solid = Image.new("RGB", (64, 64), "white")
    ImageDraw.Draw(solid).rectangle([0, 0, 31, 63], fill=(255, 0, 0))
    assert look_of(clear) == look_of(solid)


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    whole = encoded(harbour())
    vast = whole[:16] + (60_000).to_bytes(4, "big") * 2 + whole[24:]
    for content in (b"", b"only words", whole[: len(whole) // 2], b"<svg/>", vast):
        with pytest.raises(NotAPicture):
            seen(tmp_path, content)


def test_a_film_is_looked_at_once_a_second(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mp4", [(harbour(), 2), (kitchen(), 3)])
    frames = key_frames(path, probe(path))
    assert [(frame.second, frame.end_second) for frame in frames] == [
        (second, second + 1) for second in range(5)
    ]
    for frame, scene in zip(frames, [harbour()] * 2 + [kitchen()] * 3, strict=True):
        assert likeness(look_of(scene), frame.look) > 0.98


def test_a_film_cut_off_in_its_middle_still_shows_its_beginning(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mkv", [(harbour(), 4), (kitchen(), 4), (street(), 4)])
    film = probe(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    frames = key_frames(path, film)
    assert 0 < len(frames) < 12
    assert likeness(look_of(harbour()), frames[0].look) > 0.98


def test_of_the_later_part_of_a_long_film_only_whole_frames_are_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_film(tmp_path / "film.mp4", [(harbour(), 3), (kitchen(), 3), (street(), 3)])
    monkeypatch.setattr(keyframes, "MOST_DECODED", 4)
    frames = key_frames(path, probe(path))
    assert len(frames) < 9
    for scene in SCENES:
        assert max(likeness(look_of(scene), frame.look) for frame in frames) > 0.98


def test_a_film_has_no_more_frames_than_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_film(tmp_path / "film.mp4", [(harbour(), 9)])
    monkeypatch.setattr(keyframes, "MOST_FRAMES", 3)
    spans = [(frame.second, frame.end_second) for frame in key_frames(path, probe(path))]
    assert spans == [(0, 3), (3, 6), (6, 9)]
