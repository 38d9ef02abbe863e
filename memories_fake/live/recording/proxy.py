"""The application that a program is pointed at: it tells a cassette, or takes one down, or both."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from werkzeug import Request as Call
from werkzeug import Response

from memories_fake.doors.hosts import HOSTS
from memories_fake.doors.wsgi import Reply
from memories_fake.envelope import FLAGGED
from memories_fake.live.recording.bodies import TooLarge, answered_body
from memories_fake.live.recording.forwarding import Unreachable, Upstream, passed_on
from memories_fake.live.recording.references import mapped
from memories_fake.live.recording.replaying import Due, Replay
from memories_fake.live.recording.taking import (
    CUT,
    LEFT,
    WHOLE,
    Answer,
    Request,
    Taken,
    asked,
    kept_headers,
)
from memories_fake.live.recording.telling import BASE, REMARK, told
from memories_fake.runtime.breaking import ConnectionBroken
from memories_fake.runtime.clock import Clock, machine_ms, wait
from memories_fake.wire.sse import to_json

MOST_IN_MEMORY_BYTES = 16 << 20
PIECE_BYTES = 1 << 18
PATIENCE_MS = 1_000
NOT_RECORDED, NOT_REACHED = 501, 502


@dataclass
class Tape:
    """What was taken down so far, in memory only. `began_ms` is when that began on its clock."""

    clock: Clock
    takens: list[Taken] = field(default_factory=list)
    _under_way: list[_Passing] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.began_ms = self.clock.now_ms()

    def now_ms(self) -> int:
        """How long it has been running."""
        return self.clock.now_ms() - self.began_ms

    def expect(self, passing: _Passing) -> None:
        """An answer has begun, which is to be taken down when it ends."""
        with self._lock:
            self._under_way.append(passing)

    def note(self, passing: _Passing, taken: Taken) -> None:
        """Take an exchange down."""
        with self._lock:
            if passing in self._under_way:  # else somebody else has just done so
                self.takens.append(taken)
                self._under_way.remove(passing)

    def settle(self) -> None:
        """Give what is under way a moment to end: a program may be gone before its last answer is.

        Of what is still under way then, so much is taken down as has come.
        """
        until_ms = machine_ms() + PATIENCE_MS
        while self._under_way and machine_ms() < until_ms:
            wait(0.01)
        for passing in tuple(self._under_way):
            passing.close()


@dataclass(frozen=True)
class Proxy:
    """A WSGI application. What `replay` has no answer for is asked `upstream`, where there is one.

    `refused` hears of each request that could not be answered.
    """

    replay: Replay | None = None
    upstream: Upstream | None = None
    tape: Tape | None = None
    refused: Callable[[str], None] = lambda _: None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one call."""
        call = Call(environ)
        with _held(call) as body:
            request = _with_base(asked(call, body), call)
            body.seek(0)
            response = self._answered(call, request, body)
        return response(environ, start_response)

    def _answered(self, call: Call, request: Request, body: Any) -> Response:
        if self.replay is None:
            return self._asked_upstream(call, request, body)
        due = self.replay.answer_to(request)
        if isinstance(due, Due):
            return self._told(due, call)
        if self.upstream is not None:
            return self._asked_upstream(call, request, body)
        why = self.replay.refuse(due)
        return self._refusal(NOT_RECORDED, why)

    def _told(self, due: Due, call: Call) -> Response:
        assert self.replay is not None
        promise = call.environ.get("memories_fake.promise", _promise_nothing)
        base = call.host_url.rstrip("/")
        try:
            return told(due, base=base, clock=self.replay.clock, promise=promise)
        except TooLarge as error:
            return self._refusal(NOT_RECORDED, f"exchange {due.number} was not kept: {error}")

    def _asked_upstream(self, call: Call, request: Request, body: Any) -> Response:
        assert self.upstream is not None
        assert self.tape is not None
        at_ms = self.tape.now_ms()
        host = urlsplit(self.upstream.base_for(call)).netloc
        try:
            reply = self.upstream.forward(call, None if _is_empty(body) else body)
        except Unreachable as error:
            return self._refusal(NOT_REACHED, str(error))
        took_ms = self.tape.now_ms() - at_ms
        taken = Taken(
            request=replace(request, host=host),
            answer=Answer(status=reply.status, headers=kept_headers(reply.headers)),
            at_ms=at_ms,
            took_ms=took_ms,
        )
        passing = _Passing(self.tape, reply, taken, call.host_url.rstrip("/"))
        response = Response(iter(passing), reply.status, passed_on(reply.headers))
        response.call_on_close(passing.close)
        return response

    def _refusal(self, status: int, why: str) -> Response:
        self.refused(why)
        body = to_json(FLAGGED.failure("REPLAY", f"memories-fake: {why}", None))
        heading = {REMARK: "refused"}
        return Response(body, status, heading, content_type="application/json")


class _Passing:
    """An answer that goes through, piece by piece as it arrives, and is taken down on its way."""

    def __init__(self, tape: Tape, reply: Reply, taken: Taken, base: str) -> None:
        self._tape, self._reply, self._taken, self._base = tape, reply, taken, base
        self._came: list[tuple[int, bytes]] = []
        self._ended = LEFT
        self._is_noted = False
        tape.expect(self)

    def __iter__(self) -> Iterator[bytes]:
        try:
            for piece in self._reply.pieces:
                self._came.append((self._tape.now_ms() - self._taken.at_ms, piece))
                yield piece
            self._ended = WHOLE
        except ConnectionBroken:
            self._ended = CUT
            raise
        finally:
            self.close()

    def close(self) -> None:
        """Whoever hangs up ends the answer; what has come until then is taken down, once."""
        if self._is_noted:
            return
        self._is_noted = True
        self._reply.close()
        media = next((v for n, v in self._reply.headers if n.lower() == "content-type"), "")
        body = answered_body(media, self._came)
        # A piece of an answer that is no stream is none.
        ended = CUT if self._ended == LEFT and "frames" not in body and body else self._ended
        answer = replace(self._taken.answer, body=body, ended=ended)
        self._tape.note(self, replace(self._taken, answer=_without_base(answer, self._base)))


def _held(call: Call) -> Any:
    """The body of a call as a file: in memory, or where it is large in a file without a name."""
    held: Any = io.BytesIO()
    for piece in iter(lambda: call.stream.read(PIECE_BYTES), b""):
        if isinstance(held, io.BytesIO) and held.tell() + len(piece) > MOST_IN_MEMORY_BYTES:
            whole = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
            whole.write(held.getvalue())
            held = whole
        held.write(piece)
    held.seek(0)
    return held


def _with_base(request: Request, call: Call) -> Request:
    """The same, with this application's own address by name, for that changes each time."""
    named = _naming(call.host_url.rstrip("/"))
    return replace(
        request,
        query=tuple((name, named(value)) for name, value in request.query),
        body=mapped(request.body, named, lambda number: number),
    )


def _without_base(answer: Answer, base: str) -> Answer:
    named = _naming(base)
    return replace(
        answer,
        headers=tuple((name, named(value)) for name, value in answer.headers),
        body=mapped(answer.body, named, lambda number: number),
    )


def _naming(base: str) -> Callable[[str], str]:
    """Puts the name in the place of an address; the service's own hosts stay as they are."""
    is_the_services = urlsplit(base).hostname in HOSTS
    return lambda text: text if is_the_services else text.replace(base, BASE)


def _is_empty(body: Any) -> bool:
    is_empty = not body.read(1)
    body.seek(0)
    return is_empty


def _promise_nothing() -> None:
    """In-process there is no connection to be kept."""
