"""Reads what a request holds: a form in either coding, or JSON, however it is labelled."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import get_input_stream

from memories_fake.domain import refusals as no
from memories_fake.exchange import Exchange
from memories_fake.wire.reading import parse_json
from memories_fake.wire.receiving import MULTIPART, URLENCODED

PIECE_BYTES = 1 << 16
MOST_BODY_BYTES = 16 << 20


def read_body(exchange: Exchange) -> Any:
    """A form's fields, or whatever JSON the body holds, no matter how it is labelled."""
    request = exchange.request
    stream = get_input_stream(request.environ)
    if exchange.media == MULTIPART:
        return _parts(exchange, stream)
    sent = _whole(stream)
    # Some call everything a form that they send: but no form begins with a bracket.
    if exchange.media == URLENCODED and sent.lstrip()[:1] not in (b"{", b"["):
        return exchange.receiver.form(BytesIO(sent), URLENCODED, len(sent)).fields
    return parse_json(sent)


def _parts(exchange: Exchange, stream: IO[bytes]) -> Any:
    """The fields of a form in parts, or the JSON in that part which holds them all."""
    request, receiver = exchange.request, exchange.receiver
    fields = receiver.form(stream, request.content_type or "", request.content_length).fields
    part = exchange.contract.document_part if exchange.contract else None
    written = receiver.document(part) or fields.get(part) if part else None
    return parse_json(written.encode()) if written else fields


def _whole(stream: IO[bytes]) -> bytes:
    """All of a body. One read may bring only a part, and a missing rest shows only at the end."""
    body = bytearray()
    try:
        while piece := stream.read(PIECE_BYTES):
            body += piece
            if len(body) > MOST_BODY_BYTES:
                raise no.Unreadable(f"more than {MOST_BODY_BYTES} bytes are read only of files")
    except (ClientDisconnected, OSError) as error:
        raise no.Unreadable("the body is cut short") from error
    return bytes(body)
