"""Brings whole exchanges through the scrubber: nothing else makes one that may be written."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from memories_fake.live.recording.bodies import as_text
from memories_fake.live.recording.scrubbing import Scrubber
from memories_fake.live.recording.splitting import learn_across, without_split_secrets
from memories_fake.live.recording.taking import Answer, Body, Pairs, Request, Taken


@dataclass(frozen=True, slots=True)
class Clean:
    """An exchange that passed the scrubber."""

    taken: Taken


def cleaned(takens: Iterable[Taken], scrubber: Scrubber) -> tuple[Clean, ...]:
    """All of them without secrets: first everything is learnt from, then everything replaced."""
    takens = tuple(takens)
    for taken in takens:
        _learn(scrubber, taken)
    return tuple(Clean(_clean(scrubber, taken)) for taken in takens)


def _learn(scrubber: Scrubber, taken: Taken) -> None:
    request, answer = taken.request, taken.answer
    scrubber.learn_text(request.path)
    for name, value in request.query:
        scrubber.learn_pair(name, value)
    for name, value in (*request.headers, *answer.headers):
        scrubber.learn_header(name, value)
    for body in (request.body, answer.body):
        _learn_body(scrubber, body)


def _learn_body(scrubber: Scrubber, body: Body) -> None:
    scrubber.learn_tree(body.get("json"))
    for name, value in body.get("form", ()):
        scrubber.learn_pair(name, value)
    for part in body.get("parts", ()):
        scrubber.learn_pair(part["name"], part.get("text", part.get("filename", "")))
    learn_across(body.get("frames", ()), scrubber)
    for told in (body, *body.get("frames", ())):
        if "text" in told:
            scrubber.learn_text(told["text"])
        elif "base64" in told:
            content = base64.b64decode(told["base64"])
            scrubber.learn_text(content.decode("utf-8", "replace"))


def _clean(scrubber: Scrubber, taken: Taken) -> Taken:
    return replace(
        taken,
        request=_clean_request(scrubber, taken.request),
        answer=_clean_answer(scrubber, taken.answer),
    )


def _clean_request(scrubber: Scrubber, request: Request) -> Request:
    return Request(
        method=scrubber.text(request.method),
        host=scrubber.text(request.host),
        path=scrubber.text(request.path),
        query=tuple(scrubber.pair(*pair) for pair in request.query),
        headers=_headers(scrubber, request.headers),
        body=_body(scrubber, request.body),
    )


def _clean_answer(scrubber: Scrubber, answer: Answer) -> Answer:
    return replace(
        answer, headers=_headers(scrubber, answer.headers), body=_body(scrubber, answer.body)
    )


def _headers(scrubber: Scrubber, headers: Pairs) -> Pairs:
    return tuple(scrubber.header(*header) for header in headers)


def _body(scrubber: Scrubber, body: Body) -> Body:
    if "json" in body:
        return {**body, "json": scrubber.tree(body["json"])}
    if "form" in body:
        return {"form": [list(scrubber.pair(*pair)) for pair in body["form"]]}
    if "parts" in body:
        return {"parts": [_part(scrubber, part) for part in body["parts"]]}
    if "frames" in body:
        frames = without_split_secrets(body["frames"], scrubber)
        return {"frames": [_told(scrubber, frame) for frame in frames]}
    return _told(scrubber, body)


def _part(scrubber: Scrubber, part: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(part)
    for field in ("text", "filename"):
        if field in part:
            told["name"], told[field] = scrubber.pair(part["name"], part[field])
    return told if "filename" not in part else {**told, "media": scrubber.text(part["media"])}


def _told(scrubber: Scrubber, told: Mapping[str, Any]) -> dict[str, Any]:
    if "text" in told:
        return {**told, "text": scrubber.text(told["text"])}
    if "base64" in told:
        others = {name: value for name, value in told.items() if name != "base64"}
        return {**others, **as_text(scrubber.data(base64.b64decode(told["base64"])))}
    return dict(told)
