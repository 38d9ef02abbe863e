"""A key that goes through everything is found in no byte that was written or shown."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
import requests

from memories_client import Memories, MemoriesError
from memories_contracts import check_traffic
from memories_fake import Fake

CANARY = "sk-canary+77/5fe2c0a1"
COMMAND = Path(sys.executable).with_name("memories-fake")
LIVE = "https://api.memories.ai"
SPELLINGS = [
    spelled.encode()
    for plain in (CANARY, f"Bearer {CANARY}")
    for spelled in (
        plain,
        quote(plain, safe=""),
        plain.replace(" ", "+"),
        base64.b64encode(plain.encode()).decode(),
    )
]


def assert_unseen(told: bytes, where: str) -> None:
    for spelling in SPELLINGS:
        assert spelling not in told, f"{where} shows the key"


def assert_unseen_in(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert_unseen(path.read_bytes(), path.name)


@contextmanager
def served(folder: Path, *options: str) -> Iterator[str]:
    """`memories-fake serve` as a process; all that it says goes into a file of that folder."""
    store = folder / "kept.db"
    serve = [sys.executable, "-u", "-m", "memories_fake", "serve", "--port=0", f"--store={store}"]
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen([*serve, *options], stdout=subprocess.PIPE, stderr=said)
        assert process.stdout is not None
        first = process.stdout.readline()
        try:
            yield re.findall(r"http://[0-9.]+:[0-9]+", first.decode())[0]
        finally:
            process.terminate()
            said.write(first + process.communicate(timeout=30)[0])


def ask_in_every_way(url: str) -> Iterator[tuple[str, requests.Response]]:
    """Good calls, refused ones, and such as no operation fits, each with the key in it."""
    raw, bearer = {"Authorization": CANARY}, {"Authorization": f"Bearer {CANARY}"}
    v1 = f"{url}/serve/api/v1"
    film = {"file": ("quay.mp4", b"no film", "video/mp4")}
    yield "a list", requests.post(f"{v1}/list_videos", json={}, headers=raw)
    yield "a bearer's list", requests.post(f"{v1}/list_videos", json={}, headers=bearer)
    yield "an upload", requests.post(f"{v1}/upload", files=film, headers=raw)
    yield "an unknown path", requests.get(f"{v1}/nowhere/{quote(CANARY)}", headers=raw)
    yield "a broken body", requests.post(f"{v1}/chat", data=f'{{"{CANARY}"', headers=raw)
    yield "a query", requests.get(f"{v1}/list_sessions", params={"key": CANARY}, headers=raw)
    yield "another's video", requests.post(f"{v1}/chat", json=_chat(), headers=raw)


def _chat() -> dict[str, object]:
    return {"video_nos": ["VI1"], "prompt": "who is it?", "unique_id": "one"}


def test_a_served_fake_shows_it_nowhere(tmp_path: Path) -> None:
    raw = {"Authorization": CANARY}
    with served(tmp_path) as url:
        for what, response in ask_in_every_way(url):
            assert response.content, what
        verify = {"calls": [{"operation": "v1.upload_url"}], "operation": "v1.upload_url"}
        told = [
            requests.get(f"{url}/_fake/{path}", headers=headers)
            for path in ("journal", "timeline", "conduct", "webhooks", "deliveries", "faults")
            for headers in (raw, {})
        ]
        told.append(requests.post(f"{url}/_fake/verify", json=verify, headers=raw))
        told.append(requests.post(f"{url}/_fake/oops", json={"key": CANARY}, headers=raw))
    assert b"upload" in told[0].content
    for response in told:
        assert_unseen(response.content, response.url)
    assert_unseen_in(tmp_path)


def test_a_key_that_is_not_admitted_is_not_shown_either(tmp_path: Path) -> None:
    with served(tmp_path, "--keys", "sk-another") as url:
        for what, response in ask_in_every_way(url):
            if what != "an unknown path":  # which its caller is told as he gave it
                assert_unseen(response.content, what)
    assert_unseen_in(tmp_path)


def test_a_program_that_is_run_and_fails_shows_it_nowhere(tmp_path: Path) -> None:
    program = "from memories_client import Memories\nMemories().chat(['VI1'], 'who is it?')\n"
    run = subprocess.run(
        [COMMAND, "exec", "--", sys.executable, "-c", program],
        env={**os.environ, "MEMORIES_API_KEY": CANARY},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 1
    assert b"Traceback" in run.stderr
    assert b"v1.chat" in run.stdout + run.stderr
    assert_unseen(run.stdout, "stdout")
    assert_unseen(run.stderr, "stderr")


def test_a_traceback_with_all_its_values_shows_it_nowhere(memories_fake: Fake) -> None:
    """The frames of the client hold the key to send it, and show it to nobody."""
    os.environ["MEMORIES_API_KEY"] = CANARY
    try:
        client = Memories()
    finally:
        del os.environ["MEMORIES_API_KEY"]
    with pytest.raises(MemoriesError) as failed:
        client.chat(["VI1"], "who is it?")
    told = traceback.TracebackException.from_exception(failed.value, capture_locals=True)
    own = [line for line in told.format() if "memories_client" in line]
    assert own
    assert_unseen("".join(own).encode(), "a traceback")


def test_a_bug_in_the_fake_shows_a_request_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The record of a request holds the key; whoever prints it does not."""
    monkeypatch.setattr("memories_fake.rendering.insist", lambda _found: 1 / 0)
    monkeypatch.setattr("memories_fake.pipeline.insist", lambda _found: 1 / 0)
    with Fake(check_replies=True) as fake, pytest.raises(ZeroDivisionError) as failed:
        fake.app.test_client().post(
            "/serve/api/v1/list_videos", json={}, headers={"Authorization": CANARY}
        )
    told = traceback.TracebackException.from_exception(failed.value, capture_locals=True)
    lines = "".join(told.format()).splitlines()
    records = [line for line in lines if line.strip().startswith("exchange = Exchange(")]
    assert records
    assert_unseen("\n".join(records).encode(), "the record of a request")


