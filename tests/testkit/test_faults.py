"""Which calls a fault meets, before or after what, and which of several goes first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import requests
from hands import LIVE, Hand, PythonHand, Refused, by_every_hand

from memories_fake.doors.server import Server
from memories_fake.runtime.faults import fault_of
from memories_fake.runtime.laid import Laid
from memories_fake.runtime.troubles import Scope

FILM = "https://films.example/harbour.mp4"
HEADER = "X-Memories-Fake-Fault"
pytestmark = pytest.mark.memories_fake(unfired="ignore")


def codes(program: Hand, *, calls: int) -> list[str]:
    """The codes that so many calls are answered by, one second after the other."""
    told = []
    for _ in range(calls):
        program.steer("clock.advance", seconds=1)
        told.append(program.call("list_videos", {})["code"])
    return told


AIMS: dict[str, tuple[dict[str, Any], Sequence[int]]] = {
    "always": ({}, (1, 1, 1, 1)),
    "by operation": ({"operation": "v1.list_videos"}, (1, 1, 1, 1)),
    "by a pattern": ({"operation": "*.list_*"}, (1, 1, 1, 1)),
    "of another operation": ({"operation": "v1.chat"}, (0, 0, 0, 0)),
    "the second": ({"nth": 2}, (0, 1, 0, 0)),
    "the first two": ({"first": 2}, (1, 1, 0, 0)),
    "three times": ({"times": 3}, (1, 1, 1, 0)),
    "for a while": ({"for_seconds": 2.5}, (1, 1, 0, 0)),
    "by no chance": ({"chance": 0}, (0, 0, 0, 0)),
    "for sure": ({"chance": 1}, (1, 1, 1, 1)),
    "the first two of all, once": ({"first": 2, "times": 1}, (1, 0, 0, 0)),
}


@pytest.mark.parametrize(("aim", "struck"), AIMS.values(), ids=AIMS)
def test_it_meets_the_calls_that_it_is_aimed_at(
    hand: Hand, program: Hand, aim: dict[str, Any], struck: Sequence[int]
) -> None:
    hand.steer("faults.add", code="0429", **aim)
    assert codes(program, calls=4) == ["0429" if each else "0000" for each in struck]


def test_it_meets_calls_that_name_its_video(hand: Hand, program: Hand) -> None:
    first, second = (program.data("upload_url", {"url": FILM})["videoNo"] for _ in range(2))
    program.steer("clock.advance", seconds=60)
    hand.steer("faults.add", code="0429", video=first)
    answers = [
        program.call("list_videos", {"video_no": first}),
        program.call("list_videos", {"video_no": f"{first}0"}),
        program.call("get_video_transcription", {"video_no": second}),
        program.call("chat", {"video_nos": [second, first], "prompt": "What is seen?"}),
        program.call("delete_videos", [first]),
    ]
    assert [each["code"] for each in answers] == ["0429", "0000", "0000", "0429", "0429"]


def test_its_chance_is_the_same_each_time(program: Hand) -> None:
    drawn = []
    for _ in range(2):
        program.steer("reset")
        program.steer("faults.add", code="0429", chance=0.3)
        drawn.append(codes(program, calls=40))
    assert drawn[0] == drawn[1]
    assert 4 < drawn[0].count("0429") < 20


def test_every_fault_counts_the_calls_that_fit_whichever_strikes(program: Hand) -> None:
    program.steer("faults.add", code="0003", nth=3)
    program.steer("faults.add", code="0001", first=1)
    assert codes(program, calls=4) == ["0001", "0000", "0003", "0000"]


@pytest.mark.parametrize(("when", "made"), [("before", "0"), ("after", "1")])
@pytest.mark.parametrize("words", [{"code": "0001"}, {"status": 503, "body": "{}"}], ids=str)
def test_the_work_is_done_or_not(hand: Hand, words: dict[str, Any], when: str, made: str) -> None:
    hand.steer("faults.add", when=when, times=1, **words)
    assert hand.call("upload_url", {"url": FILM}) != {"code": "0000"}
    assert hand.data("list_videos", {})["total_count"] == made


def test_after_the_work_it_strikes_whatever_the_work_came_to(program: Hand) -> None:
    program.steer("faults.add", when="after", code="0500", times=1)
    refused = program.call("chat", {"video_nos": ["VI1"], "prompt": "What is seen?"})
    assert refused["code"] == "0500"


# Only in-process it is known how patient a client is, so that nobody waits while the clock stands.
@pytest.mark.memories_fake(unfired="ignore", seed=1)
@pytest.mark.parametrize(("when", "made"), [("before", "0"), ("after", "1")])
@pytest.mark.parametrize("words", [{"latency_seconds": 2}, {"connection": "stall"}], ids=str)
def test_a_client_that_gives_up_may_have_had_its_way(
    program: Hand, words: dict[str, Any], when: str, made: str
) -> None:
    program.steer("faults.add", when=when, times=1, **words)
    with pytest.raises(requests.ReadTimeout):
        upload(LIVE, program.key, timeout=0.5)
    assert program.data("list_videos", {})["total_count"] == made


@pytest.mark.parametrize(("when", "made"), [("before", "0"), ("after", "1")])
def test_over_a_port_too(
    program: PythonHand, memories_server: Server, when: str, made: str
) -> None:
    program.steer("clock.run")
    program.steer("faults.add", when=when, times=1, latency_seconds=0.5)
    with pytest.raises(requests.ReadTimeout):
        upload(memories_server.url, program.key, timeout=0.2)
    while not program.account.journal:  # the server has not noticed yet
        program.steer("clock.sleep", seconds=0.02)
    assert program.data("list_videos", {})["total_count"] == made


def upload(base: str, key: str, *, timeout: float) -> requests.Response:
    return requests.post(
        f"{base}/serve/api/v1/upload_url",
        json={"url": FILM},
        headers={"Authorization": key},
        timeout=timeout,
    )


# What it lays down is the whole server's, so it wants one of its own.
@pytest.mark.memories_fake(unfired="ignore", seed=1)
@by_every_hand
def test_what_is_nearer_goes_first(hand: Hand) -> None:
    server = hand.other("")
    server.steer("faults.add", code="4000")
    account = hand.steer("faults.add", code="3000", scope="account")
    test = hand.steer("faults.add", code="2000", scope="test")

    def code(**headers: str) -> str:
        return str(hand.call("list_videos", {}, headers=headers)["code"])

    assert code(**{HEADER: "code=1000"}) == "1000"
    assert code() == "2000"
    hand.steer("faults.remove", number=test)
    assert code() == "3000"
    hand.steer("faults.remove", number=account)
    assert code() == "4000"
    assert hand.other("sk-somebody-else").call("list_videos", {})["code"] == "4000"
    server.steer("faults.clear")
    assert code() == "0000"


def test_another_account_is_not_met(hand: Hand) -> None:
    hand.steer("faults.add", code="0429")
    assert hand.other("sk-somebody-else").call("list_videos", {})["code"] == "0000"
    assert hand.call("list_videos", {})["code"] == "0429"


def test_a_stream_fault_waits_for_a_stream(program: PythonHand) -> None:
    program.steer("faults.add", ending="none")
    program.data("list_videos", {})
    assert [(laid.met, laid.fired) for laid in program.account.faults] == [(0, 0)]


def test_those_that_are_laid_down_are_listed(hand: Hand, program: PythonHand) -> None:
    since_ms = program.account.clock.now_ms()
    number = hand.steer("faults.add", code="0429", nth=2, times=5)
    codes(program, calls=3)
    if isinstance(hand, PythonHand):
        (laid,) = hand.account.faults
        told = {"code": "0429", "nth": 2}
        assert laid == Laid(number, fault_of(told), Scope.TEST, 5, since_ms, met=3, fired=1)
    else:
        (laid,) = hand.steer("faults")["faults"]
        assert laid == {
            "number": number,
            "scope": "account",
            "times": 5,
            "since_ms": since_ms,
            "met": 3,
            "fired": 1,
            "fault": {"code": "0429", "nth": 2},
        }


def test_headers_come_with_anything(hand: Hand, program: Hand) -> None:
    hand.steer("faults.add", headers={"Retry-After": 7, "X-Trace": "é"}, times=2)
    for path, body in (("list_videos", {}), ("chat", {"video_nos": ["VI1"], "prompt": "?"})):
        headers = {"Authorization": program.key}
        answer = requests.post(f"{LIVE}/serve/api/v1/{path}", json=body, headers=headers, timeout=5)
        assert (answer.headers["Retry-After"], answer.headers["X-Trace"]) == ("7", "é")


NONSENSE: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": ({}, "does nothing"),
    "an aim alone": ({"nth": 2}, "does nothing"),
    "two layers": ({"connection": "reset", "code": "0429"}, "not of connection and envelope"),
    "a word of no layer here": ({"status": 503, "stall_seconds": 3}, "stall_seconds means nothing"),
    "a message without a refusal": ({"status": 503, "message": "no"}, "message means nothing"),
    "headers without an answer": ({"connection": "reset", "headers": {"A": "b"}}, "no headers"),
    "one and several": ({"code": "1", "nth": 1, "first": 1}, "give one of them"),
    "a misspelled word": ({"stauts": 503}, "there is no stauts here; there are: operation, "),
    "no such connection": ({"connection": "rest"}, "'rest' is none of"),
    "no such status": ({"status": 99}, "status"),
    "too much chance": ({"code": "1", "chance": 1.5}, "chance"),
    "no time at all": ({"code": "1", "for_seconds": 0}, "for_seconds"),
    "no event": ({"garble_event": 0}, "garble_event"),
    "no line": ({"line_ends": "\\n"}, "none of"),
    "a header in two lines": ({"headers": {"A": "b\nc"}}, "headers"),
    "no times": ({"code": "1", "times": 0}, "times"),
    "a number that is none": ({"nth": "second", "code": "1"}, "nth: a number is expected"),
}


@pytest.mark.parametrize(("words", "message"), NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_refused(hand: Hand, words: dict[str, Any], message: str) -> None:
    with pytest.raises(Refused, match=message) as refused:
        hand.steer("faults.add", **words)
    assert refused.value.status == 400


def test_the_server_has_no_time_and_no_tests(hand: Hand) -> None:
    server = hand.other("")
    for words in ({"for_seconds": 5}, {"scope": "test"}):
        with pytest.raises(Refused, match="lay it down with a key") as refused:
            server.steer("faults.add", code="1", **words)
        assert refused.value.status == 400


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("latency_seconds=soon", "a number is expected"),
        ("status=503; nth=2", "it chooses no others"),
        ("status=503; times=2", "times means nothing"),
        ("code", "'code' is not NAME=VALUE"),
        ("cut_after_events=1", "answered by no stream"),
        ("gibberish", "is not NAME=VALUE"),
    ],
)
def test_a_header_that_makes_no_sense_is_told_so(hand: Hand, header: str, message: str) -> None:
    refused = hand.call("list_videos", {}, headers={HEADER: header})
    assert refused["code"] == "0003"
    assert message in refused["msg"]
