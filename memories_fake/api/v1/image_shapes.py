"""Images, and what looks like them, in the words of the v1 line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from memories_fake.api.dialects import Dialect
from memories_fake.api.v1 import storage_shapes
from memories_fake.api.v1.shapes import Wire, status_word
from memories_fake.domain.images import Image, ImageHit
from memories_fake.domain.library import Page
from memories_fake.domain.resembling import Clip, Resemblance

PAGE_SIZE = 20  # what a search for images calls its page, however many it answers with


def uploaded(images: Sequence[Image], dialect: Dialect) -> list[Wire]:
    """What an upload of images is answered with: one row each, in the order sent."""
    return [_uploaded(image, dialect) for image in images]


def _uploaded(image: Image, dialect: Dialect) -> Wire:
    short = {"id": _number(image.number, dialect)}
    if dialect.upload_answer == "short":
        return short
    return {
        **short,
        "imageNo": str(image.number),
        "imageName": image.name,
        "uploadStatus": status_word(image.status, dialect),
        "uploadTime": str(image.created_at_ms),
    }


def listed(page: Page[Image], dialect: Dialect) -> Wire:
    """A page of img_list_page."""
    rows = [
        {
            "image_no": str(image.number),
            "image_name": image.name,
            "status": status_word(image.status, dialect),
            "upload_time": str(image.created_at_ms),
        }
        for image in page.items
    ]
    return {
        "images": rows,
        "current_page": page.page,
        "page_size": page.size,
        "total_count": str(page.total),
    }


def found(hits: Sequence[ImageHit], dialect: Dialect, *, most: int, at: str) -> Wire:
    """The answer of a search for images: the best ones, and how many there are in all.

    `at` is the address that an image's number is put after to fetch it.
    """
    return {
        "item": [_hit(hit, dialect, at) for hit in hits[:most]],
        "current_page": 0,
        "page_size": PAGE_SIZE,
        "total_count": _number(len(hits), dialect),
    }


def _hit(hit: ImageHit, dialect: Dialect, at: str) -> Wire:
    image, capture = hit.image, hit.image.capture
    taken_at_ms = capture.taken_at_ms
    return {
        "id": _number(image.number, dialect),
        "name": image.name,
        "img_url": f"{at}{image.number}",
        "latitude": capture.latitude,
        "longitude": capture.longitude,
        "datetime_taken": None if taken_at_ms is None else _number(taken_at_ms, dialect),
        "camera_model": capture.camera_model,
        "score": hit.score,
    }


def similar(found: Sequence[Resemblance], dialect: Dialect, *, ends: bool) -> list[Wire]:
    """The moments that look like a picture; `ends` adds until when."""
    return [
        {
            "videoNo": moment.video.number,
            "videoName": moment.video.name,
            "startTime": str(moment.start_seconds),
            **({"endTime": str(moment.end_seconds)} if ends else {}),
            "score": moment.score,
            **storage_shapes.moment(moment.video, moment.start_seconds, dialect),
        }
        for moment in found
    ]


def clips(found: Sequence[Clip], dialect: Dialect) -> list[Wire]:
    """The stretches of one film that look like a picture."""
    return [
        {
            "start_time": clip.start_seconds,
            "end_time": clip.end_seconds,
            "score": clip.score,
            **storage_shapes.film(clip.video, dialect),
        }
        for clip in found
    ]


def _number(number: int, dialect: Dialect) -> Any:
    return number if dialect.image_numbers == "number" else str(number)
