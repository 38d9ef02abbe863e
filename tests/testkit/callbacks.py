"""Callbacks as a test of them needs it: an account with a sink, and its deliveries over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from calling import KEY, Caller

from memories_fake import Fake
from memories_fake.elsewhere import RemoteFake
from memories_fake.testkit.account import SteeredAccount
from memories_fake.testkit.sink import WebhookSink

LIVE = "https://api.memories.ai"
BOATS = "https://films.example/harbour_boats.mp4"
POSTS = [f"https://www.tiktok.com/@harbour_hands/video/740000000000000000{n}" for n in (1, 2)]

Moments = list[tuple[str, float, int | str | None]]


@dataclass(frozen=True)
class Lab:
    """A program with a key, the sink that it has its callbacks sent to, and the test's hand."""

    caller: Caller
    account: SteeredAccount
    sink: WebhookSink
    address: str

    def upload(self, **form: str) -> str:
        """Upload by address, to be told of; the video's number."""
        return self.caller.add(BOATS, **{"callback": self.address, **form})

    def bring(self) -> str:
        """Import two posts, to be told of; the task."""
        body = {"video_urls": POSTS, "callback_url": self.address}
        return str(self.caller.post("scraper_url", body).json()["data"]["taskId"])

    def told(self) -> list[str]:
        """The videos and tasks that were told of, in order."""
        return [body.get("videoNo") or body.get("videoId") or "task" for body in self.sink.bodies]

    def moments(self, nth: int = 0) -> Moments:
        """The attempts at the n-th delivery: reason, seconds after it was due, what came of it."""
        delivery = self.account.webhooks.deliveries[nth]
        return [
            (each.reason, ((each.at_ms or 0) - delivery.due_at_ms) / 1000, each.status)
            for each in delivery.attempts
        ]

    def states(self) -> list[str]:
        """How the deliveries stand."""
        return [each.state for each in self.account.webhooks.deliveries]


@contextmanager
def lab(
    fake: Fake | RemoteFake | None = None, *, base: str = LIVE, key: str = KEY, **choices: Any
) -> Iterator[Lab]:
    """A lab of its own; with `fake`, in that one, under whatever door is open."""
    own = fake or Fake(**choices)
    caller = Caller(base, fake=own, key=key)
    account = own.account(caller.key)
    with account.webhooks.sink() as sink:
        laid_out = Lab(caller, account, sink, sink.url)
        if fake is not None:
            yield laid_out
        else:
            with own, own.activate():
                yield laid_out


def ask(caller: Caller, path: str, body: Any = None, *, key: str | None = None) -> Any:
    """Ask one of the fake's own paths: GET, or POST where there is a body."""
    response = asked(caller, path, body, key=key)
    assert response.status_code == 200, response.text
    return response.json()


def asked(
    caller: Caller, path: str, body: Any = None, *, key: str | None = None
) -> requests.Response:
    """The same, with whatever is answered."""
    headers = {"Authorization": key or caller.key}
    method = "GET" if body is None else "POST"
    url = f"{caller.base}/_fake/{path}"
    return caller.session.request(method, url, json=body, headers=headers, timeout=30)
