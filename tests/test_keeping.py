"""`--store FILE` keeps everything, whatever happens to the process."""

from __future__ import annotations

from pathlib import Path

from calling import Caller, data, make_clip
from sqlalchemy import text

from memories_fake import Fake

LIVE = "https://api.memories.ai"


def test_all_is_there_again_after_a_restart(tmp_path: Path) -> None:
    film = make_clip(tmp_path / "tram.mp4", seconds=2)
    store = str(tmp_path / "fake.db")
    with Fake(store=store) as fake, fake.activate():
        caller = Caller(LIVE, fake=fake)
        number = caller.film(film, unique_id="trips")
        asked = {"video_nos": [number], "prompt": "What happens?", "unique_id": "trips"}
        session = data(caller.post("chat", asked))["session_id"]
        listed = data(caller.post("list_videos", {"unique_id": "trips"}))["videos"]

    with Fake(store=store) as fake, fake.activate():
        caller = Caller(LIVE, fake=fake)
        assert data(caller.post("list_videos", {"unique_id": "trips"}))["videos"] == listed
        detail = data(caller.get("get_session_detail", session_id=session, unique_id="trips"))
        assert [message["role"] for message in detail["messages"]] == ["user", "assistant"]
        bytes_again = caller.post("download", {"video_no": number, "unique_id": "trips"})
        assert bytes_again.content == film.read_bytes()
        newer = caller.add()
        assert int(newer[2:]) > int(session) > int(number[2:])


def test_what_was_answered_survives_kill_9(tmp_path: Path) -> None:
    import signal
    import subprocess
    import sys

    import requests

    command = [sys.executable, "-u", "-m", "memories_fake", "serve", "--port", "0", "--quiet"]
    command += ["--store", str(tmp_path / "fake.db")]
    headers = {"Authorization": "sk-kill-9-0001"}

    def served(process: subprocess.Popen[str]) -> str:
        assert process.stdout is not None
        return process.stdout.readline().split(" at ")[1].split()[0] + "/serve/api/v1"

    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        made = requests.post(
            f"{served(process)}/upload_url",
            data={"url": "https://films.example/a.mp4"},
            headers=headers,
            timeout=10,
        )
        process.send_signal(signal.SIGKILL)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        base = served(process)
        page = requests.post(f"{base}/list_videos", json={}, headers=headers, timeout=10).json()
        process.terminate()
    assert page["data"]["videos"][0]["video_no"] == made.json()["data"]["videoNo"]


def test_a_store_in_memory_leaves_no_file_behind(tmp_path: Path) -> None:
    film = make_clip(tmp_path / "tram.mp4", seconds=1)
    with Fake() as fake, fake.activate():
        caller = Caller(LIVE, fake=fake)
        number = caller.film(film)
        kept = fake.services.shelf.find(fake.services.accounts.of(caller.key).name, number)
        assert kept
        assert kept.is_file()
    assert not kept.exists()


def test_a_store_in_memory_is_made_as_a_kept_one_is(tmp_path: Path) -> None:
    with Fake() as fake, Fake(store=str(tmp_path / "fake.db")) as kept:
        assert _made(fake) == _made(kept)
        assert any("CREATE INDEX" in (told or "") for told in _made(fake))


def _made(fake: Fake) -> list[str | None]:
    """How each table, index and trigger of its database was made."""
    with fake.services.store.transaction() as connection:
        asked = text("SELECT sql FROM sqlite_master ORDER BY type, name")
        return list(connection.execute(asked).scalars())
