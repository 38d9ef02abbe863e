"""The fake takes nothing that the service is known to refuse, and says where nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner, Result

from memories_contracts import load_catalogue
from memories_contracts.refusing import Case, Expected, Kind, cases
from memories_fake import Fake
from memories_fake.cli import main
from memories_fake.live.calling import Line
from memories_fake.live.refusing.holding import Refusals, Telling, hold, plan
from memories_fake.live.refusing.judging import Verdict

KEY, OTHER = "sk-one", "sk-two"
LIVE = "https://api.memories.ai"
SEEN = {Kind.NULL, Kind.EMPTY, Kind.LOOSE_TYPE, Kind.NEW_FIELD, Kind.WRONG_MEDIA}
NAMES = [scenario.name for scenario in plan()]


def fake_for_two(**choices: str) -> Fake:
    """A fake that admits two keys and no other."""
    settings = {"parse_seconds": 0, "callbacks": "off", "keys": (KEY, OTHER), **choices}
    return Fake(**settings)


def is_known(case: Case) -> bool:
    return case.expected is not Expected.UNEVIDENCED


def found_wrong(found: Refusals) -> list[str]:
    return [
        f"{name}: {each.verdict}: {each}"
        for name, held in found.held.items()
        for each in held
        if each.verdict.severity
    ]


def verify(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["verify", "--refusals", *arguments])


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with (
        Fake(parse_seconds=0, callbacks="off", check_replies=False) as fake,
        fake.serve() as server,
    ):
        yield server.url


def test_no_known_refusal_is_missed_in_process() -> None:
    with fake_for_two() as fake, fake.activate(), Telling(Line(KEY), Line(OTHER)) as telling:
        found = hold(telling, NAMES, wanted=is_known)
    assert (found_wrong(found), found.stops) == ([], ())
    assert set(found.held) == set(load_catalogue())
    assert found.count(Verdict.AS_TOLD) > 500
    assert found.exit_code == 0


def test_no_known_refusal_is_missed_over_a_port() -> None:
    with (
        fake_for_two() as fake,
        fake.serve() as server,
        Telling(Line(KEY, server.url), Line(OTHER, server.url)) as telling,
    ):
        found = hold(telling, NAMES, wanted=lambda case: case.expected is Expected.REFUSED)
    assert (found_wrong(found), found.stops) == ([], ())
    assert found.count(Verdict.AS_TOLD) > 450


@pytest.mark.parametrize(
    "name", ["v1.upload_url", "v1.list_videos", "v1.search", "v1.chat", "understand.upload_img"]
)
def test_what_is_taken_though_nobody_knows_is_flagged(name: str) -> None:
    contract = load_catalogue()[name]
    with fake_for_two() as fake, fake.activate(), Telling(Line(KEY)) as telling:
        for case in cases(contract):
            request = telling.request(case)
            if request and telling.outcome(contract, request).taken:
                noted = fake.account(KEY).journal[-1].unevidenced
                is_seen = not is_known(case) and case.kind in SEEN
                assert (str(case) in noted) or not is_seen, (case, noted)


def test_nothing_crashes_whatever_is_wrong() -> None:
    names = [name for name in NAMES if name.startswith(("v1.folders", "v1.memories", "v1.list"))]
    with fake_for_two() as fake, fake.activate(), Telling(Line(KEY), Line(OTHER)) as telling:
        found = hold(telling, names)
    assert found.count(Verdict.CRASHED) == 0
    assert found.count(Verdict.UNEVIDENCED_REFUSED) > 50


def test_the_header_tells_what_nobody_knows_and_is_absent_where_all_is_known() -> None:
    header = "X-Memories-Fake-Unevidenced"
    with fake_for_two() as fake, fake.activate():

        def asked(**body: object) -> requests.Response:
            url = f"{LIVE}/serve/api/v1/list_videos"
            return requests.post(url, json=body, headers={"Authorization": KEY}, timeout=5)

        assert (
            asked(size="5", colour="red").headers[header] == "size: loose type; colour: new field"
        )
        assert header not in asked(size=5, page="1").headers
        assert header not in asked(size=0).headers, "a refusal is no acceptance"


def test_an_empty_namespace_is_refused_as_the_documents_say() -> None:
    with fake_for_two() as fake, fake.activate():
        url = f"{LIVE}/serve/api/v1/list_videos"
        answer = requests.post(
            url, json={"unique_id": ""}, headers={"Authorization": KEY}, timeout=5
        )
    assert answer.json()["code"] == "0001"
    assert answer.json()["msg"] == "The unique_id parameter cannot be empty!"


def test_the_command_shows_what_nobody_knows(url: str) -> None:
    result = verify("--against", url, "--only", "v1.folders_create", "--only", "v1.download")
    assert result.exit_code == 0, result.output
    assert "nothing is refused or taken otherwise than is known" in result.output
    assert "4 unevidenced, taken" in result.output


@pytest.mark.parametrize(
    ("dialect", "told"),
    [({"bearer": "accepted"}, "too permissive"), ({"repeated_delete": "refused"}, "too strict")],
)
def test_a_server_that_does_otherwise_breaks_clients(dialect: dict[str, str], told: str) -> None:
    with Fake(parse_seconds=0, callbacks="off", dialect=dialect) as fake, fake.serve() as server:
        result = verify("--against", server.url, "--only", "v1.delete_videos")
    assert result.exit_code == 1
    assert f"{told}: " in result.output


def test_whoever_is_called_too_often_has_refused_nothing() -> None:
    with fake_for_two(limits="2025") as fake, fake.activate(), Telling(Line(KEY)) as telling:
        found = hold(telling, ["v1.scraper_url"])
    assert found_wrong(found) == []
    assert found.count(Verdict.NOT_TOLD) > 10


def test_keys_and_money_are_guarded_here_too() -> None:
    result = verify("--key", "sk-mavi-0123456789", "--live", "--budget", "0.01")
    assert result.exit_code == 1
    assert "more than the budget" in result.output


def test_tests_are_written_only_of_refusals(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["verify", "--write-tests", str(tmp_path)])
    assert result.exit_code == 2
    assert "go with --refusals" in result.output
