"""What is known of single videos, and which namespaces there are."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.v1 import video_shapes
from memories_fake.domain import namespaces, videos


@serves("v1.list_unique_ids")
def list_unique_ids(call: Call) -> Any:
    with call.library() as library:
        return {"unique_ids": list(namespaces.in_use(library))}


@serves("v1.get_metadata")
def get_metadata(call: Call) -> Any:
    """An unknown number is no error here (observed): there is just nothing to tell."""
    wanted = videos.Wanted(number=call["video_no"])
    with call.library() as library:
        page = videos.page(library, wanted, number=1, size=1)
    return next((video_shapes.metadata(video, call.dialect) for video in page.items), None)


@serves("v1.get_private_video_details")
def get_private_video_details(call: Call) -> Any:
    with call.library() as library:
        video = videos.find(library, call["video_no"])
    return video_shapes.details(video, call.dialect)
