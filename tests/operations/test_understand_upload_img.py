"""uploadImg: pictures by their addresses, captioned at once."""

from __future__ import annotations

from typing import Any

from calling import Caller
from captions import NONSENSE, ask, caption, refused, succeeded

KETTLE, FERRY = "https://pictures.example/red_kettle.jpg", "https://pictures.example/ferry.png"
ASKED: dict[str, Any] = {"url": KETTLE, "user_prompt": "Is a spoon there?"}


def told(caller: Caller, **changes: Any) -> str:
    return caption(ask(caller, "uploadImg", json={**ASKED, **changes}))


def test_a_picture_is_told_from_its_name_and_the_prompt(api: Caller) -> None:
    text = told(api)
    assert "red kettle" in text
    assert "spoon" in text
    assert text == told(api)
    assert text != told(api, url=FERRY)
    assert "ladle" in told(api, user_prompt="Is a ladle there?")


def test_an_address_may_come_under_any_of_its_names(v1: Caller) -> None:
    one = told(v1)
    assert told(v1, url=[KETTLE]) == told(v1, url=None, urls=[KETTLE]) == one
    body = {"image_url": KETTLE, "user_prompt": ASKED["user_prompt"]}
    assert caption(ask(v1, "uploadImg", json=body)) == one


def test_several_pictures_are_numbered(v1: Caller) -> None:
    text = told(v1, url=[KETTLE, FERRY])
    first, second = text.split("\n")
    assert first == f"1. {told(v1)}"
    assert second == f"2. {told(v1, url=FERRY)}"
    assert told(v1, urls=[FERRY]) == text
    alone, both = (
        succeeded(ask(v1, "uploadImg", json={**ASKED, "url": url}))["token"]["input"]
        for url in (KETTLE, [KETTLE, FERRY])
    )
    assert both > alone


def test_persons_are_recognised(v1: Caller) -> None:
    assert told(v1, persons=[{"name": "Ada"}]).endswith("Ada is in picture 1.")


@NONSENSE
def test_nonsense_is_refused(v1: Caller, changes: dict[str, Any], reason: str) -> None:
    assert refused(ask(v1, "uploadImg", json={**ASKED, **changes})).startswith(reason)


def test_an_address_is_needed(v1: Caller) -> None:
    for url in (None, "", [], [""], 5, {}):
        assert refused(ask(v1, "uploadImg", json={**ASKED, "url": url}))
    assert refused(ask(v1, "uploadImg", json={**ASKED, "url": "http://["}))
