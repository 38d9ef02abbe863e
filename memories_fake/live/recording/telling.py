"""A recorded answer on its way out again: as it came, at the pace at which it came."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug import Response

from memories_fake.live.recording.bodies import as_bytes
from memories_fake.live.recording.references import mapped
from memories_fake.live.recording.replaying import Due
from memories_fake.live.recording.taking import CUT, LEFT, Body
from memories_fake.runtime.breaking import Break, ConnectionBroken
from memories_fake.runtime.clock import Clock

BASE = "{{base}}"
REMARK = "X-Memories-Fake-Replay"
LEFT_HERE = b": memories-fake: here the program hung up when this was recorded\n\n"


def told(due: Due, *, base: str, clock: Clock | None, promise: Callable[[], None]) -> Response:
    """The answer as it was recorded, with the secrets and the address of this replay in it.

    `promise` is called where the connection is to be cut. Raises TooLarge.
    """
    answer = due.state.answer
    fill = _Filling(due.bound, base)
    body = _filled(answer.body, fill)
    headers = [(name, fill.plain(value)) for name, value in answer.headers]
    headers.append((REMARK, due.remark or f"exchange {due.number}"))
    if answer.ended == CUT:
        promise()
    if "frames" in body:
        began_ms = clock.now_ms() if clock else 0
        pieces = _paced(body["frames"], answer.ended, clock, began_ms)
        return Response(pieces, answer.status, headers)
    content = as_bytes(body)
    if answer.ended == CUT:
        return Response(_cut(content), answer.status, headers)
    return Response(content, answer.status, headers)


def _paced(frames: Any, ended: str, clock: Clock | None, began_ms: int) -> Iterator[bytes]:
    for frame in frames:
        if clock:
            left_ms = began_ms + frame["at_ms"] - clock.now_ms()
            clock.sleep(max(0, left_ms) / 1000)
        yield as_bytes(frame)
    if ended == LEFT:
        yield LEFT_HERE
    if ended == CUT:
        raise ConnectionBroken(Break.EMPTY, midway=True)


def _cut(content: bytes) -> Iterator[bytes]:
    yield content
    raise ConnectionBroken(Break.EMPTY, midway=True)


@dataclass(frozen=True, slots=True)
class _Filling:
    """Puts the secrets and the address of this replay where their placeholders are."""

    bound: Mapping[str, str]
    base: str

    def plain(self, text: str) -> str:
        for placeholder, value in self.bound.items():
            text = text.replace(placeholder, value)
        return text.replace(BASE, self.base)

    def in_json(self, text: str) -> str:
        """The same in a text that is JSON, where some signs are written in another way."""
        bound = {name: json.dumps(value)[1:-1] for name, value in self.bound.items()}
        return _Filling(bound, self.base).plain(text)


def _filled(body: Body, fill: _Filling) -> dict[str, Any]:
    made = dict(body)
    if "json" in made:
        made["json"] = mapped(made["json"], fill.plain, lambda number: number)
    if "text" in made:
        is_json = made["text"].lstrip().startswith(("{", "[", "data:"))
        made["text"] = (fill.in_json if is_json else fill.plain)(made["text"])
    if "frames" in made:
        made["frames"] = [_filled(frame, fill) for frame in made["frames"]]
    return made
