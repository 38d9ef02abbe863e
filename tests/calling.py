"""Calls the API as a program would: raw HTTP by `requests`, nothing of the reference client."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import requests
from media_making import make_clip

from memories_fake import Fake
from memories_fake.elsewhere import RemoteFake

KEY = "sk-caller-0001"


@dataclass(frozen=True)
class Caller:
    """A program with a key. `line` is the path family: v1 or video (legacy)."""

    base: str
    fake: Fake | RemoteFake
    key: str = KEY
    line: str = "v1"
    session: requests.Session = field(default_factory=requests.Session)

    def legacy(self) -> Caller:
        return replace(self, line="video")

    def other(self) -> Caller:
        """Somebody else, at the same service."""
        return replace(self, key="sk-somebody-else")

    def get(self, operation: str, **params: Any) -> requests.Response:
        return self.send("GET", operation, params=params)

    def post(self, operation: str, json: Any = None, **options: Any) -> requests.Response:
        return self.send("POST", operation, json=json, **options)

    def send(self, method: str, operation: str, **options: Any) -> requests.Response:
        headers = {"Authorization": self.key, **options.pop("headers", {})}
        url = f"{self.base}/serve/api/{self.line}/{operation}"
        return self.session.request(method, url, headers=headers, timeout=30, **options)

    def advance(self, **amount: float) -> None:
        """Let the account's time pass."""
        self.fake.account(self.key).clock.advance(**amount)

    def add(self, url: str = "https://films.example/harbour_boats.mp4", **form: str) -> str:
        """Take in a video by its address; it is not parsed yet."""
        return str(data(self.post("upload_url", data={"url": url, **form}))["videoNo"])

    def parsed(self, url: str = "https://films.example/harbour_boats.mp4", **form: str) -> str:
        """Take in a video by its address, and let the time pass until it is parsed."""
        number = self.add(url, **form)
        self.advance(seconds=60)
        return number

    def film(self, path: Path, **form: str) -> str:
        """Upload a film and let the time pass until it is parsed."""
        with path.open("rb") as file:
            answer = self.post("upload", files={"file": (path.name, file, "video/mp4")}, data=form)
        self.advance(seconds=60)
        return str(data(answer)["videoNo"])


def data(response: requests.Response) -> Any:
    """What a good answer holds."""
    body = response.json()
    assert (response.status_code, body["code"]) == (200, "0000"), body
    assert (body["msg"], body["success"], body["failed"]) == ("success", True, False)
    return body["data"]


def refusal(response: requests.Response) -> tuple[str, str]:
    """Code and message of a refusal, which comes under HTTP 200."""
    assert response.headers["Content-Type"] == "application/json"
    body = response.json()
    assert response.status_code == 200, body
    assert set(body) == {"code", "msg", "data", "success", "failed"}
    assert (body["data"], body["success"], body["failed"]) == (None, False, True), body
    return body["code"], body["msg"]


def events(response: requests.Response) -> list[Any]:
    """The events of a stream, end marker included."""
    assert response.headers["Content-Type"].startswith("text/event-stream")
    frames = response.content.decode().split("\n\n")
    assert frames[-1] == ""
    return [json.loads(frame.removeprefix("data:")) for frame in frames[:-1]]


__all__ = ["Caller", "data", "events", "make_clip", "refusal"]
