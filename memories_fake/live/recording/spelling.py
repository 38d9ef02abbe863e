"""How a secret may be spelled, and what a text says besides in another spelling."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from memories_fake.live.recording import spotting
from memories_fake.runtime.masking import spellings

_SCHEME = re.compile(r"(?i)((?:bearer|basic|token|digest)\s+)(.+)", re.DOTALL)


def spellings_of(secret: str) -> Iterator[str]:
    """As it stands, in an address, in JSON, in JSON inside JSON, and with its slashes escaped."""
    for spelling in spellings(secret):
        yield spelling
        yield from spellings(spelling)
        yield spelling.replace("/", "\\/")
    for quoted in (quote(secret, safe=""), quote_plus(secret)):
        yield re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), quoted)


def meant(found: re.Match[str]) -> str:
    """The secret that was found in a text, without the way in which it is spelled there."""
    value: str = found["value"]
    depth = {spotting.IN_JSON: 1, spotting.IN_DEEP_JSON: 2}.get(found.re, 0)
    if not depth:
        return unquote(value)
    try:
        for _ in range(depth):
            value = json.loads(f'"{value}"')
    except ValueError:
        return found["value"]
    return value


def without_scheme(value: str) -> str:
    """What Authorization says after Bearer, or whatever stands before it."""
    found = _SCHEME.fullmatch(value.strip())
    return found[2].strip() if found else value.strip()


def otherwise(text: str) -> Iterator[str]:
    """What a text says when it is taken for a part of an address, or for base64."""
    if "%" in text and (unquoted := unquote_plus(text)) != text:
        yield unquoted
    for run in spotting.BASE64.findall(text):
        yield from filter(_is_text, decoded(run))


def _is_text(decoded: str) -> bool:
    try:
        decoded.encode()
    except UnicodeEncodeError:
        return False
    return True


def decoded(run: str) -> Iterator[str]:
    """What a run of base64 says, if it is any; in bytes that are no text, as far as it goes."""
    if len(run) < spotting.LONG and not run.endswith("="):
        return
    signs = run.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        content = base64.b64decode(signs[: len(signs) - (len(signs) % 4 == 1)] + "==")
    except (ValueError, binascii.Error):
        return
    yield content.decode("utf-8", "surrogateescape")


def trees_in(text: str) -> Iterator[Any]:
    """The JSON that a text is, or that its lines hold as events do."""
    lines = [line.partition("data:")[2] for line in text.splitlines() if line.startswith("data:")]
    for told in lines or [text]:
        if told.lstrip()[:1] in {"{", "["}:
            try:
                yield json.loads(told)
            except ValueError:
                continue
