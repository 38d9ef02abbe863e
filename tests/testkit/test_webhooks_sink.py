"""The webhook sink: a receiver inside the process and on a port, whose waiting moves the clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import requests
import responses
from callbacks import BOATS, Lab, lab
from calling import Caller

from memories_fake import Fake
from memories_fake.testkit.patience import NotTold
from memories_fake.testkit.receiving import Answer
from memories_fake.testkit.sink import WebhookSink


@pytest.fixture(params=["in-process", "port"])
def here(request: pytest.FixtureRequest, memories_fake: Fake, memories_key: str) -> Iterator[Lab]:
    """A lab whose callbacks go to its sink the one way, and the other."""
    with lab(memories_fake, key=memories_key) as laid_out:
        on_port = request.param == "port"
        yield replace(laid_out, address=laid_out.sink.listen()) if on_port else laid_out


def test_it_keeps_bodies_headers_and_virtual_times(here: Lab) -> None:
    number = here.upload(callback=f"{here.address}/parsed?for=me")
    (told,) = here.sink.wait_for(videoNo=number)
    assert told.path.startswith("/parsed")
    assert told.body["status"] == "PARSE"
    assert told.headers["Content-Type"] == "application/json"
    (delivery,) = here.account.webhooks.deliveries
    assert (told.delivery, told.attempt) == (delivery.number, 1)
    assert told.at_ms == delivery.due_at_ms == here.account.clock.now_ms()
    assert told.answer.status == 200


def test_it_fails_as_often_as_it_is_told_and_then_accepts(here: Lab) -> None:
    here.account.webhooks.plan(retries=5)
    here.sink.answer(503, Answer(status=500), then=202)
    here.upload()
    assert [each.answer.status for each in here.sink.wait_for(3)] == [503, 500, 202]
    assert here.moments() == [("due", 0, 503), ("retry", 10, 500), ("retry", 30, 202)]


@pytest.mark.parametrize(
    ("breaks", "seen"),
    [("reset", "reset by peer"), ("empty", "without response"), ("stall", "without response")],
)
def test_it_breaks_the_connection(here: Lab, breaks: str, seen: str) -> None:
    here.account.webhooks.plan(retries=1)
    here.sink.answer(Answer(breaks=breaks))
    here.upload()
    began = time.monotonic()
    here.sink.wait_for(2)
    assert time.monotonic() - began < 9  # a sender that really waits gives up after ten
    failed, accepted = here.account.webhooks.deliveries[0].attempts
    assert (failed.status, accepted.status) == (None, 200)
    on_port = here.address.startswith("http://")
    assert (seen if on_port else {"stall": "ReadTimeout"}.get(breaks, breaks)) in failed.error


def test_it_is_slow_on_the_accounts_time(here: Lab) -> None:
    here.sink.answer(Answer(after_seconds=8))
    here.upload()
    began, began_ms = time.monotonic(), here.account.clock.now_ms()
    here.account.clock.advance(seconds=30)
    assert time.monotonic() - began < 7
    assert here.account.clock.now_ms() == began_ms + 38_000
    assert here.states() == ["accepted"]


def test_slower_than_the_sender_is_patient_is_not_at_all(here: Lab) -> None:
    here.sink.answer(Answer(after_seconds=10))
    here.upload()
    here.account.clock.advance(seconds=30)
    assert here.states() == ["failed"]


def test_waiting_moves_a_standing_clock_to_the_callback_and_no_further(here: Lab) -> None:
    here.account.clock.freeze()
    here.bring()
    here.upload()
    began_ms = here.account.clock.now_ms()
    here.sink.wait_for(status="SUCCEEDED")
    assert here.account.clock.now_ms() == began_ms + 2000
    here.sink.wait_for(2, status="INDEXING_SUCCEEDED")
    assert here.account.clock.now_ms() >= began_ms + 4000
    assert len(here.sink.bodies) == 4


def test_what_never_comes_is_told_with_all_that_is_known(here: Lab) -> None:
    here.account.webhooks.plan(lost=[2])
    first, second = here.upload(), here.upload()
    with pytest.raises(NotTold) as failed:
        here.sink.wait_for(videoNo=second)
    told = str(failed.value)
    assert f"waited for 1 with videoNo='{second}'" in told
    assert first in told
    assert "lost" in told
    assert isinstance(failed.value, AssertionError)


def test_waiting_has_an_end(here: Lab) -> None:
    number = here.upload()
    here.account.outcomes.settle(number, ends="HELD")
    with pytest.raises(NotTold, match="planned"):
        here.sink.wait_for()
    here.account.outcomes.release(number)
    here.sink.wait_for()
    here.account.webhooks.plan(late=1, late_seconds=500)
    here.upload()
    before_ms = here.account.clock.now_ms()
    with pytest.raises(NotTold, match="due in "):
        here.sink.wait_for(2, within_seconds=400)
    assert here.account.clock.now_ms() <= before_ms + 400_000
    here.sink.wait_for(2)


def test_that_nothing_comes_can_be_asked_too(here: Lab) -> None:
    here.account.webhooks.plan(late=1, late_seconds=100)
    number = here.upload()
    here.sink.expect_none(within_seconds=50)
    here.sink.expect_none(within_seconds=100, status="FAIL")
    here.upload()
    with pytest.raises(AssertionError, match="nothing was expected"):
        here.sink.expect_none(within_seconds=200)
    assert here.told()[0] == number


def test_what_goes_wrong_in_the_tests_own_look_is_raised_in_the_test(here: Lab) -> None:
    def look(_told: object) -> None:
        raise ZeroDivisionError("in the look")

    here.sink.each(look)
    here.upload()
    with pytest.raises(ZeroDivisionError, match="in the look"):
        here.sink.wait_for()
    assert here.moments() == [("due", 0, 500)]


def test_what_is_no_callback_is_kept_as_it_is() -> None:
    with WebhookSink() as sink:
        url = sink.listen()
        assert url == sink.listen()
        assert requests.post(f"{url}/x", data=b"no json", timeout=5).status_code == 200
        (told,) = sink.wait_for()
        assert (told.path, told.body, told.at_ms, told.delivery) == ("/x", "no json", None, None)
        with pytest.raises(ValueError, match="on a port only"):
            _ = sink.url
        with pytest.raises(NotTold):
            sink.wait_for(2, within_seconds=0.05)
        sink.expect_none(within_seconds=0.05)
    with pytest.raises(requests.ConnectionError):
        requests.post(url, timeout=5)


@responses.activate
def test_in_process_nothing_leaves_the_process(v1: Caller) -> None:
    with lab(v1.fake) as here:
        number = here.upload()
        here.sink.wait_for(videoNo=number)
        assert len(responses.calls) == 0
        closed = here.sink.url
    v1.add(BOATS, callback=closed)
    v1.advance(minutes=1)
    (*_, delivery) = here.account.webhooks.deliveries
    assert delivery.state == "failed"
    assert delivery.attempts[0].error == "nobody receives at this address"


@pytest.mark.parametrize(
    "address",
    [
        "https://sink.memories-fake.test/1{n}",
        "http://sink.memories-fake.test",
        "https://SINK.memories-fake.test:8443/?x=1",
        "https://sink.memories-fake.test/x{n}",
    ],
)
def test_an_address_like_it_stays_here_and_reaches_nobody(v1: Caller, address: str) -> None:
    with responses.RequestsMock(), lab(v1.fake) as here:
        n = here.sink.url.rpartition("/")[2]
        here.upload(callback=address.format(n=n))
        v1.advance(minutes=1)
        assert here.sink.bodies == []
        error = here.account.webhooks.deliveries[0].attempts[0].error
        assert error == "nobody receives at this address"


def test_two_sinks_of_one_fake_are_told_apart(v1: Caller) -> None:
    with lab(v1.fake) as one, lab(v1.fake) as two:
        first, second = one.upload(), two.upload()
        v1.advance(minutes=1)
        assert (one.told(), two.told()) == ([first], [second])


def test_the_fixture_is_of_the_clients_account(
    memories_fake: Fake, memories_key: str, webhook_sink: WebhookSink
) -> None:
    caller = Caller("https://api.memories.ai", fake=memories_fake, key=memories_key)
    number = caller.add(BOATS, callback=webhook_sink.url)
    (told,) = webhook_sink.wait_for(status="PARSE")
    assert told.body["videoNo"] == number
    webhook_sink.clear()
    assert webhook_sink.bodies == []
