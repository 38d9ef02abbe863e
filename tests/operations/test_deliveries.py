"""How callbacks are delivered: in real time, over restarts, to whoever answers; and not at all."""

from __future__ import annotations

import threading
from pathlib import Path
from queue import Empty

import pytest
import requests
import responses
from calling import Caller
from calls import videos
from fakes import fake_kept_in, fake_with
from receiving import deliveries, receiving

from memories_fake import Fake

BOATS = "https://films.example/harbour_boats.mp4"
LIVE = "https://api.memories.ai"
THREAD = "memories-fake-post"


def senders() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == THREAD]


def test_in_real_time_a_callback_comes_by_itself() -> None:
    with receiving() as receiver, fake_with(time="real", parse_seconds=0.2) as caller:
        number = caller.add(BOATS, callback=receiver.url)
        assert receiver.bodies == []
        assert receiver.wait()["videoNo"] == number
        assert videos(caller)[0]["status"] == "PARSE"


def test_in_real_time_each_comes_in_its_turn_over_a_port() -> None:
    with (
        receiving() as receiver,
        Fake(time="real", parse_seconds=0.2, import_seconds=0.1) as fake,
        fake.serve() as server,
    ):
        caller = Caller(server.url, fake=fake)
        urls = [f"https://www.tiktok.com/@ada/video/{n}" for n in (1, 2)]
        caller.post("scraper_url", {"video_urls": urls, "callback_url": receiver.url})
        number = caller.add(BOATS, callback=receiver.url)
        told = [receiver.wait() for _ in range(4)]
        # Whether the upload or the import is ready first depends on how busy the machine is.
        assert told == [planned["body"] for planned in deliveries(caller)]
        assert told[0]["status"] == "SUCCEEDED"
        assert [body["videoNo"] for body in told if "videoNo" in body] == [number]
        assert sum(body["status"] == "INDEXING_SUCCEEDED" for body in told) == 2


def test_the_thread_begins_with_the_first_callback_and_ends_with_the_fake() -> None:
    with receiving() as receiver, fake_with(time="real", parse_seconds=600) as caller:
        caller.add(BOATS)
        assert senders() == []
        caller.add(BOATS, callback=receiver.url)
        assert len(senders()) == 1
    assert senders() == []
    assert receiver.bodies == []


def test_virtual_time_needs_no_thread(v1: Caller) -> None:
    with receiving() as receiver:
        v1.parsed(BOATS, callback=receiver.url)
        assert len(receiver.bodies) == 1
        assert senders() == []


def test_deliveries_are_listed_with_what_came_of_them(api: Caller) -> None:
    with receiving(status=503) as receiver:
        number = api.add(BOATS, callback=receiver.url)
        (planned,) = deliveries(api)
        assert planned["url"] == receiver.url
        assert planned["about"] == planned["body"]["videoNo"] == number
        assert (planned["delivered_at_ms"], planned["status"], planned["error"]) == (None,) * 3

        api.advance(seconds=60)

        (done,) = deliveries(api)
        assert done["status"] == 503
        assert done["delivered_at_ms"] >= done["due_at_ms"] == planned["due_at_ms"]
    assert deliveries(api.other()) == []


def test_whom_nobody_answers_is_noted_and_not_tried_again(v1: Caller) -> None:
    with receiving() as receiver:
        gone = receiver.url
    v1.parsed(BOATS, callback=gone)
    (done,) = deliveries(v1)
    assert done["status"] is None
    assert "ConnectionError" in done["error"]
    v1.advance(hours=1)
    assert deliveries(v1) == [done]


def test_looking_at_deliveries_moves_no_time(v1: Caller) -> None:
    v1.add(BOATS, callback="http://127.0.0.1:9/")
    before = v1.fake.clock(v1.key).now_ms()
    deliveries(v1)
    assert v1.fake.clock(v1.key).now_ms() == before


