"""Snapshots where everything is kept in a file, whatever happens to the process."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from deeds import SAMPLES, Owner, do, furnish
from looking import held

from memories_fake import Fake

HEADERS = {"Authorization": "sk-kept-0001"}


@contextmanager
def served(store: Path) -> Iterator[str]:
    """The address of a server in a process of its own, which is killed at the end."""
    command = [sys.executable, "-u", "-m", "memories_fake", "serve", "--port", "0", "--quiet"]
    command += ["--store", str(store), "--parse-seconds", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split(" at ")[1].split()[0]
        process.send_signal(signal.SIGKILL)


def post(url: str, **options: object) -> requests.Response:
    return requests.post(url, headers=HEADERS, timeout=20, **options)  # type: ignore[arg-type]


def upload(base: str, name: str) -> str:
    files = {"file": (f"{name}.mp4", SAMPLES.film(), "video/mp4")}
    made = post(f"{base}/serve/api/v1/upload", files=files)
    return str(made.json()["data"]["videoNo"])


def listed(base: str) -> set[str]:
    videos = post(f"{base}/serve/api/v1/list_videos", json={}).json()["data"]["videos"]
    return {video["video_no"] for video in videos}


def test_what_an_account_was_taken_back_to_survives_kill_9(tmp_path: Path) -> None:
    store = tmp_path / "fake.db"
    with served(store) as base:
        first, second = upload(base, "first"), upload(base, "second")
        post(f"{base}/_fake/snapshots", json={"name": "ready"})
        upload(base, "third")
        post(f"{base}/serve/api/v1/delete_videos", json=[first])
        assert first not in listed(base)
        post(f"{base}/_fake/snapshots/rewind", json={"name": "ready"})
    with served(store) as base:
        assert listed(base) == {first, second}
        for number in (first, second):
            told = post(f"{base}/serve/api/v1/download", json={"video_no": number})
            assert told.content == SAMPLES.film()
        snapshots = requests.get(f"{base}/_fake/snapshots", headers=HEADERS, timeout=20)
        assert snapshots.json() == {"snapshots": []}
        newer = upload(base, "newer")
        assert int(newer[2:]) > int(second[2:])
    media = {path.name for path in Path(f"{store}.media").rglob("VI*") if "held" not in path.parts}
    assert media == {first, second, newer}


def test_nothing_is_left_of_snapshots_that_a_killed_process_held(tmp_path: Path) -> None:
    store = tmp_path / "fake.db"
    with served(store) as base:
        number = upload(base, "first")
        post(f"{base}/_fake/snapshots", json={"name": "ready"})
        post(f"{base}/serve/api/v1/delete_videos", json=[number])
    assert _notes(store) > 0
    assert (Path(f"{store}.media") / "held").exists()
    with Fake(store=str(store)):
        assert _notes(store) == 0
        assert not (Path(f"{store}.media") / "held").exists()


def test_forks_and_rewinds_of_a_kept_account(tmp_path: Path) -> None:
    store = str(tmp_path / "fake.db")
    with Fake(store=store, callbacks="off") as fake, fake.activate():
        owner = Owner(fake)
        furnish(owner)
        before = held(owner)
        owner.account.snapshot("ready")
        with owner.account.fork():
            do(owner, "v1.delete_videos")
            owner.account.reset()
            do(owner, "v1.upload")
        assert held(owner) == before
        do(owner, "v1.delete_videos", 1)
        do(owner, "v1.upload")
        owner.account.rewind("ready")
        assert held(owner) == before
        exported = owner.account.export()
    with Fake(store=store, callbacks="off") as fake:
        again = Owner(fake).account.export()
        assert (again["rows"], again["files"]) == (exported["rows"], exported["files"])


def _notes(store: Path) -> int:
    """How many tables and triggers there are that note what has been changed."""
    with sqlite3.connect(store) as connection:
        named = "SELECT COUNT(*) FROM sqlite_master WHERE name GLOB 'before_*'"
        return int(connection.execute(named).fetchone()[0])
