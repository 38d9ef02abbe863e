"""Whatever a service says, at whatever times, is told again: bytes, kinds, and states."""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import requests
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug import Request, Response

from memories_fake.live.recording import recording, replaying
from memories_fake.live.recording.doors import Unmatched
from memories_fake.runtime.clock import Clock

ADDRESS = "https://api.memories.ai/any"
KINDS = ("application/json", "text/event-stream", "text/plain", "application/octet-stream")

few = settings(max_examples=25)
texts = st.text(st.characters(exclude_characters="@=", exclude_categories=["Cs"]))
names = texts.map(lambda text: f"{text} of")  # such as no secret has
trees = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
spelled = st.builds(
    lambda tree, separators, is_ascii, end: (
        json.dumps(tree, separators=separators, ensure_ascii=is_ascii) + end
    ).encode(),
    trees,
    st.sampled_from([None, (",", ":"), (" , ", " : ")]),
    st.booleans(),
    st.sampled_from(["", "\n", "\r\n\r\n"]),
)
events = st.lists(
    st.sampled_from(
        [b"data:", b": hm", b"\n", b"\n\n", b"\r\n", b"\r", b"\xff", b'{"a":"b"}', b" "]
    )
).map(b"".join)
contents = spelled | events | st.binary(max_size=200).filter(lambda said: b"@" not in said)


@few
@given(contents=st.lists(contents, min_size=1, max_size=4), kind=st.sampled_from(KINDS))
def test_every_byte_of_every_answer_is_told_again(contents: list[bytes], kind: str) -> None:
    @Request.application
    def service(call: Request) -> Response:
        return Response(contents[int(call.args["n"])], content_type=kind)

    def program() -> list[tuple[bytes, str]]:
        told = [
            requests.post(ADDRESS, params={"n": number}, timeout=30)
            for number in range(len(contents))
        ]
        return [(answer.content, answer.headers["Content-Type"]) for answer in told]

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cassette.json"
        with recording(file, against=service):
            seen = program()
        assert [content for content, _ in seen] == contents
        with replaying(file):
            assert program() == seen


@few
@given(tree=trees, again=trees)
def test_a_request_is_known_by_all_that_it_says(tree: Any, again: Any) -> None:
    service = Request.application(lambda _call: Response("{}"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cassette.json"
        with recording(file, against=service):
            requests.post(ADDRESS, json={"tree": tree}, timeout=30)
        with suppress(Unmatched), replaying(file) as replay:
            other = requests.post(ADDRESS, json={"tree": again}, timeout=30)
            same = requests.post(ADDRESS, json={"tree": tree}, timeout=30)
    is_same = json.dumps(tree, sort_keys=True) == json.dumps(again, sort_keys=True)
    assert (other.status_code, same.status_code) == ((200, 501) if is_same else (501, 200))
    assert len(replay.unmatched) == 1


looks = st.lists(st.tuples(st.integers(0, 30), st.sampled_from("ABC")), min_size=1, max_size=12)
waits = st.lists(st.integers(0, 40), max_size=25)


@few
@given(looks=looks, waits=waits)
def test_at_any_rhythm_one_sees_what_was_last_seen_by_then(
    looks: list[tuple[int, str]], waits: list[int]
) -> None:
    clock, shown = Clock(0), iter([said for _, said in looks])
    service = Request.application(lambda _call: Response(next(shown)))
    with tempfile.TemporaryDirectory() as folder:
        file, seen_at = Path(folder) / "cassette.json", []
        with recording(file, against=service, clock=clock):
            for after, said in looks:
                clock.advance(seconds=after)
                assert requests.get(ADDRESS, timeout=30).text == said
                seen_at.append((clock.now_ms(), said))
        with replaying(file, speed=0) as deck:
            passed_ms = 0
            for seconds in waits:
                deck.clock.advance(seconds=seconds)
                passed_ms += seconds * 1000
                seen = [said for at_ms, said in seen_at if at_ms <= passed_ms]
                expected = seen[-1] if seen else seen_at[0][1]
                assert requests.get(ADDRESS, timeout=30).text == expected


@few
@given(looks=st.lists(st.sampled_from("ABC"), min_size=1, max_size=12))
def test_without_a_clock_each_look_shows_the_next_that_was_seen(looks: list[str]) -> None:
    shown = iter(looks)
    service = Request.application(lambda _call: Response(next(shown)))
    changes = [b for a, b in zip([None, *looks], looks, strict=False) if a != b]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cassette.json"
        # On a clock that stands still, all of it is seen within the same millisecond.
        with recording(file, against=service, clock=Clock(0)):
            for _ in looks:
                requests.get(ADDRESS, timeout=30)
        with replaying(file):
            told = [requests.get(ADDRESS, timeout=30).text for _ in range(len(changes) + 2)]
    assert told == [*changes, changes[-1], changes[-1]]
