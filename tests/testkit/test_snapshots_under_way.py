"""What is under way when an account is taken back: calls, streams and callbacks."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest
import requests
from deeds import LIVE, Owner, do
from looking import held

from memories_fake import Fake


@pytest.fixture
def owner() -> Iterator[Owner]:
    with Fake() as fake, fake.activate():
        owner = Owner(fake)
        owner.call("v1.upload_url", url="https://films.example/harbour.mp4")
        owner.account.clock.advance(minutes=1)
        yield owner


def stream(owner: Owner) -> Iterator[bytes]:
    """Begin to chat, and hear the answer piece by piece."""
    response = requests.post(
        f"{LIVE}/serve/api/v1/chat_stream",
        json={"video_nos": owner.numbers("videos"), "prompt": "What are the highlights?"},
        headers={"Authorization": owner.key},
        stream=True,
        timeout=5,
    )
    return response.iter_content(chunk_size=None)


def test_a_stream_that_began_in_a_fork_comes_whole_and_leaves_no_trace(owner: Owner) -> None:
    before = held(owner)
    with owner.account.fork():
        pieces = stream(owner)
        first = next(pieces)
    assert held(owner) == before
    rest = list(pieces)
    assert b'"Done"' in rest[-1]
    assert held(owner) == before
    assert [first, *rest] == list(stream(owner))
    assert owner.account.journal[-1].operation == "v1.chat_stream"


def test_a_stream_that_began_before_a_fork_and_ends_after_it_is_noted(owner: Owner) -> None:
    pieces = stream(owner)
    heard = [next(pieces)]
    with owner.account.fork():
        do(owner, "v1.delete_videos")
        heard.append(next(pieces))
    heard += list(pieces)
    entry = owner.account.journal[-1]
    assert (entry.operation, entry.ended) == ("v1.chat_stream", "whole")
    assert [frame.encode() for frame in entry.frames] == heard


def test_a_stream_that_was_read_in_a_fork_is_in_no_journal_after_it(owner: Owner) -> None:
    pieces = stream(owner)
    next(pieces)
    before = held(owner)
    with owner.account.fork():
        list(pieces)
        assert owner.account.journal[-1].operation == "v1.chat_stream"
    assert held(owner) == before


def test_a_stream_of_before_a_reset_leaves_no_trace_after_it(owner: Owner) -> None:
    pieces = stream(owner)
    next(pieces)
    owner.account.reset()
    before = held(owner)
    list(pieces)
    assert held(owner) == before


def test_what_was_undone_once_stays_so_wherever_the_account_goes(owner: Owner) -> None:
    owner.account.snapshot("early")
    undone = stream(owner)
    next(undone)
    owner.account.rewind("early")
    kept = stream(owner)
    next(kept)
    owner.account.snapshot("late")
    owner.account.rewind("early")
    owner.account.rewind("late")
    before = held(owner)
    list(undone)
    assert held(owner) == before
    list(kept)
    assert [each.ended for each in before["journal"]] == ["whole", "open"]
    assert [each.ended for each in owner.account.journal] == ["whole", "whole"]


def test_a_call_that_is_undone_while_it_is_under_way_changes_nothing(owner: Owner) -> None:
    """It waits for what a fault has it wait for, while somebody else takes the account back."""
    owner.account.clock.run()
    owner.account.snapshot("ready")
    owner.account.faults.add(operation="v1.upload_url", latency_seconds=0.5)
    failures: list[Exception] = []

    def upload() -> None:
        try:
            owner.call("v1.upload_url", url="https://films.example/late.mp4")
        except requests.ConnectionError as error:
            failures.append(error)

    caller = Thread(target=upload)
    caller.start()
    while not any(laid.met for laid in owner.account.faults):
        time.sleep(0.01)
    owner.account.rewind("ready")
    before = held(owner)
    caller.join()
    assert len(failures) == 1
    after = held(owner)
    assert {**after, "clock": ()} == {**before, "clock": ()}


Body = dict[str, Any]


@contextmanager
def receiver(then: Callable[[Body], object]) -> Iterator[str]:
    """The address of somebody who is told things, and does something while being told."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            then(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/told"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_callbacks_planned_in_a_fork_are_not_sent_after_it_and_those_of_before_are(
    owner: Owner,
) -> None:
    told: list[Body] = []
    owner.account.clock.freeze()
    with receiver(told.append) as address:
        before = _upload(owner, "before", address)
        with owner.account.fork():
            inside = _upload(owner, "inside", address)
            owner.account.clock.advance(minutes=5)
            assert {body["videoNo"] for body in told} == {before, inside}
            told.clear()
        owner.account.clock.advance(minutes=5)
    assert [body["videoNo"] for body in told] == [before]
    assert [each.latest.status for each in owner.account.webhooks.deliveries] == [200]


def test_an_account_that_is_taken_back_by_what_it_calls(owner: Owner) -> None:
    """The result of the callback under way is not noted, and what was to follow is not sent."""
    told: list[Body] = []

    def go_back(body: Body) -> None:
        told.append(body)
        if len(told) == 1:
            owner.account.rewind("ready")

    owner.account.clock.freeze()
    with receiver(go_back) as address:
        for name in ("one", "two", "three"):
            _upload(owner, name, address)
        owner.account.snapshot("ready")
        before = held(owner)
        owner.account.clock.advance(minutes=5)
        assert len(told) == 1
        assert held(owner) == before
        owner.account.clock.advance(minutes=5)
    assert len(told) == 4
    listed = owner.account.webhooks.deliveries
    assert [each.latest.status for each in listed] == [200, 200, 200]


def test_the_courier_of_a_running_clock_waits_anew_after_going_back(owner: Owner) -> None:
    come = Event()
    with receiver(lambda _body: come.set()) as address:
        owner.account.clock.run(60)
        owner.account.snapshot("ready")
        with owner.account.fork():
            owner.account.clock.freeze()
            _upload(owner, "inside", address)
        assert owner.account.clock.scale == 60
        _upload(owner, "after", address)
        assert come.wait(10)


def _upload(owner: Owner, name: str, address: str) -> str:
    url = f"https://films.example/{name}.mp4"
    answer = owner.call("v1.upload_url", url=url, callback=address)
    return str(answer.json()["data"]["videoNo"])
