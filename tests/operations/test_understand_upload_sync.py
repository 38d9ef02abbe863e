"""uploadSync: a film by its address, captioned in the answer itself."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from calling import Caller
from calls import videos
from captions import FERRIES, NONSENSE, PROMPT, ask, caption, refused, succeeded
from fakes import fake_with

ASKED: dict[str, Any] = {"video_url": FERRIES, "user_prompt": PROMPT, "system_prompt": "Be brief."}


def sync(caller: Caller, **changes: Any) -> requests.Response:
    return ask(caller, "uploadSync", json={**ASKED, **changes})


def test_a_film_is_told_from_its_name_and_the_prompt(api: Caller) -> None:
    text = caption(sync(api))
    assert "ferries" in text
    assert text == caption(sync(api))
    assert text != caption(sync(api, user_prompt="Suggest five hashtags."))
    assert text != caption(sync(api, video_url="https://films.example/c/bread_oven.mp4"))


def test_a_longer_prompt_costs_more_tokens(v1: Caller) -> None:
    short, long = (
        succeeded(sync(v1, system_prompt=told))["token"] for told in ("", "Look closely. " * 50)
    )
    assert long["input"] > short["input"]
    assert long["output"] == short["output"]


def test_persons_are_recognised(v1: Caller) -> None:
    text = caption(sync(v1, persons=[{"name": "Ada"}, {"name": "Bo", "url": "https://b.example"}]))
    assert "Ada is seen from second" in text
    assert "Bo is seen from second" in text


def test_nothing_is_kept_in_the_library(v1: Caller) -> None:
    caption(sync(v1))
    assert videos(v1) == []


def test_the_hosts_own_address_leads_here(v1: Caller) -> None:
    url = "https://security.memories.ai/v1/understand/uploadSync"
    caption(requests.post(url, json=ASKED, headers={"Authorization": v1.key}, timeout=30))


def test_strangers_are_refused_in_the_same_envelope() -> None:
    with fake_with(keys={"sk-caller-0001"}) as caller:
        assert refused(sync(caller.other())) == "Authorization is invalid."
        url = f"{caller.base}/v1/understand/uploadSync"
        assert refused(requests.post(url, json={}, timeout=5)) == "Authorization is missing."
        caption(sync(caller))


def test_its_limit_is_shared_by_all_captions_of_films() -> None:
    with fake_with(limits="2025", request_seconds=0.0) as caller:
        caption(sync(caller))
        assert refused(sync(caller)) == "Request has exceeded the limit."
        body = {"video_url": FERRIES, "user_prompt": PROMPT}
        assert refused(ask(caller, "upload", json=body)) == "Request has exceeded the limit."
        caption(ask(caller, "uploadImg", json={"url": FERRIES, "user_prompt": PROMPT}))
        caller.parsed()  # the uploads of the library are counted apart


@NONSENSE
def test_nonsense_is_refused(v1: Caller, changes: dict[str, Any], reason: str) -> None:
    assert refused(sync(v1, **changes)).startswith(reason)


@pytest.mark.parametrize("url", [None, "", "http://[", ["a"]])
def test_an_address_is_needed(v1: Caller, url: object) -> None:
    assert refused(sync(v1, video_url=url))
