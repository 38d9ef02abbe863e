"""Programs as they are: what they send at odds with the documents, and what they read.

Each test is the habit of some program, told by raw HTTP. What the service makes of some of these
habits is not known: then the program gets on, or is told in an envelope that it cannot.
"""

from __future__ import annotations

import json
from dataclasses import replace
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


def test_a_page_in_a_browser_may_call(api: Caller) -> None:
    """It asks first, without a key; and it reads refusals too, so those must be open to it."""
    page = {"Origin": "http://localhost:3000"}
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    for path in ("chat_stream", "list_videos", "no_such_thing"):
        allowed = api.send("OPTIONS", path, headers=page | asked)
        assert (allowed.status_code, allowed.content) == (204, b"")
        assert allowed.headers["Access-Control-Allow-Origin"] == "*"
        assert allowed.headers["Access-Control-Allow-Methods"] == "POST"
        assert allowed.headers["Access-Control-Allow-Headers"] == "authorization,content-type"
    stream = {"prompt": "What is posted?"}
    for answer in (
        api.post("list_videos", {}, headers=page),
        api.post("marketer_chat_stream", stream, headers=page),
        api.post("chat", {}, headers=page),
        api.send("GET", "no_such_thing", headers=page),
        api.send("GET", "list_videos", headers=page),
    ):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_to_ask_what_is_allowed_moves_no_clock(v1: Caller) -> None:
    before = v1.fake.clock(v1.key).now_ms()
    v1.send("OPTIONS", "list_videos")
    assert v1.fake.clock(v1.key).now_ms() == before
    assert "Access-Control-Allow-Origin" not in v1.get("list_sessions").headers


def test_a_base_address_may_end_in_a_slash(api: Caller) -> None:
    slip = replace(api, base=f"{api.base}/")
    assert listed(slip) == []
    slip.add()
    assert listed(api) == listed(slip) == ["harbour_boats"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "get_task_status", 200),
        ("POST", "upload_file", 200),
        ("POST", "list_videos/", 200),
        ("POST", "/list_videos", 200),
        ("POST", "delete_video", 200),
        ("POST", "%2e%2e/%ff", 200),
        ("DELETE", "delete_videos", 405),
        ("POST", "list_sessions", 405),
        ("GET", "list_videos", 405),
        ("PUT", "upload", 405),
        ("PATCH", "chat", 405),
    ],
)
def test_what_is_not_there_is_told_in_json(
    api: Caller, method: str, path: str, status: int
) -> None:
    """Programs guess at paths and methods, and parse whatever comes."""
    answer = api.send(method, path)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json()
    assert (body["code"], body["data"], body["success"], body["failed"]) == (
        "0001",
        None,
        False,
        True,
    )


def test_a_program_may_just_look_whether_a_path_is_there(api: Caller) -> None:
    there, wrong = api.send("HEAD", "list_sessions"), api.send("HEAD", "chat")
    assert (there.status_code, wrong.status_code) == (200, 405)
    assert there.content == wrong.content == b""
