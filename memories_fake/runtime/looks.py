"""What a picture looks like, in 300 bytes, and how alike two looks are. Needs Pillow.

A look is the picture shrunk to ten by ten pixels. It is laid over the whole of another look, and
over parts of it down to four fifths, because what is sent is often cut out of what is kept.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 10
PATCH = 8  # what is compared is shrunk once more, to so many pixels a side
PARTS = (
    (0.0, 0.0, 10.0, 10.0),
    (0.5, 0.5, 9.5, 9.5),
    *((x, y, x + 8.0, y + 8.0) for x in (0.0, 1.0, 2.0) for y in (0.0, 1.0, 2.0)),
)
FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP")
MOST_PIXELS = 80_000_000

# Measured on drawn scenes: after JPEG or scaling 0.99 and more, four fifths of a scene 0.89 to
# 0.99, other scenes 0.35 at most, other things before one background 0.82 at most. Of coloured
# noise four fifths come to 0.64 only.
FLAT = 100.0  # what varies less than this counts as of one colour
SHADES = 60.0  # how far apart (of 255) the mean colours may lie before it tells

Colour = tuple[float, float, float]
Box = tuple[float, float, float, float]
Likeness = Callable[[bytes], float]


class NotAPicture(Exception):
    """The file is no picture that can be looked at; `reason` says why, in words for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in a picture file: its media type and its look."""

    media_type: str
    look: bytes


@dataclass(frozen=True, slots=True)
class Patch:
    """Some pixels, three bytes each, with their mean colour and how much they vary."""

    pixels: bytes
    mean: Colour
    variance: float


def see(path: Path) -> Seen:
    """Look at a picture file. Raises NotAPicture, and ImportError without Pillow."""
    from PIL import Image, ImageOps

    broken = (OSError, ValueError, SyntaxError, EOFError, struct.error, OverflowError)
    too_large = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with Image.open(path, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPicture(f"it has more than {MOST_PIXELS} pixels")
            media_type = Image.MIME.get(picture.format or "", "image/jpeg")
            return Seen(media_type, look_of(ImageOps.exif_transpose(picture)))
    except too_large as error:
        raise NotAPicture(f"it has more than {MOST_PIXELS} pixels") from error
    except broken as error:
        raise NotAPicture("it cannot be read as JPEG, PNG, GIF, BMP or WebP") from error


def look_of(picture: Image) -> bytes:
    """The look of an opened picture; what shines through it is white."""
    from PIL import Image

    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    small = picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BOX)
    return small.tobytes()


def likeness(sent: bytes, kept: bytes) -> float:
    """How alike two looks are, from 0 to 1. What was sent may be cut out of what is kept."""
    return likeness_to(sent)(kept)


def likeness_to(sent: bytes, *, at_least: float = 0.0) -> Likeness:
    """The likeness to one look, for comparing many with it: 0 where it is below `at_least`."""
    whole = _patch(_pixels(_picture(sent), PARTS[0]))

    def likeness_of(kept: bytes) -> float:
        if sent == kept:
            return 1.0
        best, around = 0.0, _picture(kept)
        for part in PARTS:
            best = max(best, _fit(whole, _pixels(around, part), more_than=max(best, at_least)))
        return best

    return likeness_of


def _picture(look: bytes) -> Image:
    from PIL import Image

    return Image.frombytes("RGB", (SIDE, SIDE), look)


def _pixels(picture: Image, part: Box) -> bytes:
    from PIL import Image

    return picture.resize((PATCH, PATCH), Image.Resampling.BILINEAR, box=part).tobytes()


def _patch(pixels: bytes) -> Patch:
    mean = _mean(pixels)
    return Patch(pixels, mean, _variance(pixels, mean))


def _mean(pixels: bytes) -> Colour:
    count = len(pixels) // 3
    return sum(pixels[::3]) / count, sum(pixels[1::3]) / count, sum(pixels[2::3]) / count


def _variance(pixels: bytes, mean: Colour) -> float:
    return _product(pixels, pixels) / len(pixels) - _product(mean, mean) / 3


def _fit(patch: Patch, pixels: bytes, *, more_than: float) -> float:
    """How well the forms agree, less for another colour on the whole; 0 for a worse fit."""
    mean = _mean(pixels)
    apart = sum((one - other) ** 2 for one, other in zip(patch.mean, mean, strict=True)) / 3
    colour = exp(-apart / SHADES**2)
    if colour < more_than:
        return 0.0
    covariance = _product(patch.pixels, pixels) / len(pixels) - _product(patch.mean, mean) / 3
    form = (2 * covariance + FLAT) / (patch.variance + _variance(pixels, mean) + FLAT)
    fit = min(1.0, max(0.0, form) * colour)
    return fit if fit >= more_than else 0.0


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    product: float = sum(map(mul, one, other))
    return product
