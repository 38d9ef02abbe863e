"""One exchange as it was heard, with its parts laid out as JSON: what is scrubbed and written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug import Request as Call
from werkzeug.datastructures import FileStorage
from werkzeug.formparser import FormDataParser

from memories_contracts import operation_at
from memories_fake.live.recording.spotting import BASE64

Pairs = tuple[tuple[str, str], ...]
Body = Mapping[str, Any]

EVENTS = "text/event-stream"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
MOST_KEPT_BYTES = 4 << 20
LONG_BASE64 = 200
WHOLE, CUT, LEFT = "whole", "cut", "left"

# What says how bytes travel, and nothing of what is said.
_TRAVEL = frozenset(
    (
        *("accept-encoding", "connection", "content-encoding", "content-length", "date", "expect"),
        *("host", "keep-alive", "proxy-connection", "server", "te", "trailer"),
        *("transfer-encoding", "upgrade", "user-agent"),
        *("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked. `body` is {} or has one of json, form, parts, text, or bytes and sha256."""

    method: str
    host: str
    path: str
    query: Pairs = ()
    headers: Pairs = ()
    body: Body = field(default_factory=dict)

    def header(self, name: str) -> str:
        """The value of a header, or an empty text."""
        return next((value for each, value in self.headers if each.lower() == name.lower()), "")

    @property
    def operation(self) -> str:
        """The name of the operation; an empty one where no contract has it."""
        return operation_at(self.method, self.path) or ""

    @property
    def wants_stream(self) -> bool:
        """Whether events are asked for where the path alone does not say so."""
        return EVENTS in self.header("Accept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered. `body` has one of json, text, base64, frames, or bytes and sha256.

    `ended` is whole; cut, where the service broke off; or left, where the program hung up.
    """

    status: int
    headers: Pairs = ()
    body: Body = field(default_factory=dict)
    ended: str = WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An exchange; `at_ms` is when it came, and `took_ms` how long the answer took to begin.

    An answer that was given again and again is one: `times` that often, the last `until_ms`.
    """

    request: Request
    answer: Answer
    at_ms: int
    took_ms: int = 0
    times: int = 1
    until_ms: int = 0


def asked(call: Call, body: Any) -> Request:
    """A call laid out. `body` is a file at its beginning; what is uploaded is only digested."""
    media = call.mimetype
    return Request(
        method=call.method,
        host=call.headers.get("X-Forwarded-Host") or call.host,
        path=call.path,
        query=tuple(call.args.items(multi=True)),
        headers=kept_headers(call.headers.items()),
        body=_asked_body(media, call.mimetype_params, body),
    )


def kept_headers(headers: Any) -> Pairs:
    """The headers that say something, without the boundary of a multipart body."""
    return tuple(
        (name, value.partition(";")[0] if value.lower().startswith(MULTIPART) else value)
        for name, value in headers
        if name.lower() not in _TRAVEL
    )


def _asked_body(media: str, options: Mapping[str, str], body: Any) -> Body:
    if media == MULTIPART and options.get("boundary"):
        return {"parts": list(_parts(options, body))}
    if media == FORM:
        _, form, _ = FormDataParser().parse(body, media, None)
        return {"form": [[name, value] for name, value in form.items(multi=True)]}
    content = body.read(MOST_KEPT_BYTES + 1)
    if len(content) > MOST_KEPT_BYTES:
        body.seek(0)
        return digested(body)
    return _read_body(content)


def _read_body(content: bytes) -> Body:
    if not content:
        return {}
    try:
        text = content.decode()
        return {"json": _without_uploads(json.loads(text))}
    except UnicodeDecodeError:
        return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    except ValueError:
        return {"text": _without_uploads(text)}


def _without_uploads(value: Any) -> Any:
    """The same, with long base64, which is how files travel in JSON, only digested."""
    if isinstance(value, Mapping):
        return {key: _without_uploads(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_uploads(item) for item in value]
    if isinstance(value, str) and len(value) >= LONG_BASE64:
        return BASE64.sub(_digested_base64, value)
    return value


def _digested_base64(found: Any) -> str:
    if len(found[0]) < LONG_BASE64:
        return str(found[0])
    digest = hashlib.sha256(found[0].encode()).hexdigest()
    return f"({len(found[0])} signs of base64, sha256 {digest})"


class _Digest:
    """Where an uploaded file goes: its bytes are counted and hashed, and kept nowhere."""

    def __init__(self) -> None:
        self.count_bytes = 0
        self._hash = hashlib.sha256()

    def write(self, piece: bytes) -> int:
        self.count_bytes += len(piece)
        self._hash.update(piece)
        return len(piece)

    def seek(self, _at: int) -> int:
        """There is nothing to go back to."""
        return 0

    @property
    def body(self) -> dict[str, Any]:
        return {"bytes": self.count_bytes, "sha256": self._hash.hexdigest()}


def digested(file: Any) -> dict[str, Any]:
    """The size and the hash of what a file holds."""
    digest = _Digest()
    while piece := file.read(1 << 18):
        digest.write(piece)
    return digest.body


def _parts(options: Mapping[str, str], body: Any) -> Iterator[dict[str, Any]]:
    parser = FormDataParser(stream_factory=_into_digest, max_form_memory_size=MOST_KEPT_BYTES)
    _, form, files = parser.parse(body, MULTIPART, None, dict(options))
    for name, value in form.items(multi=True):
        yield {"name": name, "text": _without_uploads(value)}
    for name, file in files.items(multi=True):
        yield {"name": name, **_told_of(file)}


def _into_digest(
    total_content_length: int | None,
    content_type: str | None,
    filename: str | None,
    content_length: int | None = None,
) -> Any:
    del total_content_length, content_type, filename, content_length
    return _Digest()


def _told_of(file: FileStorage) -> dict[str, Any]:
    digest: Any = file.stream
    return {"filename": file.filename or "", "media": file.mimetype, **digest.body}