def test_the_report_of_a_failing_test_shows_it_nowhere(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        def test_it(memories_fake):
            from memories_client import Memories
            Memories(retries=0).chat(["VI1"], "who is it?")
    """)
    os.environ["MEMORIES_API_KEY"] = CANARY
    try:
        result = pytester.runpytest_inprocess("-vv", "--tb=long")
    finally:
        del os.environ["MEMORIES_API_KEY"]
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines("*memories-fake timeline*")
    assert_unseen(result.stdout.str().encode(), "the report")


def test_a_broken_contract_is_told_without_it(memories_fake: Fake) -> None:
    broken = json.dumps({"code": "0000", "data": CANARY, "msg": "success"})
    json_type = {"Content-Type": "application/json"}
    memories_fake.faults.add(operation="v1.list_videos", body=broken, headers=json_type)
    url, headers = f"{LIVE}/serve/api/v1/list_videos", {"Authorization": CANARY}
    with requests.Session() as session:
        session.hooks["response"].append(check_traffic)
        with pytest.raises(AssertionError) as told:
            session.post(url, json={}, headers=headers)
    assert "v1.list_videos" in str(told.value)
    assert_unseen(str(told.value).encode(), "a broken contract")


def test_an_export_and_a_verification_show_it_nowhere(tmp_path: Path) -> None:
    with Fake(parse_seconds=0) as fake, fake.serve() as server:
        verify = [COMMAND, "verify", "--against", server.url, "--key", CANARY, "--only", "memories"]
        run = subprocess.run(verify, capture_output=True, check=False)
        exported = requests.get(f"{server.url}/_fake/export", headers={"Authorization": CANARY})
    assert b"text" in run.stdout or b"memories" in run.stdout
    assert_unseen(run.stdout + run.stderr, "the account of a verification")
    assert_unseen(exported.content, "an export")
