"""Time in a test's hand: it stands, runs or runs faster, and everything an account has obeys it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from hands import LIVE, Hand, PythonHand, Refused, by_every_hand
from picture_making import harbour
from receiving import receiving
from subjects import FILM, Subject

from memories_client import Memories
from memories_fake.runtime.ids import minted_at_ms
from memories_fake.testkit.clock import SteeredClock


@pytest.fixture
def clock(program: PythonHand) -> SteeredClock:
    """The account's clock, which stands quite still."""
    return program.account.clock


@pytest.fixture(params=["video", "image", "task"])
def subject(
    request: pytest.FixtureRequest, hand: Hand, program: Hand, tmp_path: Path
) -> Iterator[Subject]:
    picture = tmp_path / "harbour boats.png"
    harbour().save(picture)
    with receiving() as receiver:
        yield Subject(request.param, hand, program, picture, receiver)


def film(program: Hand) -> str:
    return str(program.data("upload_url", {"url": FILM})["videoNo"])


@by_every_hand
def test_it_moves_as_far_as_it_is_told(hand: Hand, clock: SteeredClock) -> None:
    before_ms = clock.now_ms()
    hand.steer("clock.advance", hours=1, minutes=2, seconds=3.456)
    assert clock.now_ms() - before_ms == 3_723_456


@by_every_hand
def test_it_stands_runs_and_runs_faster(hand: Hand, program: Hand, clock: SteeredClock) -> None:
    modes = []
    for word, told in (
        ("run", {}),
        ("run", {"scale": 60}),
        ("stand", {"request_seconds": 5}),
        ("freeze", {}),
    ):
        hand.steer(f"clock.{word}", **told)
        modes.append((clock.mode, clock.scale, clock.request_seconds))
    assert modes == [
        ("real", 1, 0),
        ("scaled", 60, 0),
        ("manual", 0, 5),
        ("manual", 0, 0),
    ]


def test_while_it_stands_a_request_counts_as_it_was_told(
    hand: Hand, program: Hand, clock: SteeredClock
) -> None:
    moments = []
    for word, told in (("stand", {"request_seconds": 5}), ("freeze", {})):
        hand.steer(f"clock.{word}", **told)
        before_ms = clock.now_ms()
        program.data("list_videos", {})
        moments.append(clock.now_ms() - before_ms)
    assert moments == [5000, 0]


REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "back": ("advance", {"seconds": -1}),
    "backwards": ("run", {"scale": -1}),
    "less than no time": ("stand", {"request_seconds": -1}),
}


@pytest.mark.parametrize(("word", "told"), REFUSED.values(), ids=REFUSED)
def test_it_does_not_go_back(
    hand: Hand, clock: SteeredClock, word: str, told: dict[str, Any]
) -> None:
    before = (clock.now_ms(), clock.mode, clock.request_seconds)
    with pytest.raises(Refused) as refused:
        hand.steer(f"clock.{word}", **told)
    assert refused.value.status == 400
    assert (clock.now_ms(), clock.mode, clock.request_seconds) == before


def test_it_is_moved_to_an_end_and_no_further(subject: Subject, clock: SteeredClock) -> None:
    ends = "task" if subject.kind == "task" else "PARSE"
    number = subject.made()
    before_ms = clock.now_ms()
    subject.hand.steer("clock.advance_until", number=number)
    assert (subject.state(number), clock.now_ms() - before_ms) == (
        "PARSE",
        4000 if ends == "task" else 2000,
    )
    subject.hand.steer("clock.advance_until", number=number)
    assert clock.now_ms() - before_ms == (4000 if ends == "task" else 2000)


@pytest.mark.parametrize(
    ("ends", "asked"), [("PARSE", "FAIL"), ("FAIL", "PARSE"), ("HELD", "PARSE")]
)
def test_it_is_not_moved_to_an_end_that_does_not_come(
    subject: Subject, clock: SteeredClock, ends: str, asked: str
) -> None:
    subject.program.steer("outcomes.add", kind=subject.kind, ends=ends)
    number, before_ms = subject.made(), clock.now_ms()
    with pytest.raises(Refused, match=r"does not come to|held") as refused:
        subject.hand.steer("clock.advance_until", number=number, status=asked)
    assert refused.value.status == 409
    assert clock.now_ms() == before_ms
    if ends == "FAIL":
        subject.hand.steer("clock.advance_until", number=number, status="FAIL")
        assert clock.now_ms() == before_ms + 2000


def test_numbers_and_times_tell_its_moment(program: Hand, clock: SteeredClock) -> None:
    for _ in range(3):
        clock.advance(hours=5)
        number = film(program)
        (row, *_) = program.data("list_videos", {"video_no": number})["videos"]
        assert minted_at_ms(int(number.removeprefix("VI"))) == clock.now_ms()
        assert 45 <= int(row["create_time"]) - clock.now_ms() <= 65


@pytest.mark.memories_fake(limits="2025")
def test_the_windows_of_rates_pass_with_it(program: Hand, clock: SteeredClock) -> None:
    codes = []
    for seconds in (0, 0, 0.999, 0.001):
        clock.advance(seconds=seconds)
        codes.append(program.call("upload_url", {"url": FILM})["code"])
    assert codes == ["0000", "0429", "0429", "0000"]


def test_streams_are_paced_by_it(program: Hand, clock: SteeredClock) -> None:
    number = film(program)
    clock.advance_until(number)
    before_ms = clock.now_ms()
    answer = requests.post(
        f"{LIVE}/serve/api/v1/chat_stream",
        json={"video_nos": [number], "prompt": "What is seen?"},
        headers={"Authorization": program.key},
        timeout=5,
    )
    pauses = answer.content.count(b"\n\n") - 1
    assert clock.now_ms() - before_ms == pauses * 30


def test_who_sleeps_by_it_does_not_wait(clock: SteeredClock, program: Hand) -> None:
    program.steer("outcomes.next", after_seconds=86_400)

    def now() -> float:
        return clock.now_ms() / 1000

    with Memories(program.key, LIVE, sleep=clock.sleep, now=now) as client:
        number = client.upload_url(FILM).video_no
        assert client.wait_until_parsed(number, timeout_seconds=200_000, poll_seconds=900)


def test_when_it_runs_all_comes_by_itself(program: Hand, clock: SteeredClock) -> None:
    with receiving() as receiver:
        program.steer("outcomes.next", after_seconds=3600)
        number = program.data("upload_url", {"url": FILM, "callback": receiver.url})["videoNo"]
        clock.run(scale=36_000)  # an hour is a tenth of a second
        assert receiver.wait()["videoNo"] == number
        clock.stand()
        (row,) = program.data("list_videos", {})["videos"]
        assert row["status"] == "PARSE"


def test_another_accounts_time_is_its_own(hand: Hand, clock: SteeredClock) -> None:
    before_ms = clock.now_ms()
    hand.other("sk-somebody-else").steer("clock.advance", hours=1)
    assert clock.now_ms() == before_ms
