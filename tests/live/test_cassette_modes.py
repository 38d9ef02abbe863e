"""What is recorded in which mode, and how a cassette ages."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from taped import command, document, post, python

from memories_fake import Fake
from memories_fake.live.recording import CassetteExpired, Mode, recording, replaying
from memories_fake.live.recording.doors import NoCassette, Unmatched

CALLING = """
import requests
api = "https://api.memories.ai/serve/api/v1"
print(requests.post(api + "/list_videos", headers={"Authorization": "sk-a-program"}).text)
"""


def upload(name: str) -> str:
    """The number of a new video."""
    sent = post("upload_url", data={"url": f"https://films.example/{name}.mp4"})
    return str(sent["data"]["videoNo"])


@pytest.fixture
def fake() -> Iterator[Fake]:
    with Fake() as fake:
        yield fake


@pytest.fixture
def file(tmp_path: Path, fake: Fake) -> Path:
    """A cassette with one upload."""
    with recording(tmp_path / "cassette.json", against=fake):
        upload("one")
    return tmp_path / "cassette.json"


def calls_of(fake: Fake) -> int:
    """How many calls have come to a fake."""
    return len(list(fake.services.journal))


def test_none_asks_nobody_and_writes_nothing(file: Path, fake: Fake) -> None:
    before, calls = file.read_bytes(), calls_of(fake)
    with pytest.raises(Unmatched, match=r"form url: recorded .*one\.mp4', asked .*two\.mp4'"):
        _uploaded_two(file, fake)
    assert (file.read_bytes(), calls_of(fake)) == (before, calls)


def _uploaded_two(file: Path, fake: Fake) -> None:
    with replaying(file, against=fake):
        post("upload_url", data={"url": "https://films.example/two.mp4"})


def test_none_is_the_mode_of_a_replay_and_needs_a_cassette(tmp_path: Path) -> None:
    with pytest.raises(NoCassette, match=r"record it first \(memories-fake record --against"):
        replaying(tmp_path / "none.json").__enter__()


def test_once_records_what_is_not_there_and_then_never_again(tmp_path: Path, fake: Fake) -> None:
    file = tmp_path / "deep" / "once.json"
    with replaying(file, mode="once", against=fake):
        number = upload("one")
    before, calls = file.read_bytes(), calls_of(fake)
    with replaying(file, mode=Mode.ONCE, against=fake):
        assert upload("one") == number
    assert (file.read_bytes(), calls_of(fake)) == (before, calls)


def test_new_episodes_keeps_the_old_and_adds_the_new(file: Path, fake: Fake) -> None:
    calls = calls_of(fake)
    with replaying(file, mode="new_episodes", against=fake):
        first, second = upload("one"), upload("two")
        listed = post("list_videos", json={"video_no": second})
    assert calls_of(fake) == calls + 2
    with replaying(file):
        assert (upload("one"), upload("two")) == (first, second)
        assert post("list_videos", json={"video_no": second}) == listed
    told = document(file)
    assert [each["operation"] for each in told["exchanges"]] == [
        "v1.upload_url",
        "v1.upload_url",
        "v1.list_videos",
    ]
    keys = {each["request"]["headers"]["Authorization"] for each in told["exchanges"]}
    assert len(keys) == 1


def test_new_episodes_without_any_news_leaves_the_file_alone(file: Path, fake: Fake) -> None:
    before = file.read_bytes()
    with replaying(file, mode="new_episodes", against=fake):
        upload("one")
    assert file.read_bytes() == before


def test_all_records_everything_anew(file: Path, fake: Fake) -> None:
    with replaying(file, mode="all", against=fake):
        upload("three")
    (exchange,) = document(file)["exchanges"]
    assert exchange["request"]["body"]["form"] == {"url": "https://films.example/three.mp4"}


def test_a_mode_that_records_needs_a_service(file: Path) -> None:
    with pytest.raises(ValueError, match="say against which service"):
        replaying(file, mode="all").__enter__()


def test_what_was_recorded_is_kept_though_the_program_fails(tmp_path: Path, fake: Fake) -> None:
    with pytest.raises(ZeroDivisionError):
        _failed_while_recording(tmp_path / "c.json", fake)
    with replaying(tmp_path / "c.json"):
        assert upload("one")


def _failed_while_recording(file: Path, fake: Fake) -> None:
    with recording(file, against=fake):
        assert upload("one")
        raise ZeroDivisionError


def test_a_failure_of_the_test_itself_is_not_hidden_by_what_was_refused(file: Path) -> None:
    with pytest.raises(KeyError, match="videoNumber"):
        _failed_while_replaying(file)


def _failed_while_replaying(file: Path) -> None:
    with replaying(file):
        post("upload_url", data={"url": "https://films.example/other.mp4"})
        raise KeyError("videoNumber")


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_called(
    tmp_path: Path, fake: Fake
) -> None:
    (tmp_path / "a file").touch()
    for place in (tmp_path, tmp_path / "a file" / "c.json"):
        with pytest.raises(NoCassette, match="cannot be written"):
            recording(place, against=fake).__enter__()


@pytest.fixture
def expired(tmp_path: Path, fake: Fake) -> Path:
    """A cassette that was recorded long ago to be good for thirty days."""
    file = tmp_path / "old.json"
    with recording(file, against=fake, expires_days=30):
        upload("one")
    told = {**document(file), "recorded_at": "2026-01-01T00:00:00Z"}
    file.write_text(json.dumps({**told, "expires_at": "2026-01-31T00:00:00Z"}))
    return file


def test_a_cassette_that_is_good_for_some_days_says_until_when(
    tmp_path: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    file = tmp_path / "c.json"
    with recording(file, against=fake, expires_days=30):
        upload("one")
    assert document(file)["expires_at"] > document(file)["recorded_at"]
    with replaying(file):
        upload("one")


def test_an_expired_cassette_warns_and_is_told_all_the_same(
    expired: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    told = r"expired on 2026-01-31: it was recorded on 2026-01-01 to be good for 30 days"
    with pytest.warns(CassetteExpired, match=told), replaying(expired):
        assert upload("one")


def test_an_expired_cassette_fails_in_ci_and_says_how_to_record_it_again(
    expired: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    told = f"Record it again: memories-fake record --against URL --out {expired} --expires-days 30"
    with pytest.raises(CassetteExpired, match=told):
        replaying(expired).__enter__()


def test_recording_anew_asks_nothing_about_the_age_of_the_old(
    expired: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    with recording(expired, against=fake):
        upload("one")
    assert document(expired)["expires_at"] is None


def test_the_commands_warn_on_stderr_and_fail_in_ci(tmp_path: Path, fake: Fake) -> None:
    file = tmp_path / "c.json"
    with fake.serve() as server:
        days = ("--expires-days", "0", "--against", server.url)
        assert command("record", "--out", file, *days, *python(CALLING)).returncode == 0
    here = command("replay", file, *python(CALLING))
    assert here.returncode == 0
    assert "memories-fake: warning:" in here.stderr
    assert f"memories-fake record --against {server.url} --out {file}" in here.stderr
    there = command("replay", file, *python(CALLING), CI="1")
    assert (there.returncode, there.stdout) == (1, "")
    assert "expired on" in there.stderr


def test_the_command_records_what_is_new(tmp_path: Path, fake: Fake) -> None:
    file, other = tmp_path / "c.json", CALLING.replace("list_videos", "list_sessions")
    other = other.replace("post", "get")
    with fake.serve() as server:
        against = ("--against", server.url)
        once = command("replay", file, "--mode", "once", *against, *python(CALLING))
        assert f"1 exchange recorded in {file}" in once.stderr
        both = command("replay", file, "--mode", "new_episodes", *against, *python(other))
        assert f"1 exchange recorded in {file}" in both.stderr
    again = command("replay", file, *python(CALLING + other))
    assert (again.returncode, again.stdout) == (0, once.stdout + both.stdout)


def test_a_warning_names_the_line_that_uses_the_cassette(
    expired: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with replaying(expired):
            pass
    assert [each.filename for each in told] == [__file__]
