"""Every edge of the state graph, by every way to tell of it: its moment, its end, its callbacks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hands import Hand, Refused, by_every_hand
from picture_making import harbour
from receiving import receiving
from subjects import FILM, Subject

HEADER = "X-Memories-Fake-Outcome"

# What each kind shows while it waits and after each end, and what its callbacks tell of that end.
WAITS = {"video": "UNPARSE", "image": "UNPARSE", "task": "none"}
ENDS = {
    ("video", "PARSE"): ("PARSE", ["PARSE"]),
    ("video", "FAIL"): ("FAIL", ["FAIL"]),
    ("image", "PARSE"): ("PARSE", []),
    ("image", "FAIL"): ("FAIL", []),
    ("task", "PARSE"): ("UNPARSE", ["SUCCEEDED"]),
    ("task", "FAIL"): ("none", ["FAILED"]),
    ("task", "EMPTY"): ("none", []),
}
NAMES = {"video": "*_boats", "image": "*boats.PNG", "task": "*tiktok.com/@harbour_hands/*"}
WAYS = ("rule", "name", "header", "settled")


@pytest.fixture(params=["video", "image", "task"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def subject(hand: Hand, kind: str, program: Hand, tmp_path: Path) -> Iterator[Subject]:
    picture = tmp_path / "harbour boats.png"
    harbour().save(picture)
    with receiving() as receiver:
        yield Subject(kind, hand, program, picture, receiver)


@pytest.fixture
def video(hand: Hand, program: Hand, tmp_path: Path) -> Iterator[Subject]:
    with receiving() as receiver:
        yield Subject("video", hand, program, tmp_path, receiver)


def made(subject: Subject, way: str, **told: Any) -> str:
    """One that was told by this way how it ends."""
    if way == "header":
        return subject.made({HEADER: json.dumps(told)})
    if way == "settled":
        number = subject.made()
        subject.hand.steer("outcomes.settle", number=number, **told)
        return number
    name = NAMES[subject.kind] if way == "name" else "*"
    subject.hand.steer("outcomes.add", kind=subject.kind, name=name, **told)
    return subject.made()


@pytest.mark.parametrize("ends", ["PARSE", "FAIL", "EMPTY"])
@pytest.mark.parametrize("way", WAYS)
def test_it_ends_as_told_at_its_moment(subject: Subject, way: str, ends: str) -> None:
    if (subject.kind, ends) not in ENDS:
        with pytest.raises((Refused, AssertionError), match=f"not in {ends}"):
            made(subject, way, ends=ends)
        return
    after = {} if ends == "EMPTY" else {"after_seconds": 60}
    number = made(subject, way, ends=ends, **after)
    subject.program.steer("clock.advance", seconds=59.999)
    assert (subject.state(number), subject.told()) == (WAITS[subject.kind], [])

    subject.program.steer("clock.advance", seconds=0.001)

    assert (subject.state(number), subject.told()) == ENDS[subject.kind, ends]
    if ends != "PARSE":
        subject.program.steer("clock.advance", hours=9)
        assert (subject.state(number), subject.told()) == ENDS[subject.kind, ends]


@pytest.mark.parametrize("way", WAYS)
def test_what_is_held_waits_until_it_is_released(subject: Subject, way: str) -> None:
    number = made(subject, way, ends="HELD")
    subject.program.steer("clock.advance", hours=9)
    assert (subject.state(number), subject.told()) == (WAITS[subject.kind], [])

    subject.hand.steer("outcomes.release", number=number)

    assert (subject.state(number), subject.told()) == ENDS[subject.kind, "PARSE"]


@by_every_hand
def test_what_is_held_can_be_settled_to_fail(subject: Subject) -> None:
    number = made(subject, "rule", ends="HELD")
    subject.hand.steer("outcomes.settle", number=number, ends="FAIL")
    assert (subject.state(number), subject.told()) == ENDS[subject.kind, "FAIL"]


def test_a_moment_that_is_put_off_leaves_the_end_as_it_was(subject: Subject) -> None:
    number = subject.made()
    subject.hand.steer("outcomes.settle", number=number, after_seconds=600)
    subject.program.steer("clock.advance", seconds=599)
    assert (subject.state(number), subject.told()) == (WAITS[subject.kind], [])
    subject.program.steer("clock.advance", seconds=1)
    assert (subject.state(number), subject.told()) == ENDS[subject.kind, "PARSE"]


@pytest.mark.parametrize("way", WAYS)
def test_a_video_is_parsed_after_it_was_looked_at_so_often(video: Subject, way: str) -> None:
    number = made(video, way, after_polls=3)
    video.program.steer("clock.advance", hours=9)
    assert [video.state(number) for _ in range(3)] == ["UNPARSE"] * 3
    video.program.steer("clock.advance", seconds=0)
    assert (video.state(number), video.told()) == ("PARSE", ["PARSE"])


def test_a_failure_tells_its_cause(video: Subject) -> None:
    number = made(video, "rule", ends="FAIL", cause="no picture", after_seconds=1)
    assert video.row(number)["cause"] == "null"
    video.program.steer("clock.advance", seconds=1)
    assert video.row(number)["cause"] == "no picture"


@pytest.mark.parametrize("way", WAYS)
def test_a_film_without_speech_has_a_null_transcript(video: Subject, way: str) -> None:
    heard = video.made()
    number = made(video, way, speech="none")
    video.program.steer("clock.advance", seconds=60)
    spoken = [
        video.program.data("get_audio_transcription", {"video_no": each})
        for each in (heard, number)
    ]
    assert spoken[0]["transcriptions"]
    assert spoken[1] is None


@pytest.mark.parametrize("way", WAYS)
def test_a_chat_finds_a_video_only_a_while_after_it_is_parsed(video: Subject, way: str) -> None:
    number = made(video, way, unfound_seconds=30)
    asked = {"video_nos": [number], "prompt": "What is seen?"}
    answers = []
    for seconds in (1.999, 0.001, 29.999, 0.001):
        video.program.steer("clock.advance", seconds=seconds)
        answers.append((video.state(number), video.program.call("chat", asked)["msg"]))
    unfound = "No videos found for the provided video numbers."
    assert answers == [
        ("UNPARSE", f"Video is not parsed: {number}"),
        ("PARSE", unfound),
        ("PARSE", unfound),
        ("PARSE", "success"),
    ]


def test_an_empty_task_may_still_fail(hand: Hand, program: Hand, tmp_path: Path) -> None:
    with receiving() as receiver:
        task = Subject("task", hand, program, tmp_path, receiver)
        number = made(task, "rule", ends="EMPTY")
        program.steer("clock.advance", hours=9)
        for word in ("outcomes.release", "clock.advance_until"):
            with pytest.raises(Refused, match="stays empty"):
                hand.steer(word, number=number)
        hand.steer("outcomes.settle", number=number, ends="FAIL")
        assert (task.state(number), task.told()) == ("none", ["FAILED"])


def test_a_rule_is_for_its_kind_its_name_and_so_many_times(hand: Hand) -> None:
    hand.steer("outcomes.add", kind="image", ends="FAIL")
    hand.steer("outcomes.add", name="*other*", ends="FAIL")
    hand.steer("outcomes.add", ends="FAIL", times=1)
    numbers = [hand.data("upload_url", {"url": FILM})["videoNo"] for _ in range(2)]
    hand.steer("clock.advance", seconds=60)
    rows = hand.data("list_videos", {})["videos"]
    assert {row["videoNo" if "videoNo" in row else "video_no"]: row["status"] for row in rows} == {
        numbers[0]: "FAIL",
        numbers[1]: "PARSE",
    }


@by_every_hand
def test_rules_are_taken_back_one_by_one_or_all(hand: Hand) -> None:
    first, second = (hand.steer("outcomes.add", ends=ends) for ends in ("FAIL", "HELD"))
    hand.steer("outcomes.remove", number=second)
    number = hand.data("upload_url", {"url": FILM})["videoNo"]
    hand.steer("clock.advance_until", number=number, status="FAIL")
    hand.steer("outcomes.remove", number=first)
    hand.steer("outcomes.add", ends="FAIL")
    hand.steer("outcomes.clear")
    number = hand.data("upload_url", {"url": FILM})["videoNo"]
    hand.steer("clock.advance_until", number=number)


# What came before, what is then told, and how that is refused.
IMPOSSIBLE: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "parsed, then to fail": ("PARSE", "settle", {"ends": "FAIL"}, "its end, PARSE"),
    "failed, then to be parsed": ("FAIL", "settle", {"ends": "PARSE"}, "its end, FAIL"),
    "failed, then to be held": ("FAIL", "settle", {"ends": "HELD"}, "which nothing changes"),
    "parsed, then released": ("PARSE", "release", {}, "has come to its end"),
    "not held, but released": ("", "release", {}, "is not held"),
}


@pytest.mark.parametrize(("before", "word", "told", "message"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_no_way_leads_back(
    subject: Subject, before: str, word: str, told: dict[str, Any], message: str
) -> None:
    number = made(subject, "rule", ends=before, after_seconds=1) if before else subject.made()
    subject.program.steer("clock.advance", seconds=1)
    state = subject.state(number)
    with pytest.raises(Refused, match=message) as refused:
        subject.hand.steer(f"outcomes.{word}", number=number, **told)
    assert refused.value.status == 409
    assert subject.state(number) == state


@pytest.mark.parametrize("ends", ["FAIL", "EMPTY"])
def test_a_task_that_was_begun_to_bring_nothing_has_nothing_to_bring(
    hand: Hand, program: Hand, tmp_path: Path, ends: str
) -> None:
    with receiving() as receiver:
        task = Subject("task", hand, program, tmp_path, receiver)
        number = made(task, "rule", ends=ends)
        with pytest.raises(Refused, match="nothing to bring") as refused:
            hand.steer("outcomes.settle", number=number, ends="PARSE")
        assert refused.value.status == 409
        hand.steer("outcomes.settle", number=number, ends="FAIL")
        hand.steer("clock.advance_until", number=number, status="FAIL")
        assert task.told() == ["FAILED"]


def test_a_header_is_of_the_task_and_rules_are_of_what_it_brings(
    hand: Hand, program: Hand, tmp_path: Path
) -> None:
    with receiving() as receiver:
        task = Subject("task", hand, program, tmp_path, receiver)
        hand.steer("outcomes.add", ends="FAIL", after_seconds=5)
        number = task.made({HEADER: "PARSE; after_seconds=10"})
        states = []
        for seconds in (9.999, 0.001, 4.999, 0.001):
            program.steer("clock.advance", seconds=seconds)
            states.append(task.state(number))
        assert states == ["none", "UNPARSE", "UNPARSE", "FAIL"]
        assert task.told() == ["SUCCEEDED", "INDEXING_FAILED"]


@by_every_hand
def test_a_held_task_moves_all_that_follows_from_it(
    hand: Hand, program: Hand, tmp_path: Path
) -> None:
    with receiving() as receiver:
        task = Subject("task", hand, program, tmp_path, receiver)
        hand.steer("outcomes.add", ends="HELD")
        number = made(task, "rule", ends="HELD")
        program.steer("clock.advance", hours=1)
        hand.steer("outcomes.release", number=number)
        program.steer("clock.advance", hours=1)
        row = task.row(number)
        assert row["status"] == "UNPARSE"  # the video is held by itself
        hand.steer("outcomes.release", number=row["video_no"])
        hand.steer("clock.advance_until", number=number)
        assert (task.state(number), task.told()) == ("PARSE", ["SUCCEEDED", "INDEXING_SUCCEEDED"])


NONSENSE: dict[str, tuple[dict[str, Any], str]] = {
    "seconds and polls": ({"after_seconds": 1, "after_polls": 1}, "not both"),
    "held, and after seconds": ({"ends": "HELD", "after_seconds": 1}, "comes to no end by itself"),
    "an empty video": ({"ends": "EMPTY"}, "a video ends in one of PARSE, FAIL, HELD, not in EMPTY"),
    "an image that is looked at": ({"kind": "image", "after_polls": 1}, "not counted"),
    "an image that is heard": ({"kind": "image", "speech": "none"}, "that is of videos"),
    "time that goes back": ({"after_seconds": -1}, "after_seconds"),
    "no looks": ({"after_polls": 0}, "after_polls"),
    "no end": ({"ends": "PARSED"}, "'PARSED' is none of"),
    "a word that is misspelled": ({"end": "FAIL"}, "there is no end here; there are: kind, name"),
    "no time": ({"times": 0}, "times"),
}


@pytest.mark.parametrize(("told", "message"), NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_refused(hand: Hand, told: dict[str, Any], message: str) -> None:
    with pytest.raises(Refused, match=message) as refused:
        hand.steer("outcomes.add", **told)
    assert refused.value.status == 400


@pytest.mark.parametrize("word", ["outcomes.settle", "outcomes.release", "clock.advance_until"])
@pytest.mark.parametrize("number", ["VI1", "7", "9" * 30, "0d0e-no-task"])
def test_what_is_not_there_is_told_so(hand: Hand, word: str, number: str) -> None:
    with pytest.raises(Refused, match=f"nothing of the number {number}") as refused:
        hand.steer(word, number=number)
    assert refused.value.status == 404


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("SIDEWAYS", "none of"),
        ("EMPTY", "a video ends in one of"),
        ("FAIL; because=no", "there is no because here"),
        ("FAIL; cause", "'cause' is not NAME=VALUE"),
        ("FAIL; times=2", "times means nothing here"),
        ('{"ends": ', "Expecting value"),
    ],
)
def test_a_header_that_makes_no_sense_makes_nothing(hand: Hand, header: str, message: str) -> None:
    refused = hand.call("upload_url", {"url": FILM}, headers={HEADER: header})
    assert (refused["code"], refused["data"]) == ("0003", None)
    assert HEADER in refused["msg"]
    assert message in refused["msg"]
    assert hand.data("list_videos", {})["total_count"] == "0"
