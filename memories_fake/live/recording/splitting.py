"""Secrets that a stream tells in pieces: each is innocent, and the text that they make is not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from memories_fake.live.recording.scrubbing import Scrubber
from memories_fake.live.recording.spelling import trees_in

Frame = Mapping[str, Any]
Leaf = tuple[int, str]  # the number of its frame, and its text


def learn_across(frames: Sequence[Frame], scrubber: Scrubber) -> None:
    """Learn from the texts that the events of a stream make together, field by field."""
    for leaves in _texts(frames).values():
        scrubber.learn_text("".join(text for _, text in leaves))


def without_split_secrets(frames: Sequence[Frame], scrubber: Scrubber) -> list[Frame]:
    """The same frames, where of a secret in pieces the first has its placeholder."""
    made = list(frames)
    for leaves in _texts(frames).values():
        pieces = [text for _, text in leaves]
        for (number, before), after in zip(leaves, scrubber.across(pieces), strict=True):
            if before != after:
                made[number] = {**made[number], "text": _with(made[number]["text"], before, after)}
    return made


def _texts(frames: Sequence[Frame]) -> dict[str, list[Leaf]]:
    """The texts of a stream by the name of the field that they are in."""
    found: dict[str, list[Leaf]] = {}
    for number, frame in enumerate(frames):
        for name, text in _told_by(frame.get("text", "")):
            found.setdefault(name, []).append((number, text))
    return found


def _told_by(frame: str) -> Iterator[tuple[str, str]]:
    """The fields of the JSON that a frame holds; or its data as it stands, where that is none."""
    trees = list(trees_in(frame))
    for tree in trees:
        yield from _leaves(tree)
    if not trees:
        lines = (line.removeprefix("data:") for line in frame.splitlines() if line[:5] == "data:")
        yield from (("data", line.removeprefix(" ")) for line in lines)


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, name)
    elif isinstance(value, str):
        yield name, value


def _with(frame: str, before: str, after: str) -> str:
    """A frame with another text in its JSON, however that is spelled."""
    for is_ascii in (False, True):
        spelled = json.dumps(before, ensure_ascii=is_ascii)
        if spelled in frame:
            return frame.replace(spelled, json.dumps(after, ensure_ascii=is_ascii), 1)
    return frame.replace(before, after)
