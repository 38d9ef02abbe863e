"""Puts a result, or a refusal, into the words and bytes of its generation."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from itertools import chain
from typing import Any

from flask import Response, send_file

from memories_contracts import Finding
from memories_fake import envelope
from memories_fake.api.serving import Beside, Events, FileBytes
from memories_fake.domain.refusals import KeyMissing, KeyNotAdmitted, LimitExceeded, Refusal
from memories_fake.exchange import Exchange
from memories_fake.runtime.breaking import Break, ConnectionBroken
from memories_fake.runtime.masking import MOST_BODY_BYTES
from memories_fake.wire import sse


class ReplyBroken(AssertionError):
    """The fake was about to send what its own contract does not allow: a bug in the fake."""


def insist(findings: list[Finding]) -> None:
    """Raise ReplyBroken if there is any finding."""
    if findings:
        raise ReplyBroken("\n".join(map(str, findings)))


def render_result(exchange: Exchange) -> None:
    """A handler's result as JSON in its envelope, as a stream, or as the bytes of a file."""
    result = exchange.result
    if isinstance(result, Events):
        exchange.response = _stream(exchange, result)
    elif isinstance(result, FileBytes):
        exchange.response = _file(result)
    else:
        beside = result.beside if isinstance(result, Beside) else {}
        data = result.data if isinstance(result, Beside) else result
        exchange.body = exchange.generation.envelope.success(data) | beside
        exchange.response = _json(exchange.body)


def render_refusal(exchange: Exchange, refusal: Refusal) -> None:
    """A refusal as its generation words it; inside a stream, as that stream's last event."""
    spelled = envelope.spell(exchange.generation.spellings, refusal)
    code, status = spelled.code, spelled.status
    if isinstance(refusal, (KeyMissing, KeyNotAdmitted)):
        code = exchange.dialect.bad_key_code
        status = HTTPStatus(int(exchange.dialect.bad_key_status))
    elif isinstance(refusal, LimitExceeded):
        status = HTTPStatus(int(exchange.dialect.limit_status))
    _refuse(exchange, code, spelled.message, spelled.stream_message, status)


def render_fault(exchange: Exchange) -> None:
    """What goes wrong on purpose, in place of an answer: connection, HTTP, or envelope."""
    from memories_fake.runtime.faults import Answering, Breaking, Refusing

    assert exchange.fault is not None
    exchange.result = None
    match exchange.fault.effect:
        case Breaking(connection=Break.STALL, stall_seconds=seconds):
            exchange.broken = _stalled(exchange, seconds)
        case Breaking(connection=how):
            exchange.broken = ConnectionBroken(how)
        case Refusing(code=code, message=message, status=status):
            _refuse(exchange, code, message, message, status)
        case Answering(http_status=status, page=page):
            exchange.code = f"HTTP {int(status)}"
            exchange.response = Response(page, status, content_type="text/html")


def _refuse(exchange: Exchange, code: str, message: str, in_stream: str, status: int) -> None:
    """Say no in the envelope; inside a stream, by that stream's last event."""
    body = exchange.generation.envelope.failure(code, message, None)
    exchange.code = str(body["code"])
    if exchange.wants_stream and not _is_about_reading(exchange):
        exchange.result = Events(iter(()), _last_event(exchange, code, in_stream))
        exchange.response = _stream(exchange, exchange.result, status)
    else:
        exchange.body = body
        exchange.response = _json(body, status)


def _last_event(exchange: Exchange, code: str, message: str) -> Any:
    """What a stream ends with that goes wrong."""
    is_text = exchange.dialect.stream_end == "text"
    return message if is_text else exchange.generation.envelope.failure(code, message, message)


def _stalled(exchange: Exchange, seconds: float) -> ConnectionBroken:
    """A caller that no door speaks for is left hanging by the door; another by its own clock."""
    if "memories_fake.patience_seconds" not in exchange.request.environ:
        return ConnectionBroken(Break.STALL, waits_seconds=seconds)
    try:
        exchange.wait(seconds)
    except ConnectionBroken as broken:
        return broken
    return ConnectionBroken(Break.EMPTY)


