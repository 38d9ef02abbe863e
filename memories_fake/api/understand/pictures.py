"""Captions of pictures: by address, as files, or inside the request itself. All told at once."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.understand import shapes
from memories_fake.domain import captioning, parsing
from memories_fake.domain.captioning import Pictured
from memories_fake.domain.refusals import ParameterMissing
from memories_fake.wire.reading import parse_base64


@serves("understand.upload_img")
def upload_img(call: Call) -> Any:
    url = call.get("url") or []
    urls = [*([url] if isinstance(url, str) else url), *(call.get("urls") or ())]
    if not urls:
        raise ParameterMissing("url")
    return _told(call, [Pictured(parsing.name_of(parsing.path_of(u)), u) for u in urls])


@serves("understand.upload_img_file")
def upload_img_file(call: Call) -> Any:
    sent = call.receiver.pictures("files")
    return _told(call, [Pictured(each.name, each.parcel.digest) for each in sent])


@serves("understand.upload_img_file_base64")
def upload_img_file_base64(call: Call) -> Any:
    sent = [each["image_base64"] for each in call.get("images") or ()]
    if alone := call.get("image_base64"):
        sent.insert(0, alone)
    if not sent:
        raise ParameterMissing("image_base64")
    held = (parse_base64(text, "image_base64") for text in sent)
    return _told(call, [Pictured("image", sha256(content).hexdigest()) for content in held])


def _told(call: Call, pictures: Sequence[Pictured]) -> Any:
    caption = captioning.caption_pictures(pictures, shapes.asked(call), call.chance)
    return shapes.answered(caption)
