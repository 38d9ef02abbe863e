"""Taking images in and listing them."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.v1 import image_shapes
from memories_fake.api.v1.uploads import capture
from memories_fake.domain import images


@serves("v1.upload_img")
def upload_img(call: Call) -> Any:
    sent, told = call.receiver.pictures("files"), capture(call)
    with call.library() as library:
        added = images.add(library, sent, told, takes_seconds=call.parse_seconds)
    return image_shapes.uploaded(added, call.dialect)


@serves("v1.img_list_page")
def img_list_page(call: Call) -> Any:
    with call.library() as library:
        page = images.page(library, number=call["page"], size=call["page_size"])
    return image_shapes.listed(page, call.dialect)
