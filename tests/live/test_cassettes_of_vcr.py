"""Cassettes of VCR.py are taken over: scrubbed, and told again like any other."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import requests
import vcr
import yaml
from taped import command, document, every_byte, post

from memories_fake import Fake
from memories_fake.live.recording import replaying

HOST = "https://api.memories.ai"
KEY = "sk-vcr-canary-0001"
FILM = (
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\nfilm\r\n--b--\r\n'
)


def interaction(path: str, body: str | bytes, answer: Any, **headers: str) -> dict[str, Any]:
    """One exchange as VCR.py lays it out."""
    sent = {"Authorization": [KEY], "Content-Type": ["application/json"]}
    sent.update({name.replace("_", "-"): [value] for name, value in headers.items()})
    return {
        "request": {"method": "POST", "uri": HOST + path, "body": body, "headers": sent},
        "response": {
            "status": {"code": 200, "message": "OK"},
            "headers": {"Content-Type": ["application/json"], "Date": ["today"]},
            "body": {"string": json.dumps(answer, separators=(",", ":"))},
        },
    }


def listed(status: str) -> dict[str, Any]:
    videos = [{"video_no": "VI611471886560694272", "status": status}]
    return {"code": "0000", "msg": "success", "data": {"videos": videos}, "success": True}


POLLED = [
    interaction(
        "/serve/api/v1/upload_url",
        "url=https%3A%2F%2Ffilms.example%2Fa.mp4%3Fsig%3Dc0ffee0c0ffee",
        {"code": "0000", "data": {"videoNo": "VI611471886560694272", "owner": "me@there.example"}},
        Content_Type="application/x-www-form-urlencoded",
    ),
    *(
        interaction(
            "/serve/api/v1/list_videos", '{"video_no": "VI611471886560694272"}', listed(status)
        )
        for status in ("UNPARSE", "UNPARSE", "PARSE")
    ),
]


def converted(told: str, folder: Path, name: str = "vcr.yaml") -> Path:
    """The cassette that the command makes of this one."""
    (folder / name).write_text(told)
    run = command("convert", folder / name, "--out", folder / "made.json")
    assert run.returncode == 0, run.stderr
    return folder / "made.json"


def as_yaml(interactions: list[dict[str, Any]]) -> str:
    return str(yaml.safe_dump({"interactions": interactions, "version": 1}))


def told_again(file: Path) -> list[str]:
    with replaying(file):
        form = {"url": "https://films.example/a.mp4?sig=another"}
        number = post("upload_url", data=form)["data"]["videoNo"]
        looks = [post("list_videos", json={"video_no": number}) for _ in range(2)]
    return [each["data"]["videos"][0]["status"] for each in looks]


def test_yaml_becomes_a_cassette_with_the_states_of_what_was_polled(tmp_path: Path) -> None:
    file = converted(as_yaml(POLLED), tmp_path)
    told = document(file)
    assert told["against"] == [HOST]
    assert told["references"] == {"videoNo.1": "VI611471886560694272"}
    assert [each["operation"] for each in told["exchanges"]] == ["v1.upload_url", "v1.list_videos"]
    assert [each["at_ms"] for each in told["exchanges"][1]["answers"]] == [1000, 3000]
    assert told_again(file) == ["UNPARSE", "PARSE"]


def test_json_is_read_as_well(tmp_path: Path) -> None:
    told = json.dumps({"interactions": POLLED, "version": 1})
    assert told_again(converted(told, tmp_path, "vcr.txt")) == ["UNPARSE", "PARSE"]


def test_it_is_scrubbed_like_any_other(tmp_path: Path) -> None:
    content = every_byte(converted(as_yaml(POLLED), tmp_path))
    for secret in (KEY, "c0ffee0c0ffee", "me@there.example"):
        assert secret.encode() not in content


def test_packed_answers_binary_ones_and_uploads_are_understood(tmp_path: Path) -> None:
    packed = interaction("/serve/api/v1/chat", '{"prompt":"hi"}', {})
    answer = {"code": "0000", "data": {"content": "Hello."}}
    packed["response"]["headers"]["Content-Encoding"] = ["gzip"]
    packed["response"]["body"] = {"string": gzip.compress(json.dumps(answer).encode())}
    upload = interaction("/serve/api/v1/upload", FILM, {"code": "0000", "data": None})
    upload["request"]["headers"]["Content-Type"] = ["multipart/form-data; boundary=b"]
    events = interaction("/serve/api/v1/chat_stream", "{}", None)
    events["response"]["headers"]["Content-Type"] = ["text/event-stream"]
    events["response"]["body"] = {"string": "data:1\n\ndata:2\n\n"}
    told = document(converted(as_yaml([packed, upload, events]), tmp_path))["exchanges"]
    assert told[0]["answers"][0]["body"]["json"] == answer
    (part,) = told[1]["request"]["body"]["parts"]
    assert (part["name"], part["filename"], part["bytes"]) == ("file", "a.mp4", 4)
    frames = [each["text"] for each in told[2]["answers"][0]["body"]["frames"]]
    assert frames == ["data:1\n\n", "data:2\n\n"]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("- a list", "is no cassette of VCR.py: it has no interactions"),
        ("interactions: [{request: {uri: 1}}]", "cannot be read: KeyError 'response'"),
        ("a: [b", "is no YAML"),
    ],
)
def test_what_is_none_is_refused_with_the_reason(told: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "vcr.yaml").write_text(told)
    run = command("convert", tmp_path / "vcr.yaml")
    assert run.returncode == 1
    assert why in run.stderr
    assert not (tmp_path / "vcr.json").exists()


def test_a_cassette_of_vcr_that_is_replayed_as_it_is_names_the_command(tmp_path: Path) -> None:
    (tmp_path / "vcr.json").write_text(json.dumps({"interactions": POLLED, "version": 1}))
    run = command("replay", tmp_path / "vcr.json", "--", "true")
    assert run.returncode == 1
    assert "memories-fake convert makes one of a cassette of VCR.py" in run.stderr


def test_without_pyyaml_it_says_what_to_install(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "yaml.py").write_text("raise ImportError('not here')")
    (tmp_path / "vcr.yaml").write_text("interactions: []")
    run = command("convert", tmp_path / "vcr.yaml", PYTHONPATH=str(hidden))
    assert run.returncode == 1
    assert "pip install 'memories-fake[vcr]'" in run.stderr


def test_what_vcr_itself_records_is_understood(tmp_path: Path) -> None:
    with Fake() as fake, fake.serve() as server, vcr.use_cassette(str(tmp_path / "vcr.yaml")):
        headers = {"Authorization": KEY}
        address = f"{server.url}/serve/api/v1/list_videos"
        said = requests.post(address, json={}, headers=headers, timeout=30).json()
    made = converted((tmp_path / "vcr.yaml").read_text(), tmp_path)
    assert KEY.encode() not in every_byte(made)
    assert base64.b64encode(KEY.encode()) not in made.read_bytes()
    with replaying(made):
        assert post("list_videos", json={}) == said
