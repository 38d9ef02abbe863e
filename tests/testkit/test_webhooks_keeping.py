"""`--store FILE` keeps callbacks on their way, and sends none again that may have arrived."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import requests
from callbacks import BOATS, ask, lab
from calling import Caller

from memories_fake import Fake
from memories_fake.testkit.sink import WebhookSink


def test_attempts_and_the_retries_that_are_left_survive_a_restart(tmp_path: Path) -> None:
    store = str(tmp_path / "kept.db")
    with lab(store=store) as here:
        here.account.webhooks.plan(retries=3, lost=[2])
        here.sink.answer(then=500)
        here.upload()
        here.upload()
        here.account.clock.advance(seconds=20)
        before = here.account.webhooks.deliveries
        assert [len(each.attempts) for each in before] == [3, 0]
    with lab(store=store) as here:
        assert here.account.webhooks.planned.retries == 0  # as all that a test lays down
        assert here.account.webhooks.deliveries == before
        here.sink.answer(then=500)
        here.account.clock.advance(hours=1)
        assert here.moments(0)[:2] == [("due", 0, 500), ("retry", 10, 500)]
        assert [after for _, after, _ in here.moments(0)[2:]] == [30, 70]
        assert here.account.webhooks.deliveries[1].state == "lost"


def test_time_goes_on_after_the_last_attempt(tmp_path: Path) -> None:
    store = str(tmp_path / "kept.db")
    with lab(store=store) as here:
        here.upload()
        here.account.clock.advance(hours=1)
        (delivery,) = here.account.webhooks.deliveries
        here.account.webhooks.redeliver(delivery.number)
        latest_ms = here.account.clock.now_ms()
    with lab(store=store) as here:
        assert here.account.clock.now_ms() > latest_ms


def test_what_was_claimed_when_it_was_killed_is_never_sent_again_by_itself(
    tmp_path: Path,
) -> None:
    arrived, gone = Event(), Event()

    def look(_told: object) -> None:
        arrived.set()
        gone.wait(20)

    with WebhookSink() as sink:
        url = sink.listen()
        sink.each(look)
        with _served(tmp_path) as (process, caller):
            ask(caller, "webhooks", {"retries": 3})
            numbers = [caller.add(BOATS, callback=url) for _ in range(2)]
            moving = Thread(target=_move, args=(caller,))
            moving.start()
            assert arrived.wait(20)
            process.send_signal(signal.SIGKILL)
            process.wait()
            gone.set()
            moving.join()
        sink.wait_for(1)
        with _served(tmp_path) as (_, caller):
            ask(caller, "clock/advance", {"hours": 1})
            assert [body["videoNo"] for body in sink.bodies] == numbers
            first, second = ask(caller, "deliveries")["deliveries"]
            assert (first["state"], second["state"]) == ("unknown", "accepted")
            (attempt,) = first["attempts"]
            assert attempt["at_ms"] is not None
            assert (attempt["status"], attempt["error"]) == (None, None)

            again = ask(caller, "deliveries/redeliver", {"number": first["number"]})["delivery"]
            assert again["state"] == "accepted"
            assert sink.bodies[-1]["videoNo"] == numbers[0]


@contextmanager
def _served(folder: Path) -> Iterator[tuple[subprocess.Popen[str], Caller]]:
    """A process that serves what this folder keeps, in virtual time."""
    command = [sys.executable, "-u", "-m", "memories_fake", "serve", "--port", "0", "--quiet"]
    command += ["--virtual-time", "--store", str(folder / "kept.db")]
    with Fake() as fake, subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split(" at ")[1].split()[0]
        try:
            yield process, Caller(url, fake=fake)
        finally:
            process.terminate()


def _move(caller: Caller) -> None:
    """Let an hour pass, which is cut short."""
    try:
        ask(caller, "clock/advance", {"hours": 1})
    except requests.ConnectionError:
        return
    raise AssertionError("it was to be killed in the middle of this")
