"""Draws pictures, and films that show them, for the tests of searching by picture."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import av
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 320, 180
FRAMES_PER_SECOND = 5
OPTIONS = {"threads": "1", "g": "10"}  # a frame that needs no other one every two seconds


def harbour() -> Image.Image:
    """A red boat on dark water under a pale sky, a lamp to its left."""
    picture, drawing = _grounds((200, 215, 235), (25, 60, 95), horizon=100)
    drawing.polygon([(120, 95), (250, 95), (225, 130), (145, 130)], fill=(190, 40, 35))
    drawing.polygon([(185, 25), (185, 92), (240, 92)], fill=(245, 240, 225))
    drawing.rectangle([40, 60, 52, 140], fill=(40, 40, 45))
    return picture


def kitchen() -> Image.Image:
    """A yellow wall, a brown table, green and white things upon it."""
    picture, drawing = _grounds((235, 205, 110), (110, 70, 40), horizon=120)
    drawing.ellipse([30, 80, 100, 150], fill=(60, 140, 60))
    drawing.rectangle([200, 60, 290, 130], fill=(250, 250, 250))
    return picture


def street() -> Image.Image:
    """A night with lit windows."""
    picture, drawing = _grounds((15, 15, 40), (60, 60, 65), horizon=140)
    for x in range(20, 300, 70):
        drawing.rectangle([x, 30, x + 40, 140], fill=(80, 75, 90))
        drawing.rectangle([x + 10, 50, x + 28, 75], fill=(255, 225, 120))
    return picture


def part_of(picture: Image.Image, share: float) -> Image.Image:
    """The middle of a picture, so much of its width and height."""
    across, down = (round(side * (1 - share) / 2) for side in picture.size)
    return picture.crop((across, down, picture.width - across, picture.height - down))


def encoded(picture: Image.Image, kind: str = "PNG", **options: int) -> bytes:
    """The bytes of a picture file."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def make_film(path: Path, scenes: Sequence[tuple[Image.Image, int]]) -> Path:
    """Write a silent film that shows each picture for so many seconds."""
    with av.open(path, "w") as film:
        stream = film.add_stream("libx264", rate=FRAMES_PER_SECOND, options=OPTIONS)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for picture, seconds in scenes:
            for _ in range(seconds * FRAMES_PER_SECOND):
                frame = av.VideoFrame(WIDTH, HEIGHT, "rgb24")
                frame.planes[0].update(_padded(picture, frame.planes[0].line_size))
                film.mux(stream.encode(frame))
        film.mux(stream.encode())
    return path


def _padded(picture: Image.Image, line_size: int) -> bytes:
    plain, row = picture.tobytes(), 3 * picture.width
    rows = (plain[at : at + row] for at in range(0, len(plain), row))
    return b"".join(each.ljust(line_size, b"\0") for each in rows)


def _grounds(
    above: tuple[int, int, int], below: tuple[int, int, int], *, horizon: int
) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (WIDTH, HEIGHT), above)
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle([0, horizon, WIDTH, HEIGHT], fill=below)
    return picture, drawing
