"""Calls that pictures are sent with."""

from __future__ import annotations

from typing import Any

import requests
from calling import Caller
from picture_making import encoded
from PIL import Image

Sent = Image.Image | bytes
Items = list[dict[str, Any]]


def part(field: str, picture: Sent, name: str = "picture.png") -> tuple[str, Any]:
    """One file of a form."""
    content = picture if isinstance(picture, bytes) else encoded(picture)
    return field, (name, content, "image/png")


def upload_img(caller: Caller, *pictures: tuple[str, Sent], **form: Any) -> requests.Response:
    """Upload images, each as (file name, picture)."""
    files = [part("files", picture, name) for name, picture in pictures]
    return caller.post("upload_img", files=files, data=form)


def with_picture(caller: Caller, operation: str, picture: Sent, **form: Any) -> requests.Response:
    """Ask with a picture."""
    return caller.post(operation, files=[part("file", picture)], data=form)
