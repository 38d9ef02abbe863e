"""Programs as they are: what they send at odds with the documents, and what they read.

Each test is the habit of some program, told by raw HTTP. What the service makes of some of these
habits is not known: then the program gets on, or is told in an envelope that it cannot.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from calling import Caller, data, make_clip, refusal

BOATS = "https://films.example/harbour_boats.mp4"
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TWO_TAGS = ["quay", "dusk"]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds without sound."""
    path = tmp_path_factory.mktemp("films") / "harbour walk.mp4"
    return make_clip(path, seconds=2, width=64, height=48, with_sound=False)


def listed(caller: Caller, **asked: Any) -> list[str]:
    """The names of the videos that a list shows."""
    return [video["video_name"] for video in data(caller.post("list_videos", asked))["videos"]]


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"url": BOATS}},
        {"data": {"video_url": BOATS, "callback": "", "tags": "", "latitude": ""}},
        {"files": {"url": (None, BOATS), "unique_id": (None, "default")}},
        {"json": {"url": BOATS, "unique_id": "default", "callback": None}},
        {"params": {"url": BOATS}},
        {"params": {"unique_id": "default"}, "json": {"url": BOATS}},
        {"data": json.dumps({"url": BOATS})},
        {"data": json.dumps({"url": BOATS}), "headers": {"Content-Type": "text/plain"}},
        {"data": f'\n{{"url": "{BOATS}"}}', "headers": FORM},
    ],
    ids=[
        "as a form",
        "with blank fields",
        "in parts, none of them a file",
        "as json",
        "in the query",
        "half in the query",
        "unlabelled",
        "as plain text",
        "json called a form",
    ],
)
def test_an_address_is_taken_in_however_it_is_sent(api: Caller, sent: dict[str, Any]) -> None:
    assert data(api.post("upload_url", **sent))["videoName"] == "harbour_boats"
    assert listed(api) == ["harbour_boats"]


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"url": BOATS, "tags": TWO_TAGS}},
        {"data": {"url": BOATS, "tags[]": TWO_TAGS}},
        {"data": {"url": BOATS, "tags": '["quay", "dusk"]'}},
        {"data": {"url": BOATS, "tags": "quay, dusk"}},
        {"params": {"url": BOATS, "tags": "quay,dusk,"}},
        {"json": {"url": BOATS, "tags": TWO_TAGS}},
    ],
    ids=["one field each", "in brackets", "as json", "with commas", "in the query", "in a body"],
)
def test_tags_are_a_list_however_they_are_written(v1: Caller, sent: dict[str, Any]) -> None:
    data(v1.post("upload_url", **sent))
    v1.advance(seconds=60)
    assert listed(v1, tag="quay") == listed(v1, tag="dusk") == ["harbour_boats"]
    assert listed(v1, tag="quay, dusk") == []


@pytest.mark.parametrize("said", [("true", "on", "yes", "1", ""), ("False", "off", "no", "0")])
def test_a_form_says_yes_and_no_in_many_words(
    v1: Caller, film: Path, said: tuple[str, ...]
) -> None:
    for word in said:
        number = v1.film(film, retain_original_video=word)
        is_kept = v1.post("download", {"video_no": number}).content == film.read_bytes()
        assert is_kept is ("true" in said), word


def test_a_page_where_no_file_was_chosen_is_told_so(api: Caller) -> None:
    """A browser sends the part all the same: without a name, and empty."""
    part = 'form-data; name="{}"; filename=""\r\nContent-Type: application/octet-stream'
    for operation, field in (("upload", "file"), ("upload_img", "files")):
        body = f"--b\r\nContent-Disposition: {part.format(field)}\r\n\r\n\r\n--b--\r\n"
        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        answer = api.post(operation, data=body.encode(), headers=headers)
        assert refusal(answer) == ("0001", f"The {field} parameter cannot be empty!")
    assert listed(api) == []


def test_an_empty_file_is_taken_in_and_fails(api: Caller) -> None:
    data(api.post("upload", files={"file": ("nothing.mp4", b"", "video/mp4")}))
    api.advance(seconds=60)
    (video,) = data(api.post("list_videos", {}))["videos"]
    assert (video["status"], video["duration"], video["size"]) == ("FAIL", "0", "0")