def _is_about_reading(exchange: Exchange) -> bool:
    """A request that could not be read is refused before any stream begins."""
    return exchange.account is not None and exchange.parameters is None


def _json(body: Any, status: int = HTTPStatus.OK) -> Response:
    return Response(sse.to_json(body), status, content_type="application/json")


def _stream(exchange: Exchange, events: Events, status: int = HTTPStatus.OK) -> Response:
    headers, stream = {"Cache-Control": "no-cache"}, _Stream(exchange, events)
    # Passed through: Werkzeug would only look again at each frame whether it is bytes.
    return Response(stream, status, headers, content_type=sse.CONTENT_TYPE, direct_passthrough=True)


def _file(file: FileBytes) -> Response:
    return send_file(
        file.path,
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=" ".join(file.filename.split()),  # a header is one line
        etag=False,
    )


class _Stream:
    """A stream on its way out, event by event; the journal notes how it ends, read or unread."""

    def __init__(self, exchange: Exchange, events: Events) -> None:
        self._exchange = exchange
        self._closings, self._frames = _sent(exchange, events)
        self._longest = max(map(len, self._closings))
        self._told: list[str] = []
        self._told_bytes = 0
        self._tail = b""
        self._ended = "left"
        self._finished_as: tuple[int, str] | None = None

    def __iter__(self) -> Iterator[bytes]:
        try:
            for frame in self._frames:
                self._note(frame)
                yield frame
            self._ended = "whole"
        except ConnectionBroken:
            self._ended = "cut"
            raise
        finally:
            self.finish()

    def close(self) -> None:
        """Called by whoever sends it, when it is not to be sent any further."""
        self.finish()

    def finish(self) -> None:
        """Whoever has read the closing frame has read the whole, though it may hang up on it."""
        now_as = len(self._told), self._ended
        if now_as == self._finished_as:
            return
        self._finished_as = now_as
        self._exchange.finish(tuple(self._told), ended=self._ended)

    def _note(self, frame: bytes) -> None:
        if self._told_bytes < MOST_BODY_BYTES:
            self._told.append(frame.decode("utf-8", "backslashreplace"))
            self._told_bytes += len(frame)
        self._tail = (self._tail + frame)[-self._longest :]
        if self._tail.endswith(self._closings):
            self._ended = "whole"
            self.finish()


def _sent(exchange: Exchange, events: Events) -> tuple[tuple[bytes, ...], Iterator[bytes]]:
    """What may close the stream; and its frames as they leave, in order and whole, unless
    something goes wrong on purpose."""
    good, end = _good(exchange, events), events.frame(events.end)
    if exchange.fault is None:
        return (end,), chain(good, [end])
    from memories_fake.runtime.faults import Spoiling
    from memories_fake.wire.spoiling import spoiled, with_line_ends

    effect = exchange.fault.effect
    if not isinstance(effect, Spoiling):
        return (end,), chain(good, [end])
    if effect.cuts:
        exchange.promise_more()
    error = events.frame(_last_event(exchange, "0001", effect.message))
    closings = tuple(with_line_ends(each, effect) for each in (end, error))
    sleep = partial(exchange.wait, midway=True)
    return closings, spoiled(good, end, effect, error=error, sleep=sleep)


def _good(exchange: Exchange, events: Events) -> Iterator[bytes]:
    pace = exchange.services.settings.stream_pace_seconds
    for frame in _framed(exchange, events):
        yield frame
        if exchange.account and not exchange.is_undone:
            exchange.account.clock.sleep(pace)


def _framed(exchange: Exchange, events: Events) -> list[bytes]:
    """All at once, so that no more than its sending is left to do when the time of each comes."""
    checks, checker = exchange.services.settings.check_replies, exchange.services.checker
    frames = []
    for kind, event in events.events:
        if checks and exchange.contract:
            insist(checker.check_event(exchange.contract, kind, event))
        frames.append(events.frame(event))
    return frames
