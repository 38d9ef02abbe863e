"""Contract, service and fake are compared: all that differs is found, and nothing else."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from elsewhere import Elsewhere, Reply, in_body, refused, served
from otherwise import WAYS, Way
from planting import in_data, put

from memories_fake import Fake
from memories_fake.cli import main
from memories_fake.doors.inprocess import intercepting
from memories_fake.live.calling import Line
from memories_fake.live.drifting.drift import Drift, Told, compared, tell, tell_fake
from memories_fake.live.judging import Severity
from memories_fake.live.running import Pace
from memories_fake.live.scenarios import SCENARIOS

KEY = "sk-elsewhere"
# What is told to honest fakes in turns; the long scenarios now and then.
SHORT = ("by address", "imports", "public imports", "personal", "pictures", "captions", "marketer")
LONG = ("memories", "chats", "library", "public library", "folders")
REPLAYS, ACCOUNTS = 100, 4


def scenario(*names: str) -> list:  # type: ignore[type-arg]
    return [each for each in SCENARIOS if each.name in names]


@cache
def of_fake(name: str) -> Told:
    """What our own fake answers in a scenario."""
    return tell_fake(scenario(name))


def drift_of(service: Elsewhere, name: str) -> Drift:
    with served(service) as url:
        return compared(tell(Line(KEY, url), scenario(name)), of_fake(name))


@cache
def known(name: str) -> Drift:
    """How the recordings differ from the fake anyway."""
    return drift_of(Elsewhere(), name)


def drift(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["drift", *arguments], env={"MEMORIES_API_KEY": None})


def test_there_are_twenty() -> None:
    assert len({way.name for way in WAYS}) == 20


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_whatever_is_otherwise_is_found_where_it_is(way: Way) -> None:
    found = drift_of(Elsewhere({way.operation: way.change}), way.scenario)
    new = [each for each in found.differences if each not in known(way.scenario).differences]
    assert {each.operation for each in new} == {way.operation}
    assert way.where in {each.where for each in new}
    if way.is_news:
        assert Severity.WARNING in {each.severity for each in new}
    else:
        assert found.exit_code == 1
        assert Severity.CRITICAL in {each.severity for each in new}


@pytest.mark.parametrize("name", sorted({way.scenario for way in WAYS}))
def test_what_was_recorded_breaks_no_client_of_the_fake(name: str) -> None:
    assert [each for each in known(name).differences if each.severity is Severity.CRITICAL] == []
    assert known(name).stops == ()


def test_what_was_only_guessed_is_a_warning() -> None:
    change = in_body(in_data(put("total_count", ["seven"])))
    found = drift_of(Elsewhere({"v1.memories": change}), "memories")
    severities = {each.severity for each in found.differences if "total_count" in each.where}
    assert severities == {Severity.WARNING}
    assert found.exit_code == 2


def test_whoever_is_called_too_often_has_not_drifted() -> None:
    limited = Reply({"code": "0429", "msg": "Request has exceeded the limit.", **refused()})
    found = drift_of(Elsewhere({"v1.chat": lambda _: limited}), "chats")
    assert not [each for each in found.differences if each.operation == "v1.chat"]
    assert found.stops


def test_a_hundred_honest_fakes_show_no_drift() -> None:
    for seed in range(REPLAYS // ACCOUNTS):
        seconds = {"request_seconds": 1 + seed % 7, "parse_seconds": seed % 3}
        fake = Fake(seed=seed, callbacks="off", check_replies=False, **seconds)
        with fake, intercepting(fake.app):
            for account in range(ACCOUNTS):
                turn = seed * ACCOUNTS + account
                name = SHORT[turn % len(SHORT)] if turn % 8 else LONG[turn // 8 % len(LONG)]
                live = tell(Line(f"sk-honest-{account}"), scenario(name), Pace(0.0, 0.0))
                found = compared(live, of_fake(name))
                assert (found.differences, found.stops) == ((), ()), (seed, name)
                assert found.exit_code == 0


def test_the_report_is_dated_and_tells_all_three_sides_and_no_key(tmp_path: Path) -> None:
    whole, table = tmp_path / "drift.json", tmp_path / "drift.md"
    (way,) = [each for each in WAYS if each.name == "a session is a number"]
    with served(Elsewhere({way.operation: way.change})) as url:
        for file in (whole, table):
            options = ("--against", url, "--key", KEY, "--only", "chats", "--out", str(file))
            result = drift(*options)
            assert result.exit_code == 1, result.output
    told = json.loads(whole.read_text())
    (row,) = [
        row
        for row in told["differences"]
        if row["where"] == "data.session_id" and row["fake"] != "keeps it"
    ]
    assert row["operation"] == "v1.chat"
    assert (row["severity"], row["live"], row["fake"]) == ("critical", "a whole number", "an id")
    assert row["contract"].startswith("recorded(")
    assert told["date"][:2] == "20"
    assert "| v1.chat | data.session_id | critical |" in table.read_text()
    for text in (whole.read_text(), table.read_text(), result.output):
        assert KEY not in text


def test_another_fake_shows_no_drift_on_the_command_line() -> None:
    with Fake(seed=3, parse_seconds=0) as other, other.serve() as server:
        result = drift("--against", server.url, "--only", "marketer")
    assert result.exit_code == 0, result.output
    assert "2 operations compared" in result.output


def test_what_only_changes_in_news_is_exit_2() -> None:
    with (
        Fake(parse_seconds=0, dialect={"upload_answer": "short"}) as other,
        other.serve() as server,
    ):
        result = drift("--against", server.url, "--only", "by address")
    assert result.exit_code == 2, result.output
    assert "never sent" in result.output


def test_where_nothing_can_be_compared_the_run_fails() -> None:
    result = drift("--against", "http://127.0.0.1:1", "--only", "marketer")
    assert result.exit_code == 1
    assert "nothing could be compared" in result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "needs a key"),
        (("--key", "sk-mavi-0123456789"), "add --live"),
        (("--key", "sk-mavi-0123456789", "--live"), "give --budget"),
        (("--key", "sk-mavi-0123456789", "--against", "http://127.0.0.1:1"), "somebody else"),
    ],
)
def test_it_is_guarded_as_verify_is(arguments: tuple[str, ...], told: str) -> None:
    result = drift(*arguments)
    assert result.exit_code == 1
    assert told in result.output
