"""The reader of server-sent events: every way to write and to cut a stream."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memories_client.sse import Frame, frames

STREAM = (
    "\ufeff: hello\r\ndata:one\r\ndata: two €\r\nid: 4\r\n\r\ndata:  three\r\r: rest\n\ndata:ü𝄞\n\n"
)
READ = [Frame("one\ntwo €"), Frame(" three"), Frame("ü𝄞")]


def _cut(raw: bytes, places: list[int]) -> list[bytes]:
    ends = sorted(place % (len(raw) + 1) for place in places)
    return [raw[start:end] for start, end in zip([0, *ends], [*ends, len(raw)], strict=True)]


@given(st.lists(st.integers(min_value=0, max_value=10_000), max_size=20))
def test_it_does_not_matter_where_the_bytes_are_cut(places: list[int]) -> None:
    assert list(frames(_cut(STREAM.encode(), places))) == READ


def test_it_does_not_matter_if_they_come_one_by_one() -> None:
    assert list(frames(bytes([byte]) for byte in STREAM.encode())) == READ


@given(
    texts=st.lists(st.text(st.characters(exclude_characters="\r\n")).filter(bool), max_size=5),
    end=st.sampled_from(["\n", "\r", "\r\n"]),
    places=st.lists(st.integers(min_value=0, max_value=10_000), max_size=9),
)
def test_what_was_written_is_read(texts: list[str], end: str, places: list[int]) -> None:
    written = "".join(f"data: {text}{end}{end}" for text in texts)
    raw = written.encode(errors="replace")
    expected = [Frame(text.encode(errors="replace").decode()) for text in texts]
    assert list(frames(_cut(raw, places))) == expected


@pytest.mark.parametrize("end", [b"\n\n", b"\r\n\r\n", b"\r\r"])
def test_an_event_is_there_as_soon_as_its_blank_line_is(end: bytes) -> None:
    def sent() -> Iterator[bytes]:
        yield b"data:now" + end
        raise AssertionError("asked for more before giving what was there")

    assert next(frames(sent())) == Frame("now")


def test_other_fields_and_empty_events_are_passed_over() -> None:
    raw = b"event: chat\nretry: 5\n\ndata\n\ndata:\n\ndatabase:x\n\ndata:kept\n\n"
    assert list(frames([raw])) == [Frame("kept")]


@pytest.mark.parametrize("tail", [b"data:ha", b"data:ha\n", b"data:ha\r\n"])
def test_an_event_without_its_blank_line_is_not_whole(tail: bytes) -> None:
    assert list(frames([b"data:one\n\n", tail])) == [Frame("one"), Frame("ha", whole=False)]


def test_bytes_that_are_no_text_are_marked_and_not_fatal() -> None:
    assert list(frames([b"data:a\xffb\n\n"])) == [Frame("a\ufffdb")]


def test_nothing_at_all_is_no_event() -> None:
    assert list(frames([])) == list(frames([b"", b""])) == []
