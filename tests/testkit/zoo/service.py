"""How the programs of the zoo reach the service: plain HTTP, and a way to let time pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests


@dataclass(frozen=True)
class Service:
    """The service as one key sees it."""

    base: str
    key: str
    sleep: Callable[[float], None]
    session: requests.Session = field(default_factory=requests.Session)
    held: list[requests.Response] = field(default_factory=list)

    def get(self, operation: str, **query: Any) -> Any:
        return self.send("GET", operation, params=query).json()

    def post(self, operation: str, body: Any = None, **options: Any) -> Any:
        return self.send("POST", operation, json=body, **options).json()

    def send(self, method: str, operation: str, **options: Any) -> requests.Response:
        headers = {"Authorization": self.key, **options.pop("headers", {})}
        url = f"{self.base}/serve/api/v1/{operation}"
        return self.session.request(method, url, headers=headers, timeout=30, **options)

    def add(self, name: str, **form: str) -> str:
        """Hand in a film by its address."""
        form = {"url": f"https://films.example/{name}.mp4", **form}
        return str(self.post("upload_url", data=form)["data"]["videoNo"])

    def status(self, number: str, **more: str) -> str:
        """Look how far a film is."""
        listed = self.post("list_videos", {"video_no": number, **more})
        return str(listed["data"]["videos"][0]["status"])

    def add_and_wait(self, name: str, **form: str) -> str:
        """Hand in a film, and wait until it can be used."""
        number = self.add(name, **form)
        while self.status(number, **form) == "UNPARSE":
            self.sleep(5)
        return number