def test_callbacks_that_are_off_are_written_down_and_go_nowhere() -> None:
    with receiving() as receiver, fake_with(callbacks="off") as caller:
        caller.parsed(BOATS, callback=receiver.url)
        assert receiver.bodies == []
        (done,) = deliveries(caller)
        assert (done["status"], done["error"]) == (None, "callbacks are off")
        assert done["body"]["status"] == "PARSE"


def test_callbacks_are_on_or_off() -> None:
    with pytest.raises(ValueError, match="perhaps"):
        Fake(callbacks="perhaps")


@responses.activate
def test_a_callback_can_be_caught_on_its_way_out(v1: Caller) -> None:
    caught = responses.post("https://hooks.example/told", status=204)
    number = v1.parsed(BOATS, callback="https://hooks.example/told")
    assert caught.call_count == 1
    assert number.encode() in caught.calls[0].request.body
    assert deliveries(v1)[0]["status"] == 204


def test_a_callback_to_the_fake_itself_is_a_call_like_any(v1: Caller) -> None:
    v1.parsed(BOATS, callback=f"{LIVE}/serve/api/v1/list_videos")
    assert deliveries(v1)[0]["status"] == 200


def test_a_redirect_is_not_followed(v1: Caller) -> None:
    with receiving(status=307) as receiver:
        v1.parsed(BOATS, callback=receiver.url)
        assert len(receiver.bodies) == 1
    assert deliveries(v1)[0]["status"] == 307


def test_what_was_not_delivered_is_delivered_after_a_restart(tmp_path: Path) -> None:
    with receiving() as receiver:
        with fake_kept_in(tmp_path) as caller:
            number = caller.add(BOATS, callback=receiver.url)
        with fake_kept_in(tmp_path) as caller:
            caller.advance(seconds=60)
            assert [body["videoNo"] for body in receiver.bodies] == [number]
        with fake_kept_in(tmp_path) as caller:
            caller.advance(seconds=60)
            assert len(receiver.bodies) == 1


def test_in_real_time_too_as_soon_as_the_account_is_seen(tmp_path: Path) -> None:
    store = str(tmp_path / "kept.db")
    with receiving() as receiver:
        with fake_with(time="real", parse_seconds=0.2, store=store) as caller:
            number = caller.add(BOATS, callback=receiver.url)
            caller.fake.services.courier.close()
        with fake_with(time="real", store=store) as caller:
            with pytest.raises(Empty):
                receiver.wait(0.3)
            videos(caller)
            assert receiver.wait()["videoNo"] == number


def test_a_reset_account_calls_nobody(v1: Caller) -> None:
    with receiving() as receiver:
        v1.add(BOATS, callback=receiver.url)
        clock = v1.fake.clock(v1.key)
        v1.fake.reset(v1.key)
        clock.advance(hours=1)
        v1.advance(hours=1)
        assert receiver.bodies == deliveries(v1) == []


def test_many_requests_at_once_deliver_each_once() -> None:
    with receiving() as receiver, Fake() as fake, fake.serve() as server:
        caller = Caller(server.url, fake=fake)
        numbers = [caller.add(BOATS, callback=receiver.url) for _ in range(8)]
        threads = [threading.Thread(target=_ask, args=(caller,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        caller.advance(seconds=60)
        assert sorted(body["videoNo"] for body in receiver.bodies) == numbers


def _ask(caller: Caller) -> None:
    headers = {"Authorization": caller.key}
    for _ in range(3):
        requests.post(
            f"{caller.base}/serve/api/v1/list_videos", json={}, headers=headers, timeout=10
        )


@responses.activate
def test_who_is_told_in_the_same_thread_may_ask_at_once(v1: Caller) -> None:
    seen: list[str] = []

    def look(_request: object) -> tuple[int, dict[str, str], str]:
        seen.append(videos(v1)[0]["status"])
        v1.advance(seconds=5)
        return 200, {}, ""

    responses.add_callback(responses.POST, "https://hooks.example/told", look)
    for _ in range(2):
        v1.add(BOATS, callback="https://hooks.example/told")
    v1.advance(seconds=60)
    assert seen == ["PARSE", "PARSE"]
