"""uploadImgFile: pictures that are sent, captioned at once."""

from __future__ import annotations

import json
from typing import Any

from calling import Caller
from captions import ask, caption, refused
from picture_calls import Sent, part
from PIL import Image

RED, BLUE = Image.new("RGB", (32, 24), "red"), Image.new("RGB", (32, 24), "blue")
REQ = {"user_prompt": "Is a spoon there?"}


def form(*pictures: tuple[str, Sent]) -> dict[str, Any]:
    parts = [part("files", picture, name) for name, picture in pictures]
    req = ("req", ("req.json", json.dumps(REQ).encode(), "application/json"))
    return {"files": [req, *parts]}


def test_a_picture_is_told_from_its_name_its_content_and_the_prompt(api: Caller) -> None:
    text = caption(ask(api, "uploadImgFile", **form(("red_kettle.png", RED))))
    assert "red kettle" in text
    assert "spoon" in text
    assert text == caption(ask(api, "uploadImgFile", **form(("red_kettle.png", RED))))
    assert text != caption(ask(api, "uploadImgFile", **form(("red_kettle.png", BLUE))))


def test_several_pictures_are_numbered(v1: Caller) -> None:
    text = caption(ask(v1, "uploadImgFile", **form(("kettle.png", RED), ("ferry.png", BLUE))))
    assert [line[:3] for line in text.split("\n")] == ["1. ", "2. "]


def test_parameters_may_come_as_fields_too(v1: Caller) -> None:
    told = caption(ask(v1, "uploadImgFile", **form(("kettle.png", RED))))
    parts = [part("files", RED, "kettle.png")]
    assert caption(ask(v1, "uploadImgFile", files=parts, data=REQ)) == told


def test_what_is_no_picture_is_refused(v1: Caller) -> None:
    assert refused(ask(v1, "uploadImgFile", **form(("kettle.png", b"none"))))
    assert refused(ask(v1, "uploadImgFile", **form())) == "The files parameter cannot be empty!"
    parts = [part("files", RED, "kettle.png")]
    reason = "The user_prompt parameter cannot be empty!"
    assert refused(ask(v1, "uploadImgFile", files=parts)) == reason
