"""Searching videos by a picture that is sent along."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.v1 import image_shapes
from memories_fake.domain import public, resembling


@serves("v1.search_similar_images")
def search_similar_images(call: Call) -> Any:
    look = _look(call)
    with call.library() as library:
        found = resembling.similar(library, look, at_least=call["similarity"])
    ends = call.dialect.similar_end_time == "present"
    return image_shapes.similar(found, call.dialect, ends=ends)


@serves("v1.search_public_similar_images")
def search_public_similar_images(call: Call) -> Any:
    look = _look(call)
    with call.library() as library:
        posts = public.pictured(library, call["type"])
        found = resembling.similar(posts, look, at_least=call["similarity"])
    return image_shapes.similar(found, call.dialect, ends=True)


@serves("v1.search_clips_by_image")
def search_clips_by_image(call: Call) -> Any:
    look = _look(call)
    with call.library() as library:
        found = resembling.clips(library, call["video_no"], look, call["prompt"])
    return image_shapes.clips(found, call.dialect)


def _look(call: Call) -> bytes:
    return call.receiver.pictures("file")[0].seen.look
