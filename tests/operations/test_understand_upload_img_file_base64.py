"""uploadImgFileBase64: pictures inside the request, captioned at once."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from calling import Caller
from captions import NONSENSE, ask, caption, refused

ONE, OTHER = (b64encode(content).decode() for content in (b"one picture", b"another one"))
ASKED: dict[str, Any] = {
    "user_prompt": "Is a spoon there?",
    "image_base64": ONE,
    "img_type": "image/png",
    "thinking": False,
    "qa": True,
}


def told(caller: Caller, **changes: Any) -> str:
    return caption(ask(caller, "uploadImgFileBase64", json={**ASKED, **changes}))


def test_a_picture_is_told_from_its_content_and_the_prompt(api: Caller) -> None:
    text = told(api)
    assert "spoon" in text
    assert text == told(api)
    assert text != told(api, image_base64=OTHER)
    assert "ladle" in told(api, user_prompt="Is a ladle there?")


def test_the_content_may_be_written_as_programs_write_it(v1: Caller) -> None:
    text = told(v1)
    assert told(v1, image_base64=f"data:image/png;base64,{ONE}") == text
    assert told(v1, image_base64=f"{ONE[:5]}\n{ONE[5:]}") == text


def test_several_pictures_are_numbered(v1: Caller) -> None:
    batch = [{"image_base64": held, "img_type": "image/jpeg"} for held in (ONE, OTHER)]
    first, second = told(v1, image_base64=None, images=batch).split("\n")
    assert first == f"1. {told(v1)}"
    assert second == f"2. {told(v1, image_base64=OTHER)}"


@NONSENSE
def test_nonsense_is_refused(v1: Caller, changes: dict[str, Any], reason: str) -> None:
    response = ask(v1, "uploadImgFileBase64", json={**ASKED, **changes})
    assert refused(response).startswith(reason)


def test_content_is_needed_and_must_be_base64(v1: Caller) -> None:
    for changes in (
        {"image_base64": None},
        {"image_base64": "data:image/png;base64,"},
        {"image_base64": "not base64!"},
        {"image_base64": "abc"},
        {"img_type": "image/tiff"},
        {"images": [{"img_type": "image/png"}]},
        {"images": ["text"]},
    ):
        assert refused(ask(v1, "uploadImgFileBase64", json={**ASKED, **changes})), changes
