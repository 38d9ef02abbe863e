"""A job that was polled is told at any rhythm; a stream with its very bytes and times."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
import requests
from taped import API, document, post

from memories_fake import Fake
from memories_fake.live.recording import NeverEnded, recording, replaying
from memories_fake.live.recording.doors import Unmatched

KEY = "sk-taped-tests"
EVENTS = f"{API}/chat_stream"


def upload(name: str = "harbour") -> str:
    """The number of a new video."""
    sent = post("upload_url", data={"url": f"https://films.example/{name}.mp4"})
    return str(sent["data"]["videoNo"])


def status(number: str) -> str:
    """How the list says that a video stands."""
    listed = post("list_videos", json={"video_no": number})
    return str(listed["data"]["videos"][0]["status"])


def streamed(number: str) -> requests.Response:
    asked = {"video_nos": [number], "prompt": "What is there?"}
    return requests.post(
        EVENTS, json=asked, headers={"Authorization": KEY}, stream=True, timeout=30
    )


@pytest.fixture
def fake() -> Iterator[Fake]:
    """One where parsing takes a minute, and each request a second."""
    with Fake(parse_seconds=60, stream_pace_seconds=2) as fake:
        yield fake


@pytest.fixture
def file(tmp_path: Path, fake: Fake) -> Path:
    """An upload that was polled every ten seconds until it was parsed."""
    file = tmp_path / "cassette.json"
    clock = fake.clock(KEY)
    with recording(file, against=fake, clock=clock):
        number = upload()
        while status(number) != "PARSE":
            clock.advance(seconds=9)
        assert streamed(number).content
        post("delete_videos", json=[number])
    return file


def test_a_polled_job_is_kept_as_its_states(file: Path) -> None:
    polled = document(file)["exchanges"][1]
    states = [
        (each["at_ms"], each.get("times", 1), each["body"]["json"]["data"]["videos"][0]["status"])
        for each in polled["answers"]
    ]
    assert states == [(1_000, 6, "UNPARSE"), (61_000, 1, "PARSE")]


def test_by_itself_each_look_shows_the_next_state(file: Path) -> None:
    with replaying(file):
        number = upload()
        assert [status(number) for _ in range(4)] == ["UNPARSE", "PARSE", "PARSE", "PARSE"]


def test_on_a_clock_a_state_comes_when_it_is_due_however_often_one_looks(file: Path) -> None:
    with replaying(file, speed=0) as deck:
        number = upload()
        assert [status(number) for _ in range(100)] == ["UNPARSE"] * 100
        deck.clock.advance(seconds=59.9)
        assert status(number) == "UNPARSE"
        deck.clock.advance(seconds=0.1)
        assert status(number) == "PARSE"


def test_who_looks_late_sees_what_it_is_by_then(file: Path) -> None:
    with replaying(file, speed=0) as deck:
        number = upload()
        deck.clock.advance(hours=1)
        assert status(number) == "PARSE"


def test_time_counts_from_the_upload_and_not_from_the_beginning(file: Path) -> None:
    with replaying(file, speed=0) as deck:
        deck.clock.advance(hours=1)
        number = upload()
        assert status(number) == "UNPARSE"


def test_a_fast_replay_comes_to_the_end_by_itself(file: Path) -> None:
    with replaying(file, speed=600):
        number = upload()
        seen = [status(number)]
        while seen[-1] != "PARSE":
            seen.append(status(number))
        assert seen[0] == "UNPARSE"


def test_what_changed_something_is_told_in_its_order_and_no_more_often(tmp_path: Path) -> None:
    file = tmp_path / "two.json"
    with Fake() as fake, recording(file, against=fake):
        numbers = [upload(), upload()]
    assert len(set(numbers)) == 2
    with pytest.raises(Unmatched, match=r"recorded 2 times \(exchange 1, 2\), and each was told"):
        _uploaded_three_times(file, numbers)


def _uploaded_three_times(file: Path, numbers: list[str]) -> None:
    with replaying(file):
        assert [upload(), upload()] == numbers
        refused = post("upload_url", data={"url": "https://films.example/harbour.mp4"})
        assert (refused["code"], refused["success"]) == ("REPLAY", False)


def test_looks_between_two_changes_show_what_was_so_between_them(tmp_path: Path) -> None:
    def program() -> list[int]:
        counts = []
        for name in ("one", "two", "three"):
            upload(name)
            counts.append(len(post("list_videos", json={})["data"]["videos"]))
        return counts

    with Fake() as fake, recording(tmp_path / "c.json", against=fake):
        assert program() == [1, 2, 3]
    with replaying(tmp_path / "c.json", speed=0):
        assert program() == [1, 2, 3]


def test_two_keys_are_two_accounts_in_a_replay_too(tmp_path: Path) -> None:
    def program(first: str, second: str) -> list[str]:
        post("upload_url", first, data={"url": "https://films.example/a.mp4"})
        listed = [post("list_videos", key, json={})["data"] for key in (second, first)]
        return [str(each["total_count"]) for each in listed]

    with Fake() as fake, recording(tmp_path / "c.json", against=fake):
        seen = program("sk-mine-0001", "sk-yours-0002")
    assert seen == ["0", "1"]
    with replaying(tmp_path / "c.json"):
        assert program("sk-other-8", "sk-another-9") == seen


def test_a_stream_is_told_frame_by_frame_with_its_very_bytes(tmp_path: Path, fake: Fake) -> None:
    def program() -> list[bytes]:
        number = upload()
        while status(number) != "PARSE":
            fake.clock(KEY).advance(seconds=20)
        return list(streamed(number).iter_content(None))

    with recording(tmp_path / "c.json", against=fake):
        said = program()
    with replaying(tmp_path / "c.json"):
        told = program()
    assert told == said
    assert len(told) > 5
    assert all(frame.startswith(b"data:") and frame.endswith(b"\n\n") for frame in told)


def test_the_frames_of_a_stream_come_at_their_times(file: Path) -> None:
    frames = document(file)["exchanges"][2]["answers"][0]["body"]["frames"]
    assert [each["at_ms"] - frames[0]["at_ms"] for each in frames[:3]] == [0, 2_000, 4_000]
    with replaying(file, speed=0) as deck:
        number = upload()
        began_ms = deck.clock.now_ms()
        came_ms = [deck.clock.now_ms() - began_ms for _ in streamed(number).iter_content(None)]
    assert came_ms == [each["at_ms"] for each in frames]


@pytest.mark.parametrize(
    "fault", ["line_ends=crlf", "line_ends=cr", "keep_alives=2", "ending=none"]
)
def test_a_spoiled_stream_is_told_as_spoiled_as_it_was(tmp_path: Path, fault: str) -> None:
    def program() -> bytes:
        number = upload()
        asked = {"video_nos": [number], "prompt": "What is there?"}
        headers = {"Authorization": KEY, "X-Memories-Fake-Fault": fault}
        return requests.post(EVENTS, json=asked, headers=headers, timeout=30).content

    with Fake(parse_seconds=0) as fake, recording(tmp_path / "c.json", against=fake):
        said = program()
    with replaying(tmp_path / "c.json"):
        assert program() == said


def test_a_stream_that_was_cut_is_cut_again(tmp_path: Path) -> None:
    def program() -> tuple[list[bytes], type[Exception] | None]:
        number = upload()
        asked = {"video_nos": [number], "prompt": "What is there?"}
        headers = {"Authorization": KEY, "X-Memories-Fake-Fault": "cut_inside=character"}
        heard: list[bytes] = []
        with requests.post(EVENTS, json=asked, headers=headers, stream=True, timeout=30) as told:
            try:
                heard.extend(told.iter_content(None))
            except requests.RequestException as error:
                return [b"".join(heard)], type(error)
        return heard, None

    with Fake(parse_seconds=0) as fake, recording(tmp_path / "c.json", against=fake):
        seen = program()
    assert seen[1] is requests.exceptions.ChunkedEncodingError
    with replaying(tmp_path / "c.json"):
        assert program() == seen


def test_a_stream_that_the_program_left_says_where_the_recording_ends(tmp_path: Path) -> None:
    def begun() -> Generator[bytes]:
        with streamed(upload()) as stream:
            yield from stream.iter_content(None)

    with Fake(parse_seconds=0) as fake, recording(tmp_path / "c.json", against=fake):
        hearing = begun()
        first = next(hearing)
        hearing.close()
    with replaying(tmp_path / "c.json"):
        told = list(begun())
    assert told == [
        first,
        b": memories-fake: here the program hung up when this was recorded\n\n",
    ]


@pytest.fixture
def unfinished(tmp_path: Path, fake: Fake) -> Path:
    """An upload that was polled three times and then given up."""
    file = tmp_path / "unfinished.json"
    with recording(file, against=fake):
        number = upload()
        assert {status(number) for _ in range(3)} == {"UNPARSE"}
    return file


def test_a_job_that_never_ended_is_warned_of_loudly(unfinished: Path) -> None:
    told = "asked 3 times, it still said UNPARSE"
    with pytest.warns(NeverEnded, match=told), replaying(unfinished):
        upload()


@pytest.mark.parametrize("speed", [None, 0])
def test_who_waits_for_it_is_refused_in_the_end(unfinished: Path, speed: float | None) -> None:
    warnings.simplefilter("ignore", NeverEnded)
    with pytest.raises(Unmatched, match=r"exchange 2 \(v1.list_videos\) never reached an end"):
        _looked_too_often(unfinished, speed)


def _looked_too_often(file: Path, speed: float | None) -> None:
    with replaying(file, speed=speed):
        number = upload()
        *looks, last = [post("list_videos", json={"video_no": number}) for _ in range(14)]
        assert {each["code"] for each in looks} == {"0000"}
        assert last["code"] == "REPLAY"
        assert "still said UNPARSE" in last["msg"]


def test_each_look_beyond_the_end_says_so_in_a_header(unfinished: Path) -> None:
    warnings.simplefilter("ignore", NeverEnded)
    with replaying(unfinished):
        number = upload()
        asked, headers = {"video_no": number}, {"Authorization": KEY}
        told = requests.post(f"{API}/list_videos", json=asked, headers=headers, timeout=30)
    remark = told.headers["X-Memories-Fake-Replay"]
    assert remark == "exchange 2; it still said UNPARSE when the recording ended"


def test_a_job_goes_on_through_changes_that_were_made_meanwhile(tmp_path: Path) -> None:
    file = tmp_path / "two.json"
    with Fake(parse_seconds=60) as fake:
        clock = fake.clock(KEY)
        with recording(file, against=fake, clock=clock):
            number = upload("one")
            assert status(number) == "UNPARSE"
            clock.advance(seconds=20)
            upload("two")
            clock.advance(seconds=60)
            assert status(number) == "PARSE"
    with replaying(file, speed=0) as deck:
        number = upload("one")
        deck.clock.advance(seconds=50)
        assert status(number) == "UNPARSE"
        deck.clock.advance(seconds=60)
        assert status(number) == "PARSE"
    with replaying(file):
        number = upload("one")
        assert [status(number) for _ in range(3)] == ["UNPARSE", "PARSE", "PARSE"]


@pytest.mark.parametrize("speed", [None, 0])
def test_whoever_has_seen_an_end_never_sees_the_way_to_it_again(
    tmp_path: Path, speed: float | None
) -> None:
    file = tmp_path / "two.json"
    with Fake(parse_seconds=60) as fake:
        clock = fake.clock(KEY)
        with recording(file, against=fake, clock=clock):
            number = upload("one")
            assert status(number) == "UNPARSE"
            upload("two")
            assert status(number) == "UNPARSE"
            clock.advance(seconds=60)
            assert status(number) == "PARSE"
    with replaying(file, speed=speed) as deck:
        number = upload("one")
        if speed is not None:
            deck.clock.advance(seconds=90)
        seen = [status(number) for _ in range(3)]
        assert seen[-1] == "PARSE"
        upload("two")
        assert status(number) == "PARSE"


def test_a_parameter_that_is_another_in_each_run_can_be_ignored(tmp_path: Path) -> None:
    def program(run: str) -> list[str]:
        form = {"url": "https://films.example/a.mp4", "unique_id": run}
        sent = post("upload_url", data=form)
        listed = post("list_videos", json={"unique_id": run, "folder": {"unique_id": run}})
        return [sent["code"], listed["code"]]

    with Fake() as fake, recording(tmp_path / "c.json", against=fake):
        program("run-1")
    with replaying(tmp_path / "c.json", ignore=["unique_id"]):
        assert program("run-2") == ["0000", "0000"]
    with pytest.raises(Unmatched, match="form unique_id: recorded 'run-1', asked 'run-2'"):
        _run_as_it_is(tmp_path / "c.json", program)


def _run_as_it_is(file: Path, program: Callable[[str], list[str]]) -> None:
    with replaying(file):
        assert program("run-2") == ["REPLAY", "REPLAY"]
