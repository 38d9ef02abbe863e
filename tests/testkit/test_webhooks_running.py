"""Callbacks where time runs by itself: threads bring them, and nobody waits for another's."""

from __future__ import annotations

import subprocess
import sys
import threading
from threading import Event

import pytest
from callbacks import BOATS, lab
from calling import Caller

from memories_fake import Fake
from memories_fake.testkit.patience import NotTold
from memories_fake.testkit.sink import Answer, Received, WebhookSink

THREAD = "memories-fake-post"


def test_retries_come_by_themselves_as_fast_as_time_runs() -> None:
    with lab() as here:
        here.account.clock.run(100)
        here.account.webhooks.plan(retries=2)
        here.sink.answer(503, 500)
        here.upload()
        assert [each.attempt for each in here.sink.wait_for(3)] == [1, 2, 3]
        moments = here.moments()
        assert [status for _, _, status in moments] == [503, 500, 200]
        assert all(after >= at for (_, after, _), at in zip(moments, (0, 10, 30), strict=True))
        assert here.states() == ["accepted"]


def test_it_comes_over_a_port_too() -> None:
    with Fake(time="real", parse_seconds=0.05) as fake, fake.serve() as server:
        caller = Caller(server.url, fake=fake)
        with lab(fake, base=server.url) as here:
            number = caller.add(BOATS, callback=here.sink.listen())
            (told,) = here.sink.wait_for(status="PARSE")
            assert told.body["videoNo"] == number
            assert here.states() == ["accepted"]


def test_waiting_has_an_end_there_too() -> None:
    with lab(time="real") as here:
        with pytest.raises(NotTold):
            here.sink.wait_for(within_seconds=0.05)
        here.sink.expect_none(within_seconds=0.05)


def test_nobody_waits_for_the_slow_receiver_of_another() -> None:
    with lab(time="real", parse_seconds=0.05) as here:
        fake, free = here.caller.fake, Event()
        here.sink.each(lambda _: free.wait(10))
        here.upload()
        other = fake.account("sk-somebody-else")
        with other.webhooks.sink() as sink:
            here.caller.other().add(BOATS, callback=sink.url)
            sink.wait_for()
            assert here.sink.bodies == []
        free.set()
        here.sink.wait_for()


def test_of_one_account_one_is_told_at_a_time() -> None:
    at_once, most = [0], [0]

    def look(_told: Received) -> None:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        here.account.clock.sleep(0.02)
        at_once[0] -= 1

    with lab(time="real", parse_seconds=0.05) as here:
        here.sink.each(look)
        for _ in range(5):
            here.upload()
        here.account.clock.advance(seconds=1)
        here.sink.wait_for(5)
        assert most == [1]


def test_what_never_comes_does_not_hold_up_the_rest() -> None:
    with lab(time="real", parse_seconds=0.05) as here:
        here.account.outcomes.next(ends="HELD")
        held, other = here.upload(), here.upload()
        here.sink.wait_for(videoNo=other)
        here.account.outcomes.release(held)
        here.sink.wait_for(videoNo=held)


def test_a_clock_may_begin_to_run_and_stand_again_in_between() -> None:
    with lab() as here:
        here.account.webhooks.plan(retries=1)
        here.sink.answer(500)
        here.upload()
        here.account.clock.run(100)
        here.sink.wait_for(1)
        here.account.clock.freeze()
        here.sink.wait_for(2)
        assert here.states() == ["accepted"]


def test_slowness_is_on_the_running_clock() -> None:
    with lab() as here:
        here.account.clock.run(100)
        here.sink.answer(Answer(after_seconds=9))
        here.upload()
        here.sink.wait_for()
        assert here.states() == ["accepted"]


PROGRAM = """
import sys, requests
headers = {"Authorization": "sk-any"}
form = {"url": "https://films.example/a.mp4", "callback": sys.argv[1]}
live = "https://api.memories.ai"
requests.post(live + "/serve/api/v1/upload_url", data=form, headers=headers)
while True:
    told = requests.get(live + "/_fake/deliveries", headers=headers).json()["deliveries"]
    if told[0]["state"] == "accepted":
        break
"""


def test_a_program_under_exec_has_its_callbacks_sent_to_the_port_of_a_sink() -> None:
    with WebhookSink() as sink:
        command = [sys.executable, "-m", "memories_fake", "exec", "--parse-seconds", "0.1", "--"]
        command += [sys.executable, "-c", PROGRAM, sink.listen()]
        subprocess.run(command, check=True, timeout=60, stdout=subprocess.DEVNULL)
        (told,) = sink.wait_for(status="PARSE")
        assert told.attempt == 1


def test_no_thread_outlives_the_fake() -> None:
    others = set(threading.enumerate())  # of fakes that live on
    with lab(time="real", parse_seconds=0.05) as here:
        here.upload()
        here.sink.wait_for()
        assert any(thread.name == THREAD for thread in set(threading.enumerate()) - others)
    assert not any(thread.name == THREAD for thread in set(threading.enumerate()) - others)
