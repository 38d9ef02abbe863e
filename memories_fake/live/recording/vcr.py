"""Reads cassettes of VCR.py: YAML, for which PyYAML is needed, or JSON."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from werkzeug import Request as Call
from werkzeug.test import EnvironBuilder

from memories_fake.live.recording.bodies import answered_body
from memories_fake.live.recording.taking import Answer, Taken, asked, kept_headers

APART_MS = 1000  # VCR.py does not write down when anything happened


class NotFromVcr(ValueError):
    """The file cannot be read as a cassette of VCR.py; the message says why."""


def taken_by_vcr(file: Path) -> tuple[tuple[Taken, ...], tuple[str, ...]]:
    """The exchanges of a cassette of VCR.py, and the hosts they were with. Raises NotFromVcr."""
    told = _document(file)
    interactions = told.get("interactions") if isinstance(told, Mapping) else None
    if not isinstance(interactions, list):
        raise NotFromVcr(f"{file} is no cassette of VCR.py: it has no interactions")
    try:
        takens = tuple(_taken(each, n * APART_MS) for n, each in enumerate(interactions))
        addresses = [urlsplit(each["request"]["uri"]) for each in interactions]
    except (KeyError, TypeError, ValueError, AttributeError, zlib.error, EOFError) as error:
        raise NotFromVcr(f"{file} cannot be read: {type(error).__name__} {error}") from error
    bases = (f"{each.scheme}://{each.netloc.rpartition('@')[2]}" for each in addresses)
    return takens, tuple(dict.fromkeys(bases))


def _document(file: Path) -> Any:
    content = file.read_bytes()
    if content.lstrip().startswith(b"{"):
        try:
            return json.loads(content)
        except ValueError:
            pass  # YAML may begin so too
    try:
        import yaml
    except ImportError as error:
        raise NotFromVcr(
            "cassettes of VCR.py are YAML, which needs PyYAML: pip install 'memories-fake[vcr]'"
        ) from error
    try:
        return yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise NotFromVcr(f"{file} is no YAML: {error}") from error


def _taken(told: Mapping[str, Any], at_ms: int) -> Taken:
    request, response = told["request"], told["response"]
    content = _bytes(request.get("body"))
    builder = EnvironBuilder(
        base_url=_origin(request["uri"]),
        path=urlsplit(request["uri"]).path,
        query_string=urlsplit(request["uri"]).query,
        method=request["method"],
        headers=list(_pairs(request.get("headers"))),
        input_stream=io.BytesIO(content),
        content_length=len(content),
    )
    call = Call(builder.get_environ())
    return Taken(
        request=asked(call, io.BytesIO(content)),
        answer=_answer(response),
        at_ms=at_ms,
        until_ms=at_ms,
    )


def _answer(response: Mapping[str, Any]) -> Answer:
    headers = tuple(_pairs(response.get("headers")))
    plain = {name.lower(): value for name, value in headers}
    body = response.get("body") or {}
    content = _bytes(body.get("string") if isinstance(body, Mapping) else body)
    content = _decoded(content, plain.get("content-encoding", ""))
    return Answer(
        status=int(response["status"]["code"]),
        headers=kept_headers(headers),
        body=answered_body(plain.get("content-type", ""), [(0, content)] if content else []),
    )


def _origin(uri: str) -> str:
    parts = urlsplit(uri)
    if not parts.hostname:
        raise ValueError(f"{uri!r} is no address")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _pairs(headers: Any) -> Iterator[tuple[str, str]]:
    for name, values in dict(headers or {}).items():
        for value in values if isinstance(values, list) else [values]:
            yield str(name), value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    if isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode("utf-8", "surrogateescape")
    return json.dumps(body).encode()


def _decoded(content: bytes, encoding: str) -> bytes:
    """VCR.py keeps an answer as packed as it came."""
    if encoding == "gzip" and content.startswith(b"\x1f\x8b"):
        return gzip.decompress(content)
    return zlib.decompress(content) if encoding == "deflate" and content else content
