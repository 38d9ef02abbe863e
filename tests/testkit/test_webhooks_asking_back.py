"""Receivers that ask the fake while they are being told: nobody waits for one who waits for him."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
import responses
from callbacks import BOATS, Lab, ask, lab
from calling import Caller, data

from memories_fake import Fake
from memories_fake.testkit.patience import NotTold
from memories_fake.testkit.receiving import Received


class Depth:
    """Counts how many are being told at once."""

    def __init__(self) -> None:
        self.now = 0
        self.most = 0

    @contextmanager
    def one_more(self) -> Iterator[None]:
        self.now += 1
        self.most = max(self.most, self.now)
        yield
        self.now -= 1


@pytest.fixture
def here(memories_fake: Fake) -> Iterator[Lab]:
    """A lab in-process: who is told is told in the test's own thread."""
    with lab(memories_fake) as laid_out:
        yield laid_out


def test_it_may_ask_upload_and_move_the_time_and_is_told_one_by_one(here: Lab) -> None:
    depth, seen = Depth(), []

    def look(told: Received) -> None:
        with depth.one_more():
            number = told.body["videoNo"]
            listed = data(here.caller.post("list_videos", {}))["videos"]
            seen.append({video["video_no"]: video["status"] for video in listed}[number])
            if len(seen) < 4:
                here.upload()
            here.account.clock.advance(seconds=30)

    here.sink.each(look)
    here.upload()
    here.upload()
    here.sink.wait_for(5)
    assert seen == ["PARSE"] * 5
    assert depth.most == 1
    moments = [each.at_ms or 0 for each in here.sink.received]
    assert moments == sorted(moments)


def test_what_it_passes_over_is_told_afterwards_retries_too(here: Lab) -> None:
    depth = Depth()

    def look(_told: Received) -> None:
        with depth.one_more():
            here.account.clock.advance(seconds=100)

    here.account.webhooks.plan(retries=2, duplicated=[1])
    here.sink.each(look)
    here.sink.answer(503, 503)
    here.upload()
    here.account.clock.advance(minutes=1)
    assert depth.most == 1
    assert here.moments() == [
        ("due", 0, 503),
        ("duplicate", 100, 503),
        ("retry", 200, 200),
    ]


def test_it_may_have_itself_told_again(here: Lab) -> None:
    depth = Depth()

    def look(told: Received) -> None:
        with depth.one_more():
            if told.attempt == 1:
                delivery = here.account.webhooks.redeliver(told.delivery or 0)
                assert delivery.attempts[-1].at_ms is None

    here.sink.each(look)
    here.upload()
    assert [each.attempt for each in here.sink.wait_for(2)] == [1, 2]
    assert depth.most == 1


def test_it_may_delete_what_it_is_told_of(here: Lab) -> None:
    here.account.webhooks.plan(retries=3)
    here.sink.each(lambda told: data(here.caller.post("delete_videos", [told.body["videoNo"]])))
    here.sink.answer(then=500)
    here.upload()
    here.account.clock.advance(hours=1)
    assert len(here.sink.bodies) == 1
    assert here.account.webhooks.deliveries == ()


def test_it_may_reset_the_account_and_begin_anew(here: Lab) -> None:
    def look(_told: Received) -> None:
        here.account.reset()
        here.upload()
        here.sink.each(lambda _: None)

    here.account.webhooks.plan(retries=3)
    here.sink.each(look)
    here.sink.answer(500)
    here.upload()
    here.sink.wait_for(2)
    here.account.clock.advance(hours=1)
    assert len(here.sink.bodies) == 2
    assert here.states() == ["accepted"]


def test_it_cannot_wait_for_what_comes_only_after_it(here: Lab) -> None:
    here.sink.each(lambda _: here.sink.wait_for(5))
    here.upload()
    began = time.monotonic()
    with pytest.raises(NotTold):
        here.sink.wait_for()
    assert time.monotonic() - began < 9


def test_it_may_close_the_whole_fake() -> None:
    with lab() as here:
        here.sink.each(lambda _: here.caller.fake.close())
        here.upload()
        here.account.clock.advance(minutes=1)
        assert len(here.sink.bodies) == 1


def test_a_receiver_of_somebody_elses_that_raises_leaves_the_way_free(v1: Caller) -> None:
    def fall(_request: object) -> Any:
        raise ZeroDivisionError("in the receiver")

    with responses.RequestsMock() as hooks:
        hooks.add_callback(responses.POST, "https://hooks.example/told", fall)
        v1.add(BOATS, callback="https://hooks.example/told")
        with pytest.raises(ZeroDivisionError):
            v1.advance(minutes=1)
    with lab(v1.fake) as here:
        here.upload()
        here.sink.wait_for()
        assert here.states() == ["unknown", "accepted"]


def test_a_receiver_that_does_one_thing_at_a_time_may_ask_over_the_port() -> None:
    with Fake() as fake, fake.serve() as server:
        caller = Caller(server.url, fake=fake)
        with _one_at_a_time(caller) as (url, told):
            for _ in range(3):
                caller.add(BOATS, callback=url)
            began = time.monotonic()
            ask(caller, "clock/advance", {"minutes": 1})
            assert time.monotonic() - began < 9
        assert len(told) == 3
        assert [each["state"] for each in ask(caller, "deliveries")["deliveries"]] == [
            "accepted"
        ] * 3


@contextmanager
def _one_at_a_time(caller: Caller) -> Iterator[tuple[str, list[Any]]]:
    """A server without threads that lists the videos, and moves the time, before it answers."""
    told: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            told.append(data(caller.post("list_videos", {}))["videos"])
            ask(caller, "clock/advance", {"minutes": 1})
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
