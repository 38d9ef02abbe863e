"""A service that says back whatever it hears, in every place where something can be said."""

from __future__ import annotations

import base64
import json

from werkzeug import Request, Response

BROKEN = b"\xff\xfe"  # never text


@Request.application
def echoing(call: Request) -> Response:
    """Answer with what the header X-Say tells, as the last part of the path wants it."""
    said = base64.b64decode(call.headers.get("X-Say", "")).decode() or "nothing"
    return _ANSWERS[call.path.rpartition("/")[2]](said)


def _as_json(said: str) -> Response:
    told = {"msg": f"You said: {said}!", said: [{"deep": [said]}], "code": "0000"}
    return Response(json.dumps(told, separators=(",", ":")), content_type="application/json")


def _as_header(said: str) -> Response:
    return Response("{}", headers={"X-Said": said, "Location": f"https://there.example/?a={said}"})


def _as_cookie(said: str) -> Response:
    return Response("{}", headers={"Set-Cookie": f"sid={said}; Path=/; HttpOnly"})


def _as_events(said: str) -> Response:
    whole = f"data:{json.dumps({'content': said})}\n\n".encode()
    return Response([whole, b"data: ", said.encode(), b"\n\n"], content_type="text/event-stream")


def _in_pieces(said: str) -> Response:
    pieces = [said[at : at + 3] for at in range(0, len(said), 3)]
    frames = [f"data:{json.dumps({'content': piece})}\n\n".encode() for piece in pieces]
    return Response(frames, content_type="text/event-stream")


def _in_bare_pieces(said: str) -> Response:
    pieces = [said[at : at + 4] for at in range(0, len(said), 4)]
    frames = [f"data: {piece}\n\n".encode() for piece in pieces]
    return Response(frames, content_type="text/event-stream")


def _no_text(said: str) -> Response:
    content = BROKEN + said.encode() + BROKEN
    return Response(content, content_type="application/octet-stream")


def _as_broken_events(said: str) -> Response:
    return Response(BROKEN + said.encode() + b"\n\n", content_type="text/event-stream")


def _as_error(said: str) -> Response:
    return Response(f"<p>500: the key {said!r} is no good: {said}", 500, content_type="text/html")


def _as_base64(said: str) -> Response:
    inside = base64.b64encode(f"user:{said}:more".encode()).decode()
    return Response(json.dumps({"told": inside}), content_type="application/json")


_ANSWERS = {
    "json": _as_json,
    "header": _as_header,
    "cookie": _as_cookie,
    "events": _as_events,
    "pieces": _in_pieces,
    "bare_pieces": _in_bare_pieces,
    "bytes": _no_text,
    "broken_events": _as_broken_events,
    "error": _as_error,
    "base64": _as_base64,
}
SAYINGS = tuple(_ANSWERS)
