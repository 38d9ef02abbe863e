"""How callbacks are sent where a test plans it: tried again, twice, late, out of order, never."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from callbacks import BOATS, Lab, lab
from calling import data

from memories_fake import Fake
from memories_fake.testkit.receiving import Answer


@pytest.fixture
def here(memories_fake: Fake, memories_key: str) -> Iterator[Lab]:
    """A lab in-process, on an account that is empty."""
    with lab(memories_fake, key=memories_key) as laid_out:
        yield laid_out


def test_a_whole_story(here: Lab) -> None:
    plan = {"retries": 2, "backoff_seconds": 10, "backoff_factor": 2}
    here.account.webhooks.plan(**plan, duplicated=[2], late=[3], late_seconds=90, lost=[4])
    here.sink.answer(503, 500)
    four = []
    for _ in range(4):
        four.append(here.upload())
        here.account.clock.advance(seconds=40)

    (accepted,) = [each for each in here.sink.received if each.answer.status == 200][:1]
    assert accepted.body["videoNo"] == four[0]
    here.sink.wait_for(1, videoNo=four[2])
    here.sink.expect_none(within_seconds=600, videoNo=four[3])

    assert here.moments(0) == [("due", 0, 503), ("retry", 10, 500), ("retry", 30, 200)]
    assert here.moments(1) == [("due", 0, 200), ("duplicate", 0, 200)]
    assert here.moments(2) == [("due", 90, 200)]
    assert here.moments(3) == []
    assert here.states() == ["accepted", "accepted", "accepted", "lost"]
    assert here.told() == [four[0]] * 3 + [four[1]] * 2 + [four[2]]

    again = here.account.webhooks.redeliver(here.account.webhooks.deliveries[3].number)
    assert [each.reason for each in again.attempts] == ["redelivery"]
    assert again.state == "accepted"
    assert here.told()[-1] == four[3]


def test_by_itself_each_is_tried_once(here: Lab) -> None:
    here.sink.answer(then=500)
    here.upload()
    here.account.clock.advance(hours=24)
    assert here.moments() == [("due", 0, 500)]
    assert here.states() == ["failed"]


def test_retries_end(here: Lab) -> None:
    here.account.webhooks.plan(retries=3, backoff_seconds=5, backoff_factor=3)
    here.sink.answer(then=404)
    here.upload()
    here.account.clock.advance(hours=24)
    assert here.moments() == [
        ("due", 0, 404),
        ("retry", 5, 404),
        ("retry", 20, 404),
        ("retry", 65, 404),
    ]
    assert here.states() == ["failed"]


@pytest.mark.parametrize("status", [199, 302, 400, 503])
def test_all_outside_2xx_is_a_failure(here: Lab, status: int) -> None:
    here.account.webhooks.plan(retries=1)
    here.sink.answer(status, 204)
    here.upload()
    here.account.clock.advance(minutes=5)
    assert here.moments() == [("due", 0, status), ("retry", 10, 204)]


def test_who_cannot_be_reached_is_tried_again(here: Lab) -> None:
    here.account.webhooks.plan(retries=2)
    here.upload(callback="https://sink.memories-fake.test/999/nobody")
    here.account.clock.advance(minutes=5)
    (delivery,) = here.account.webhooks.deliveries
    assert [each.error for each in delivery.attempts] == ["nobody receives at this address"] * 3
    assert delivery.state == "failed"


def test_a_retry_waits_from_the_failure_on_that_came_slowly(here: Lab) -> None:
    here.account.webhooks.plan(retries=2)
    here.sink.answer(Answer(status=500, after_seconds=4), Answer(breaks="stall"))
    here.upload()
    here.account.clock.advance(minutes=5)
    assert here.moments() == [("due", 0, 500), ("retry", 14, None), ("retry", 44, 200)]
    (delivery,) = here.account.webhooks.deliveries
    assert "ReadTimeout" in str(delivery.attempts[1].error)


def test_one_leap_makes_the_same_history_as_small_steps(here: Lab) -> None:
    def history(step_seconds: float) -> Any:
        here.account.reset()
        here.sink.clear()
        here.account.webhooks.plan(
            retries=2, backoff_seconds=7, duplicated=[1], late=[2], late_seconds=9, reordered=[3]
        )
        here.sink.answer(500, 200, 503, then=200)
        here.account.clock.freeze()
        here.bring()
        here.upload()
        for _ in range(round(120 / step_seconds)):
            here.account.clock.advance(seconds=step_seconds)
        return here.account.webhooks.deliveries, [each.at_ms for each in here.sink.received]

    assert history(120) == history(1) == history(0.25)


def test_a_duplicate_is_the_same_again(here: Lab) -> None:
    here.account.webhooks.plan(duplicated=1, duplicate_after_seconds=3)
    here.upload()
    here.account.clock.advance(minutes=5)
    first, second = here.sink.received
    assert first.body == second.body
    assert (first.delivery, first.attempt) == (second.delivery, 1)
    assert second.attempt == 2
    assert (second.at_ms or 0) - (first.at_ms or 0) == 3000


def test_a_late_one_is_told_what_was_so_when_it_was_due(here: Lab) -> None:
    here.account.webhooks.plan(late=1, late_seconds=300)
    number = here.upload()
    here.account.clock.advance(minutes=4)
    assert here.sink.bodies == []
    assert here.states() == ["planned"]
    here.account.clock.advance(minutes=2)
    assert here.told() == [number]
    assert here.moments() == [("due", 300, 200)]


def test_videos_may_be_told_of_before_the_import_that_brings_them(here: Lab) -> None:
    here.account.webhooks.plan(reordered=[1])
    here.bring()
    here.account.clock.advance(minutes=5)
    statuses = [body["status"] for body in here.sink.bodies]
    assert sorted(statuses) == ["INDEXING_SUCCEEDED", "INDEXING_SUCCEEDED", "SUCCEEDED"]
    assert statuses[0] == "INDEXING_SUCCEEDED"


def test_where_all_are_reordered_they_change_places_two_by_two(here: Lab) -> None:
    here.account.webhooks.plan(reordered=1)
    four = [here.upload() for _ in range(4)]
    here.account.clock.advance(minutes=5)
    assert here.told() == [four[1], four[0], four[3], four[2]]


def test_who_is_not_overtaken_comes_in_the_end(here: Lab) -> None:
    here.account.webhooks.plan(reordered=1, reorder_seconds=45, duplicated=1)
    here.upload()
    here.account.clock.advance(minutes=5)
    assert here.moments() == [("due", 45, 200), ("duplicate", 45, 200)]


def test_a_lost_one_overtakes_nobody(here: Lab) -> None:
    here.account.webhooks.plan(reordered=[1], lost=[2])
    three = [here.upload() for _ in range(3)]
    here.account.clock.advance(minutes=5)
    assert here.told() == [three[2], three[0]]


def test_chance_is_the_same_each_time_and_another_elsewhere() -> None:
    def fates(seed: int, key: str | None = None) -> list[str]:
        with lab(seed=seed) as laid_out:
            caller = laid_out.caller if key is None else laid_out.caller.other()
            account = laid_out.caller.fake.account(caller.key)
            account.webhooks.plan(lost=0.4)
            for _ in range(16):
                caller.add(BOATS, callback=laid_out.sink.url)
            account.clock.advance(minutes=5)
            return [each.state for each in account.webhooks.deliveries]

    first = fates(7)
    assert first == fates(7)
    assert first != fates(8)
    assert first != fates(7, "somebody")
    assert 0 < first.count("lost") < 16


def test_a_plan_holds_for_what_falls_due_under_it(here: Lab) -> None:
    here.account.webhooks.plan(retries=5, backoff_seconds=20, backoff_factor=1)
    here.sink.answer(then=500)
    here.upload()
    here.account.clock.advance(seconds=10)
    here.account.webhooks.plan()
    here.upload()
    here.account.clock.advance(hours=1)
    assert [len(here.moments(nth)) for nth in (0, 1)] == [6, 1]


def test_a_plan_is_of_one_account(here: Lab) -> None:
    here.account.webhooks.plan(lost=1)
    number = here.caller.other().add(BOATS, callback=here.sink.url)
    here.upload()
    for caller in (here.caller, here.caller.other()):
        caller.advance(minutes=5)
    assert here.told() == [number]


def test_reset_forgets_the_plan_and_all_attempts(here: Lab) -> None:
    here.account.webhooks.plan(retries=5)
    here.sink.answer(then=500)
    here.upload()
    here.account.clock.advance(seconds=15)
    assert len(here.sink.bodies) == 2
    here.account.reset()
    here.account.clock.advance(hours=1)
    assert len(here.sink.bodies) == 2
    assert here.account.webhooks.deliveries == ()
    assert here.account.webhooks.planned.retries == 0
    here.upload()
    here.account.clock.advance(hours=1)
    assert len(here.sink.bodies) == 3


def test_a_deleted_video_is_not_tried_again(here: Lab) -> None:
    here.account.webhooks.plan(retries=5)
    here.sink.answer(then=500)
    number = here.upload()
    here.account.clock.advance(seconds=5)
    data(here.caller.post("delete_videos", [number]))
    here.account.clock.advance(hours=1)
    assert here.told() == [number]
    assert here.account.webhooks.deliveries == ()


def test_what_ends_otherwise_in_the_meantime_is_told_so(here: Lab) -> None:
    here.account.webhooks.plan(late=1)
    number = here.upload()
    here.account.outcomes.settle(number, ends="FAIL", after_seconds=20)
    here.sink.wait_for(status="FAIL")
    assert here.moments() == [("due", 60, 200)]


def test_redelivery_has_one_try_and_leaves_the_retries_alone(here: Lab) -> None:
    here.account.webhooks.plan(retries=1, backoff_seconds=100)
    here.sink.answer(500, 500, then=200)
    here.upload()
    here.account.clock.advance(seconds=20)
    number = here.account.webhooks.deliveries[0].number
    assert here.account.webhooks.redeliver(number).state == "planned"
    here.account.clock.advance(minutes=5)
    assert [reason for reason, _, _ in here.moments()] == ["due", "redelivery", "retry"]
    assert [status for _, _, status in here.moments()] == [500, 500, 200]
    again = here.account.webhooks.redeliver(str(number))
    assert again.attempts[-1].status == 200
    assert len(here.sink.bodies) == 4


def test_only_what_was_due_can_be_redelivered(here: Lab) -> None:
    here.upload()
    (delivery,) = here.account.webhooks.deliveries
    with pytest.raises(ValueError, match="not due yet"):
        here.account.webhooks.redeliver(delivery.number)
    with pytest.raises(LookupError, match="no delivery 12"):
        here.account.webhooks.redeliver(12)
    with pytest.raises(LookupError):
        here.caller.fake.account("sk-somebody-else").webhooks.redeliver(delivery.number)


def test_where_callbacks_are_off_nothing_is_tried_again() -> None:
    with lab(callbacks="off") as laid_out:
        laid_out.account.webhooks.plan(retries=3)
        laid_out.upload()
        laid_out.account.clock.advance(hours=1)
        assert laid_out.states() == ["silent"]
        assert len(laid_out.moments()) == 1
        assert laid_out.sink.bodies == []


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"retries": -1}, "retries"),
        ({"retries": 101}, "retries"),
        ({"retries": "often"}, "retries"),
        ({"late": 1.5}, "late"),
        ({"late": float("nan")}, "late is a chance from 0 to 1"),
        ({"lost": [0]}, "lost"),
        ({"late_seconds": -1}, "late_seconds"),
        ({"backoff_seconds": float("nan")}, "backoff_seconds"),
        ({"backoff_factor": 0.5}, "backoff_factor"),
        ({"dropped": 1}, "there is no dropped here; there are: retries"),
    ],
)
def test_a_plan_without_sense_is_refused(here: Lab, told: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        here.account.webhooks.plan(**told)


def test_even_the_longest_plan_has_an_end(here: Lab) -> None:
    here.account.webhooks.plan(retries=100, backoff_factor=1000)
    here.sink.answer(then=500)
    here.upload()
    here.account.clock.advance(hours=24 * 120)
    moments = here.moments()
    assert len(moments) == 101
    assert moments[-1][1] - moments[-2][1] == 86_400
