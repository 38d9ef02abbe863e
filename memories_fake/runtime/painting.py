"""Paints the pictures of films that nobody filmed. Needs Pillow."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from memories_fake.runtime.chance import Chance

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

WIDTH, HEIGHT = 320, 180
SHADES = 256
FORMS = ("ellipse", "rectangle")


def paint(chance: Chance) -> Image:
    """A scene of two grounds and some forms before them; equal chance, equal picture."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), _colour(chance.derived("above")))
    drawing = ImageDraw.Draw(picture)
    horizon = chance.between(HEIGHT // 4, 3 * HEIGHT // 4, "horizon")
    drawing.rectangle((0, horizon, WIDTH, HEIGHT), fill=_colour(chance.derived("below")))
    for index in range(chance.between(3, 7, "forms")):
        _add_form(drawing, chance.derived("form", index))
    return picture


def as_png(picture: Image) -> bytes:
    """The picture as the bytes of a PNG file."""
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _add_form(drawing: ImageDraw, chance: Chance) -> None:
    x, y = chance.below(WIDTH, "x"), chance.below(HEIGHT, "y")
    wide, tall = chance.between(12, 80, "wide"), chance.between(12, 60, "tall")
    box = (x - wide, y - tall, x + wide, y + tall)
    getattr(drawing, chance.pick(FORMS, "kind"))(box, fill=_colour(chance))


def _colour(chance: Chance) -> tuple[int, int, int]:
    return chance.below(SHADES, "red"), chance.below(SHADES, "green"), chance.below(SHADES, "blue")
