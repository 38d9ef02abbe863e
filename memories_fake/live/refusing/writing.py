"""Writes each disagreement as a pytest file that is red until the fake answers as the service."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from memories_contracts import Contract, load_catalogue
from memories_contracts.refusing import Kind
from memories_fake.live.refusing.disagreeing import LITTLE, Disagreement
from memories_fake.live.refusing.judging import REFUSED_BY_HTTP
from memories_fake.live.refusing.spoiling import NO_SUCH, key_sent, placed_as

KEY, OTHERS_KEY = "sk-written", "sk-written-other"
FILM = "https://films.example/harbour.mp4"
MOST_SIGNS = 60
# How a written test comes by what a request is about, in the words of the reference client.
MAKING = {
    "video_no": 'client.upload_url("{film}").video_no',
    "video_nos": '[client.upload_url("{film}").video_no]',
    "session_id": 'client.chat(client.upload_url("{film}").video_no, "What is it?").session_id',
    "folder_id": 'client.folders_create("a folder").folder_id',
    "task_id": 'client.scraper_url(["https://www.tiktok.com/@a/video/7400000000000000001"]).task_id',
    "blob": 'client.upload_url("{film}").video_no + ".mp4"',
}
WHOLE = '''"""{title}

{told}
"""

import json

import requests

{imports}from memories_fake import Fake


def test_{name}() -> None:
    with Fake(parse_seconds=0{keys}).activate():
{making}        answer = requests.request(
            "{method}",
            "{url}",
{arguments}            timeout=30,
        )
{heard}
'''


def write_tests(folder: Path, found: Iterable[Disagreement]) -> list[Path]:
    """One file for each disagreement. Neither a key nor a number of the service is in any."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for each in found:
        file = folder / f"test_{_name(each)}.py"
        file.write_text(written_as(each), encoding="utf-8")
        written.append(file)
    return written


def written_as(found: Disagreement) -> str:
    """The whole text of the test."""
    contract = load_catalogue()[found.case.operation]
    needed = _needed(contract, found)
    values = {**found.request.parameters, **{name: Word(name) for name in needed}}
    return WHOLE.format(
        title=f"{contract.name}, {found.case}: the service and the fake answer otherwise.",
        told=f"The service: {found.theirs}\nThe fake: {found.ours}",
        imports="from memories_client import Memories\n" if needed else "",
        name=_name(found),
        keys=f', keys=["{KEY}", "{OTHERS_KEY}"]' if found.case.kind is Kind.UNKNOWN_KEY else "",
        making="".join(_making(found, needed)),
        method=contract.method,
        url=contract.host + contract.path,
        arguments="".join(f"            {line},\n" for line in _arguments(contract, found, values)),
        heard="\n".join(f"        {line}" for line in _heard(contract, found)),
    )


class Word(str):
    """Text that stands for itself: a name in the written test."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _needed(contract: Contract, found: Disagreement) -> list[str]:
    """Of which parameters a real value is wanted: those that shrinking could not make nobody's."""
    names = found.request.parameters.keys() & MAKING.keys()
    return [
        name
        for name in sorted(names)
        if found.request.parameters[name] != NO_SUCH.get(name)
        and (name != found.case.parameter or found.case.kind is Kind.ANOTHERS)
        and "public" not in contract.name
    ]


def _making(found: Disagreement, needed: list[str]) -> Iterator[str]:
    """The lines that make what is needed, in the account that has it."""
    is_others = found.case.kind is Kind.ANOTHERS
    space = found.request.parameters.get("unique_id")
    for name in needed:
        key = OTHERS_KEY if is_others and name == found.case.parameter else KEY
        where = f", unique_id={_written(space)}" if space and key == KEY else ""
        client = f'Memories("{key}"{where})'
        yield f"        client = {client}\n"
        yield f"        {name} = {MAKING[name].format(film=FILM)}\n"


def _arguments(contract: Contract, found: Disagreement, values: Mapping[str, Any]) -> Iterator[str]:
    """The keyword arguments of the call, as they are written."""
    request = found.request
    key = key_sent(KEY, request.key)
    headers = {} if key is None else {"Authorization": key}
    whole = type(request)(values, request.files, request.key)
    told = placed_as(contract, whole)
    if contract.document_part in told.get("files", {}):
        told["files"] = {**told["files"], contract.document_part: _document(values)}
    if request.media:
        headers["Content-Type"] = request.media
        held = told.pop("json", None) or told.pop("data", {})
        told = {"params": told["params"], "data": Word(f"json.dumps({_written(held)})")}
    if headers:
        yield f"headers={_written(headers)}"
    for name, value in told.items():
        if value or name == "json":
            yield f"{name}={_written(value)}"


def _document(values: Mapping[str, Any]) -> tuple[None, Word, str]:
    return None, Word(f"json.dumps({_written(dict(values))})"), "application/json"


def _written(value: Any) -> str:
    """A value as Python writes it; what repeats itself is not written out."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_written(n)}: {_written(v)}" for n, v in value.items()) + "}"
    if isinstance(value, list) and len(value) > 1 and value == value[:1] * len(value):
        return f"{_written(value[:1])} * {len(value)}"
    if isinstance(value, str) and not isinstance(value, Word):
        is_long = len(value) > MOST_SIGNS and value == value[0] * len(value)
        return f'"{value[0]}" * {len(value)}' if is_long else json.dumps(value)
    if isinstance(value, tuple):
        return "(" + ", ".join(map(_written, value)) + ")"
    if isinstance(value, bytes) and value != LITTLE:
        return _sample(value)
    return repr(value)


def _sample(content: bytes) -> str:
    """What the scenarios send: it is too much to write out."""
    kind = "picture" if content.startswith(b"\x89PNG") else "film"
    return f'__import__("memories_fake.live.samples", fromlist=["Samples"]).Samples().{kind}()'


def _heard(contract: Contract, found: Disagreement) -> Iterator[str]:
    """What the service answered, as assertions."""
    theirs = found.theirs
    if theirs.status >= REFUSED_BY_HTTP:
        yield f"assert answer.status_code == {theirs.status}"
    if theirs.taken and contract.answer_media == "application/octet-stream":
        yield 'assert answer.headers["Content-Type"] != "application/json"'
    elif theirs.taken and contract.event_schemas:
        yield "assert 'Done' in answer.text or '\"0000\"' in answer.text or 'DONE' in answer.text"
    elif theirs.taken or theirs.code is not None:
        code = contract.success_code if theirs.taken else theirs.code
        yield f'assert json.loads(answer.text.rpartition("data:")[2])["code"] == {_written(code)}'
    else:
        yield f"assert {_written(theirs.message)} in answer.text"


def _name(found: Disagreement) -> str:
    parts = (found.case.operation.replace(".", "_"), found.case.parameter, found.case.kind)
    return "_".join(filter(None, parts))
