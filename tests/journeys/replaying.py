"""Makes the very call that was recorded, on an account of a fresh fake where all stands alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests
from calling import Caller
from recordings import Recording
from situations import ALL_OF_IT, Ready, Situation, Stage

from memories_fake import Fake

LIVE = "https://api.memories.ai"
TRAVELS_IN = {"json": "json", "form": "data", "query": "params"}
FILE = re.compile(r"(?:(?P<field>\w+)=)?(?P<name>.+) \((?P<type>.+)\)")


def replay(recording: Recording, situation: Situation, folder: Path) -> requests.Response:
    """Our answer to the recorded call."""
    with Fake(**situation.settings) as fake, fake.activate():
        caller = Caller(LIVE, fake=fake)
        ready = situation.bring_about(Stage(caller, recording, folder))
        method, path = ready.call or recording.endpoint.split(" ", 1)
        headers = {"Authorization": caller.key}
        return requests.request(method, LIVE + path, headers=headers, **_sent(recording, ready))


def _sent(recording: Recording, ready: Ready) -> dict[str, Any]:
    """What was sent, with our numbers and files in the place of those of that day."""
    told = {TRAVELS_IN[kind]: v for kind, v in recording.request.items() if kind in TRAVELS_IN}
    left = set(ready.instead)
    for kind, values in told.items():
        told[kind], used = _filled(values, ready.instead)
        left -= used
    assert not left, f"the recorded call has no {left}"
    files = _files(recording.request, ready.file)
    return {**told, "files": files} if files else told


def _filled(values: Any, instead: Mapping[str, Any]) -> tuple[Any, set[str]]:
    if not isinstance(values, dict):
        return instead[ALL_OF_IT], {ALL_OF_IT}
    ours = {name: instead[name] for name in values if name in instead}
    return {**values, **ours}, set(ours)


def _files(request: Mapping[str, Any], content: bytes) -> dict[str, tuple[str, bytes, str]]:
    """The files under their recorded names and types: what they held was not recorded."""
    told = dict(request.get("multipart", {}))
    if file := request.get("file"):
        told |= {"": file}
    found = {field: FILE.fullmatch(text) for field, text in told.items()}
    return {
        field or match["field"]: (match["name"], content, match["type"])
        for field, match in found.items()
        if match
    }
