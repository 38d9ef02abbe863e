"""Twenty minutes of the service, told at once, and the same each time to the last byte."""

from __future__ import annotations

import os
from dataclasses import asdict
from hashlib import sha256
from statistics import median
from time import perf_counter

import pytest
import requests
from flask import Flask

from memories_fake import Fake

LIVE = "https://api.memories.ai/serve/api/v1/"
KEY = "sk-long-story"
# All thousand runs take a minute or two on two quiet cores; some show as much in every run.
RUNS = int(os.environ.get("MEMORIES_FAKE_STORY_RUNS", "100"))
MINUTES = 20
FLASK_CALLS = 50 / 0.19  # in 50 ms, where one call of a bare Flask takes the 0.19 ms once measured


@pytest.fixture(scope="module")
def fake() -> Fake:
    return Fake(check_replies=False, limits="2025")


def story(fake: Fake, session: requests.Session) -> str:
    """Upload, parse, a webhook tried thrice, a 429 window, a slow stream; its journal, hashed."""
    fake.reset()
    account = fake.account(KEY)
    with account.webhooks.sink() as sink:
        sink.answer(503, 503, then=200)
        account.webhooks.plan(retries=2, backoff_seconds=30)
        account.outcomes.next(after_seconds=(MINUTES - 4) * 60)
        account.clock.freeze()
        began_ms = account.clock.now_ms()

        form = {"url": "https://films.example/harbour.mp4", "callback": sink.url}
        number = session.post(LIVE + "upload_url", data=form).json()["data"]["videoNo"]
        refused = session.post(LIVE + "upload_url", data={"url": "https://films.example/b.mp4"})
        assert refused.json()["code"] == "0429"
        account.clock.advance_until(number)
        account.clock.advance(minutes=2)
        assert [each.answer.status for each in sink.received] == [503, 503, 200]

        account.faults.add(operation="v1.chat_stream", piece_bytes=200, pause_seconds=1, times=1)
        body = {"video_nos": [number], "prompt": "What happens at the quay?"}
        answer = session.post(LIVE + "chat_stream", json=body)
        assert answer.text.endswith('data:{"code":"SUCCESS","data":"Done"}\n\n')
        account.clock.advance(seconds=100)
        assert account.clock.now_ms() - began_ms >= MINUTES * 60_000
        told = [asdict(entry) for entry in account.journal]
        told += [asdict(delivery) for delivery in account.webhooks.deliveries]
    return sha256(repr(told).encode()).hexdigest()


def test_its_journal_is_the_same_in_every_run(fake: Fake) -> None:
    with fake.activate(), _session() as session:
        assert len({story(fake, session) for _ in range(RUNS)}) == 1


def test_it_takes_as_long_as_a_few_hundred_calls_of_a_bare_flask(fake: Fake) -> None:
    """50 ms on a quiet machine; on any machine, as many calls of a bare Flask as fit into that."""
    with fake.activate(), _session() as session:
        story(fake, session)
        ratios = [_seconds(lambda: story(fake, session)) / _bare_call_seconds() for _ in range(15)]
    assert median(ratios) < FLASK_CALLS


def _session() -> requests.Session:
    session = requests.Session()
    session.headers["Authorization"] = KEY
    return session


def _bare_call_seconds() -> float:
    app = Flask("bare")
    app.add_url_rule("/", "hello", lambda: {"hello": "world"})
    client = app.test_client()
    client.get("/")
    return _seconds(lambda: [client.get("/") for _ in range(20)]) / 20


def _seconds(work: object) -> float:
    began = perf_counter()
    work()  # type: ignore[operator]
    return perf_counter() - began
