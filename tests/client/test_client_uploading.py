"""Uploads: what goes into the form, and that the file is read while it is sent."""

from __future__ import annotations

import io
import tempfile
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

import pytest
import responses
from client_answers import KEY, client, success, url

from memories_client import BadAnswer, Memories, RateLimited

ANSWER = success({"videoNo": "VI611471886560694272", "videoName": "pier"})


def _parts(request: Any) -> list[Message]:
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    return list(message_from_bytes(head + b"".join(request.body)).walk())[1:]


def _fields(request: Any) -> list[tuple[Any, Any]]:
    return [
        (part.get_param("name", header="content-disposition"), part.get_payload(decode=True))
        for part in _parts(request)
    ]


@responses.activate
def test_a_file_goes_out_as_a_form_with_what_was_told(tmp_path: Path) -> None:
    film = tmp_path / "pier.mov"
    film.write_bytes(b"\r\n--moving pictures\r\n")
    sent = responses.post(url("upload"), json=ANSWER)
    client(unique_id="everyone").upload(
        film,
        unique_id="anna",
        callback="http://hook.test/done",
        tags=["sea", "fog"],
        retain_original_video=False,
    )
    request = sent.calls[0].request
    assert _fields(request) == [
        ("unique_id", b"anna"),
        ("callback", b"http://hook.test/done"),
        ("retain_original_video", b"false"),
        ("tags", b"sea"),
        ("tags", b"fog"),
        ("file", b"\r\n--moving pictures\r\n"),
    ]
    assert _parts(request)[-1].get_filename() == "pier.mov"
    assert _parts(request)[-1].get_content_type() == "video/quicktime"
    assert request.headers["Content-Length"] == str(len(b"".join(request.body)))
    assert request.headers["Authorization"] == KEY


@responses.activate
def test_the_short_and_the_long_answer_both_do(tmp_path: Path) -> None:
    film = tmp_path / "pier.mp4"
    film.write_bytes(b"pictures")
    responses.post(url("upload"), json=ANSWER)
    told = {"videoStatus": "UNPARSE", "uploadTime": "1744905509814"}
    responses.post(url("upload"), json=success(ANSWER["data"] | told))
    short, long = client().upload(film), client().upload(str(film))
    assert (short.video_no, short.video_name) == ("VI611471886560694272", "pier")
    assert (short.status, short.uploaded_at) == (None, None)
    assert long.status == "UNPARSE"
    assert long.uploaded_at == datetime(2025, 4, 17, 15, 58, 29, 814000, tzinfo=UTC)


@responses.activate
def test_an_open_file_is_sent_from_where_it_stands_and_stays_open() -> None:
    sent = responses.post(url("upload"), json=ANSWER)
    film = io.BytesIO(b"skipped pictures")
    film.seek(8)
    client().upload(film, name='so "called"\n.mkv')
    with tempfile.TemporaryFile() as nameless:
        client().upload(nameless)
        second = _parts(sent.calls[1].request)[-1]
    first = _parts(sent.calls[0].request)[-1]
    assert first.get_payload(decode=True) == b"pictures"
    assert first.get_filename() == "so %22called%22%0A.mkv"
    assert second.get_filename() == "video.mp4"
    assert not film.closed


@responses.activate
def test_an_upload_that_was_refused_by_the_limit_is_sent_again_from_the_start() -> None:
    bodies: list[bytes] = []

    def answer(request: Any) -> tuple[int, dict[str, str], str]:
        bodies.append(b"".join(request.body))
        return 429, {}, "slow down"

    responses.add_callback(responses.POST, url("upload"), answer)
    with pytest.raises(RateLimited, match="HTTP 429"):
        client(retries=1).upload(io.BytesIO(b"pictures"))
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]
    assert b"pictures" in bodies[0]


@responses.activate
def test_a_big_file_is_never_held_in_memory(tmp_path: Path) -> None:
    film = tmp_path / "long.mp4"
    with film.open("wb") as file:
        file.truncate(1 << 30)
    sent = responses.post(url("upload"), json=ANSWER)
    client().upload(film)
    body = sent.calls[0].request.body
    assert len(body) > 1 << 30
    blocks = iter(body)
    assert max(len(next(blocks)) for _ in range(10)) <= 1 << 20


@responses.activate
def test_a_file_that_grows_meanwhile_is_sent_as_long_as_was_promised(tmp_path: Path) -> None:
    film = tmp_path / "live.mp4"
    film.write_bytes(b"begun")
    sent = responses.post(url("upload"), json=ANSWER)
    client().upload(film)
    film.write_bytes(b"begun and gone on")
    body = sent.calls[0].request.body
    assert len(b"".join(body)) == len(body)


@responses.activate
def test_a_link_goes_out_as_an_urlencoded_form() -> None:
    sent = responses.post(url("upload_url"), json=ANSWER)
    client(unique_id="anna").upload_url("http://films.test/a b.mp4?x=1&y=2", tags=["sea", "fog"])
    request = sent.calls[0].request
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qsl(request.body) == [
        ("url", "http://films.test/a b.mp4?x=1&y=2"),
        ("unique_id", "anna"),
        ("tags", "sea"),
        ("tags", "fog"),
    ]


def test_a_misspelt_detail_is_not_sent_but_named() -> None:
    with pytest.raises(TypeError, match="calback"):
        client().upload_url("http://films.test/a.mp4", calback="x")  # type: ignore[call-arg]


def test_a_file_that_is_not_there_is_an_ordinary_file_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        client().upload(tmp_path / "nowhere.mp4")


@responses.activate
def test_success_without_a_number_is_a_bad_answer() -> None:
    responses.post(url("upload_url"), json=success(None))
    with pytest.raises(BadAnswer):
        client().upload_url("http://films.test/a.mp4")


class _Counting(BaseHTTPRequestHandler):
    """Answers with the length and the end of what came in."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        whole = body.endswith(b"--\r\n") and body.count(b"\0") == 3 << 20
        answer = b'{"code": "0000", "data": {"videoNo": "VI%d"}}' % whole
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        """Keeps quiet."""


def test_the_body_arrives_whole_over_a_real_connection(tmp_path: Path) -> None:
    film = tmp_path / "nulls.mp4"
    film.write_bytes(bytes(3 << 20))
    with HTTPServer(("127.0.0.1", 0), _Counting) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        with Memories(KEY, f"http://127.0.0.1:{server.server_port}") as memories:
            assert memories.upload(film).video_no == "VI1"
        thread.join()
