"""Chat streams: typed events, and every way in which a stream can end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread
from typing import Any

import pytest
import responses
from client_answers import KEY, client, failure, success, url
from hypothesis import given
from hypothesis import strategies as st

import memories_client as mc
from memories_client.errors import api_error
from memories_client.streaming import events

SESSION = "611587302624489472"
THINKING = {"type": "thinking", "title": "Look", "content": "…", "sessionId": SESSION}
REF = {
    "type": "ref",
    "sessionId": SESSION,
    "ref": [
        {
            "video": {"duration": "10", "video_no": "VI1", "video_name": "pier"},
            "refItems": [{"videoNo": "VI1", "startTime": 23, "type": "keyframe"}],
        }
    ],
}
PIECES = [
    {"type": "content", "role": "assistant", "content": text, "sessionId": SESSION}
    for text in ("A grey ", "heron 🪶 w", "aits.")
]
DONE = {"code": "SUCCESS", "data": "Done"}
EVENT_STREAM = {"content_type": "text/event-stream"}


def _written(*frames: Any) -> bytes:
    return b"".join(b"data:" + json.dumps(frame).encode() + b"\n\n" for frame in frames)


def _read(raw: bytes, operation: str = "chat_stream") -> list[mc.ChatEvent]:
    responses.post(url(operation), body=raw, **EVENT_STREAM)
    if operation == "chat_stream":
        return list(client().chat_stream("VI1", "Which bird?"))
    return list(client().marketer_chat_stream("Which bird?"))


@pytest.mark.parametrize("operation", ["chat_stream", "marketer_chat_stream"])
@responses.activate
def test_a_stream_is_read_as_thinking_refs_content_and_done(operation: str) -> None:
    thinking, refs, *pieces, done = _read(_written(THINKING, REF, *PIECES, DONE), operation)
    assert isinstance(thinking, mc.Thinking)
    assert (thinking.title, thinking.session_id) == ("Look", SESSION)
    assert isinstance(refs, mc.Refs)
    assert refs.refs[0].moments[0].start_seconds == 23.0
    assert (
        "".join(p.content for p in pieces if isinstance(p, mc.Content)) == "A grey heron 🪶 waits."
    )
    assert done == mc.Done(session_id=SESSION)
    request = responses.calls[0].request
    assert request.headers["Accept"] == "text/event-stream"
    assert json.loads(request.body or "")["prompt"] == "Which bird?"


@pytest.mark.parametrize(
    "end",
    [
        b'data:"Done"\n\n',
        b'data: "done"\r\n\r\n',
        b'data:{"code":"SUCCESS","data":"Done"}\n\n',
        b"data: [DONE]\n\n",
        b"data:Done\n\n",
    ],
)
@responses.activate
def test_every_known_closing_frame_ends_the_stream(end: bytes) -> None:
    read = _read(_written(PIECES[0]) + end + _written(PIECES[1]))
    assert [type(event) for event in read] == [mc.Content, mc.Done]


@responses.activate
def test_a_closing_frame_needs_no_blank_line_at_the_very_end() -> None:
    assert _read(b'data:"Done"') == [mc.Done()]


@pytest.mark.parametrize(
    ("end", "kind"),
    [
        ("Error", mc.ApiError),
        ({"code": "SUCCESS", "data": "Error"}, mc.ApiError),
        ("No videos found for the provided video numbers.", mc.NotFound),
        ({"code": "SUCCESS", "data": "user don't login"}, mc.AuthError),
        ("Video is not parsed: VI1", mc.NotParsed),
        (failure("0429", "Request has exceeded the limit."), mc.RateLimited),
        (failure("0402", "empty"), mc.OutOfCredits),
    ],
)
@responses.activate
def test_a_closing_frame_with_another_word_is_the_fitting_error(
    end: Any, kind: type[mc.ApiError]
) -> None:
    responses.post(url("chat_stream"), body=_written(PIECES[0], end), **EVENT_STREAM)
    stream = client().chat_stream("VI1", "Who?")
    assert isinstance(next(stream), mc.Content)
    with pytest.raises(mc.ApiError) as caught:
        next(stream)
    assert type(caught.value) is kind
    assert caught.value.operation == "chat_stream"


@pytest.mark.parametrize("tail", [b"", b'data:{"type":"cont', b": still here\n\n"])
@responses.activate
def test_a_stream_without_its_closing_frame_was_cut(tail: bytes) -> None:
    responses.post(url("chat_stream"), body=_written(*PIECES) + tail, **EVENT_STREAM)
    stream = client().chat_stream("VI1", "Who?")
    assert len([next(stream) for _ in PIECES]) == 3
    with pytest.raises(mc.StreamCut):
        next(stream)


@pytest.mark.parametrize("garbage", [b"data:{oops}\n\n", b"data:[1]\n\n", b"data:7\n\n"])
@responses.activate
def test_a_garbled_frame_is_a_bad_answer(garbage: bytes) -> None:
    with pytest.raises(mc.BadAnswer, match="frame"):
        _read(garbage + _written(DONE))


@responses.activate
def test_unknown_frames_are_passed_over_and_other_names_for_a_piece_are_known() -> None:
    read = _read(_written({"type": "mood", "content": "x"}, {"delta": "Hi"}, DONE))
    assert read == [mc.Content(content="Hi", session_id=None), mc.Done()]


@responses.activate
def test_the_end_knows_its_session_even_if_the_last_pieces_do_not() -> None:
    assert _read(_written(PIECES[0], {"delta": "!"}, DONE))[-1] == mc.Done(session_id=SESSION)


@responses.activate
def test_an_envelope_in_place_of_a_stream_is_its_error() -> None:
    responses.post(url("chat_stream"), json=failure("0401", "authorization invalid"))
    with pytest.raises(mc.AuthError):
        next(client().chat_stream("VI1", "Who?"))
    responses.replace(responses.POST, url("chat_stream"), json=success({"content": "whole"}))
    with pytest.raises(mc.BadAnswer, match="text/event-stream"):
        next(client().chat_stream("VI1", "Who?"))


@responses.activate
def test_a_stream_that_was_refused_at_the_door_is_asked_for_again() -> None:
    responses.post(url("chat_stream"), json=failure("0429", "exceeded the limit"))
    responses.post(url("chat_stream"), body=_written(DONE), **EVENT_STREAM)
    assert list(client().chat_stream("VI1", "Who?")) == [mc.Done()]


def _refusal(code: str, msg: str) -> mc.ApiError:
    return api_error(code, msg, "chat_stream", 200)


@given(st.lists(st.integers(min_value=0, max_value=10_000), max_size=20))
def test_any_chunking_gives_the_same_events(places: list[int]) -> None:
    raw = _written(THINKING, REF, *PIECES, DONE).replace(b"\n", b"\r\n")
    ends = sorted(place % (len(raw) + 1) for place in places)
    chunks = [raw[start:end] for start, end in zip([0, *ends], [*ends, len(raw)], strict=True)]
    whole = list(events([raw], operation="chat_stream", refusal=_refusal))
    assert list(events(chunks, operation="chat_stream", refusal=_refusal)) == whole
    assert len(whole) == 6


@contextmanager
def _serving(*, chunked: bool, go_on: Event, finish: bool) -> Iterator[str]:
    """A server that sends one piece, waits to be told, then ends well or in the middle."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1" if chunked else "HTTP/1.0"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.close_connection = True
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            if chunked:
                self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self._send(_written(PIECES[0]))
            if go_on.wait(5) and finish:
                self._send(_written(DONE))
                self._send(b"")

        def _send(self, raw: bytes) -> None:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(raw), raw) if chunked else raw)

        def log_message(self, *_: Any) -> None:
            """Keeps quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        thread.join()


@pytest.mark.parametrize("chunked", [True, False])
def test_events_arrive_while_the_answer_is_still_being_written(chunked: bool) -> None:
    go_on = Event()
    with _serving(chunked=chunked, go_on=go_on, finish=True) as home, mc.Memories(KEY, home) as m:
        stream = m.chat_stream("VI1", "Which bird?")
        assert isinstance(next(stream), mc.Content)
        assert not go_on.is_set()
        go_on.set()
        assert list(stream) == [mc.Done(session_id=SESSION)]


@pytest.mark.parametrize("chunked", [True, False])
def test_a_connection_that_drops_cuts_the_stream(chunked: bool) -> None:
    go_on = Event()
    with _serving(chunked=chunked, go_on=go_on, finish=False) as home, mc.Memories(KEY, home) as m:
        stream = m.chat_stream("VI1", "Which bird?")
        next(stream)
        go_on.set()
        with pytest.raises(mc.StreamCut):
            next(stream)


def test_a_stream_that_is_closed_early_hangs_up() -> None:
    go_on = Event()
    with _serving(chunked=True, go_on=go_on, finish=False) as home, mc.Memories(KEY, home) as m:
        stream = m.chat_stream("VI1", "Which bird?")
        next(stream)
        stream.close()  # type: ignore[attr-defined]
        go_on.set()
        assert list(stream) == []


def test_a_server_that_falls_silent_cuts_the_stream() -> None:
    go_on = Event()
    with _serving(chunked=True, go_on=go_on, finish=True) as home:
        with mc.Memories(KEY, home, timeout=0.05) as m, pytest.raises(mc.StreamCut):
            list(m.chat_stream("VI1", "Which bird?"))
        go_on.set()
