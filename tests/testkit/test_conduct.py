"""The conduct audit finds each vice by the rule that is meant for it, and leaves the good alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import notebook
import pytest
import requests
from zoo import beasts
from zoo.service import Service

from memories_client import ChatEvent, Done, Memories, RateLimited
from memories_fake import Fake
from memories_fake.testkit.account import SteeredAccount
from memories_fake.testkit.conduct import RULES, Finding
from memories_fake.worlds import __file__ as worlds

LIVE = "https://api.memories.ai"
KEY = "sk-zoo-keeper-01"
BEASTS = beasts()
CLIP = Path(worlds).with_name("demo_clip.mp4")
JOURNEYS = Path(notebook.__file__).parent
VENDORS = JOURNEYS.parents[2] / "shared" / "seed"


@pytest.fixture
def account(memories_fake: Fake) -> SteeredAccount:
    return memories_fake.account(KEY)


def let_loose(
    beast: ModuleType, program: str, account: SteeredAccount, base: str = LIVE
) -> tuple[Finding, ...]:
    """Have a program of the zoo run once, on whatever it is to meet, and see what is found."""
    getattr(beast, "stage", lambda _: None)(account)
    service = Service(base, account.key, account.clock.sleep)
    getattr(beast, program)(service)
    return account.conduct()


every_beast = pytest.mark.parametrize(
    "beast", BEASTS, ids=[each.__name__.rpartition(".")[2] for each in BEASTS]
)


@every_beast
def test_a_vice_is_found_by_its_rule_alone(beast: ModuleType, account: SteeredAccount) -> None:
    findings = let_loose(beast, "bad", account)
    assert {each.rule for each in findings} == {beast.VICE}, account.timeline()
    numbers = {entry.number for entry in account.journal}
    for each in findings:
        assert each.entries
        assert set(each.entries) <= numbers
        assert each.account == account.name
        assert account.key not in each.message


@every_beast
def test_its_healed_twin_has_no_finding(beast: ModuleType, account: SteeredAccount) -> None:
    assert let_loose(beast, "healed", account) == (), account.timeline()
    assert account.journal


def test_every_rule_has_its_beast() -> None:
    assert {rule.name for rule in RULES} == {beast.VICE for beast in BEASTS}
    assert len(RULES) >= 12
    assert len(BEASTS) >= 12


def test_a_finding_says_what_to_do_instead(account: SteeredAccount) -> None:
    (by_name,) = [each for each in BEASTS if each.__name__ == "zoo.bearer_bringer"]
    (finding,) = let_loose(by_name, "bad", account)
    assert str(finding) == (
        "error bearer: Bearer was sent before the key: send the bare key in Authorization. [#1]"
    )


def test_what_is_done_again_is_told_once(account: SteeredAccount) -> None:
    (by_name,) = [each for each in BEASTS if each.__name__ == "zoo.stubborn"]
    (finding,) = let_loose(by_name, "bad", account)
    assert finding.entries == (1, 2, 3, 4)


@pytest.mark.parametrize("name", ["hasty_looker", "bulldozer", "optimist", "stubborn"])
def test_over_a_port_the_same_is_found(name: str, memories_fake: Fake) -> None:
    (beast,) = [each for each in BEASTS if each.__name__ == f"zoo.{name}"]
    account = memories_fake.account(KEY)
    with memories_fake.serve() as server:
        (found,) = let_loose(beast, "bad", account, server.url)
        headers = {"Authorization": KEY}
        told = requests.get(f"{server.url}/_fake/conduct", headers=headers, timeout=5).json()
        everyone = requests.get(f"{server.url}/_fake/conduct", timeout=5).json()
    assert found.rule == beast.VICE
    (over_http,) = told["findings"]
    assert over_http["entries"] == list(found.entries)
    assert (over_http["rule"], over_http["severity"]) == (found.rule, found.severity)
    assert (over_http["message"], over_http["account"]) == (found.message, account.name)
    assert everyone == told


def test_accounts_are_audited_each_for_itself(memories_fake: Fake) -> None:
    good, bad = memories_fake.account("sk-good-0001"), memories_fake.account("sk-bad-00001")
    for beast in BEASTS[:4]:
        let_loose(beast, "healed", good)
        let_loose(beast, "bad", bad)
    assert good.conduct() == ()
    assert {found.account for found in memories_fake.conduct()} == {bad.name}
    bad.reset()
    assert memories_fake.conduct() == ()


# The good


def honest_story(client: Memories, sleep: Callable[[float], None]) -> None:
    """All that a careful program does, from the first upload to the last deletion."""
    film = client.upload(CLIP, name="harbour.mp4", tags=["harbour"]).video_no
    tram = client.upload_url("https://films.example/tram_ride.mp4").video_no
    for number in (film, tram):
        assert client.wait_until_parsed(number).is_parsed
    assert client.search("boats in the harbour", "BY_CLIP", top_k=3)
    client.search_audio_transcripts("the")
    first = client.chat([film, tram], "What happens here?")
    client.chat(film, "Tell me more.", session_id=first.session_id)
    assert isinstance(streamed(client, sleep, tram)[-1], Done)
    assert client.get_video_transcription(tram).available
    client.get_audio_transcription(film)
    client.generate_summary(film, "CHAPTER")
    client.get_session_detail(client.list_sessions().items[0].session_id)
    assert {video.video_no for video in client.iter_videos()} == {film, tram}
    client.delete_videos([film, tram])
    assert not list(client.iter_videos())


def streamed(client: Memories, sleep: Callable[[float], None], number: str) -> list[ChatEvent]:
    """A whole stream. It may be refused by its first event, which the client does not repeat."""
    for pause_seconds in (1, 2, 4, 8, 16, 32, 64):
        with suppress(RateLimited):
            return list(client.chat_stream(number, "Is there a tram?"))
        sleep(pause_seconds)
    raise AssertionError("there was no end to the refusals")


def troubles(account: SteeredAccount) -> None:
    """What a careful program has to live with."""
    account.faults.add(operation="v1.upload", code="0429", first=2)
    account.faults.add(operation="v1.list_videos", code="0001", nth=2)
    account.faults.add(operation="v1.list_videos", connection="reset", nth=4)
    account.faults.add(operation="v1.search", status=429, nth=1)
    account.faults.add(operation="v1.chat", code="0429", nth=1)
    account.faults.add(operation="v1.chat_stream", code="0429", first=2)
    account.faults.add(operation="v1.delete_videos", code="0429", nth=1)
    account.outcomes.next(after_seconds=30)


def client_of(account: SteeredAccount, base: str = LIVE, **choices: Any) -> Memories:
    clock = account.clock
    return Memories(
        account.key, base, sleep=clock.sleep, now=lambda: clock.now_ms() / 1000, **choices
    )


@pytest.mark.parametrize("unique_id", [None, "anna"])
def test_the_reference_client_behaves_amid_troubles(
    unique_id: str | None, account: SteeredAccount
) -> None:
    troubles(account)
    with client_of(account, unique_id=unique_id) as client:
        honest_story(client, account.clock.sleep)
    assert account.faults.unfired() == []
    assert account.calls().refused("0429").at_least(6)
    assert account.conduct() == (), account.timeline()


@pytest.mark.parametrize("year", ["2025", "2026"])
def test_it_behaves_under_the_rates_of_either_year(year: str) -> None:
    with Fake(limits=year) as fake, fake.activate():
        account = fake.account(KEY)
        with client_of(account, retries=7) as client:
            honest_story(client, account.clock.sleep)
        assert account.conduct() == (), account.timeline()


def test_it_behaves_where_a_request_takes_no_time(account: SteeredAccount) -> None:
    account.clock.freeze()
    troubles(account)
    with client_of(account) as client:
        honest_story(client, account.clock.sleep)
        for n in range(15):
            client.upload_url(f"https://films.example/reel_{n}.mp4")
    assert account.conduct() == (), account.timeline()


def test_it_behaves_over_a_port_while_time_runs(memories_fake: Fake) -> None:
    account = memories_fake.account(KEY)
    account.clock.run(100)
    troubles(account)
    with memories_fake.serve() as server, client_of(account, server.url) as client:
        honest_story(client, account.clock.sleep)
    assert account.conduct() == (), account.timeline()


def test_giving_up_on_a_limit_is_no_misconduct(account: SteeredAccount) -> None:
    account.faults.add(operation="v1.search", code="0429")
    with client_of(account) as client, pytest.raises(RateLimited):
        client.search("boats")
    assert account.conduct() == (), account.timeline()


@pytest.mark.parametrize("door", ["in-process", "port"])
def test_the_own_notebook_behaves(door: str, memories_fake: Fake) -> None:
    text = (JOURNEYS / "example.txt").read_text(encoding="utf-8")
    assert told_as_a_notebook(text, door, memories_fake) == 13
    assert memories_fake.conduct() == (), memories_fake.timeline()


@pytest.mark.skipif(not VENDORS.is_dir(), reason="the vendor's notebook is not here")
@pytest.mark.parametrize("door", ["in-process", "port"])
def test_the_vendors_notebook_behaves(door: str, memories_fake: Fake) -> None:
    (file,) = VENDORS.glob("*.txt")
    assert told_as_a_notebook(file.read_text(encoding="utf-8"), door, memories_fake) == 12
    assert memories_fake.conduct() == (), memories_fake.timeline()


def told_as_a_notebook(text: str, door: str, fake: Fake) -> int:
    cells = notebook.cells_of(text)
    if door == "in-process":
        return len(notebook.run_cells(cells, base=LIVE, key=KEY))
    with fake.serve() as server:
        return len(notebook.run_cells(cells, base=server.url, key=KEY))


# What is no misconduct


@pytest.fixture
def service(account: SteeredAccount) -> Service:
    return Service(LIVE, account.key, account.clock.sleep)


def test_a_few_quick_looks_are_none(service: Service, account: SteeredAccount) -> None:
    account.outcomes.next(after_polls=5)
    number = service.add("tram_ride")
    while service.status(number) == "UNPARSE":
        pass
    assert account.conduct() == ()


def test_a_film_that_is_not_found_for_a_while_may_be_asked_for_again(
    service: Service, account: SteeredAccount
) -> None:
    account.outcomes.next(unfound_seconds=20)
    number = service.add_and_wait("tram_ride")
    asked = {"video_nos": [number], "prompt": "Where does it go?"}
    while service.post("chat", asked)["code"] != "0000":
        service.sleep(5)
    account.calls("v1.chat").refused().at_least(2)
    assert account.conduct() == ()


def test_a_passing_trouble_may_be_met_by_the_same_call(
    service: Service, account: SteeredAccount
) -> None:
    account.faults.add(operation="v1.search", code="0001", message="network abnormal", times=3)
    asked = {"search_param": "boat"}
    while service.post("search", asked)["code"] != "0000":
        pass
    assert account.conduct() == ()


def test_a_call_that_was_mended_is_no_repetition(service: Service, account: SteeredAccount) -> None:
    service.post("search", {"search_param": ""})
    service.post("search", {"search_param": "boat"})
    service.post("search", {"search_param": ""})
    assert account.conduct() == ()


def test_a_code_that_no_retry_cures_counts_also_as_a_fault(
    service: Service, account: SteeredAccount
) -> None:
    account.faults.add(operation="v1.search", code="0401", times=1)
    for _ in range(2):
        service.post("search", {"search_param": "boat"})
    (finding,) = account.conduct()
    assert (finding.rule, finding.entries) == ("retried_in_vain", (1, 2))


def test_bytes_that_failed_may_come_again(service: Service, account: SteeredAccount) -> None:
    account.outcomes.next(ends="FAIL")
    for _ in range(2):
        files = {"file": ("clip.mp4", CLIP.read_bytes(), "video/mp4")}
        answer = service.send("POST", "upload", files=files).json()
        service.sleep(60)
        service.status(answer["data"]["videoNo"])
    assert account.conduct() == ()


def test_a_stream_that_went_wrong_may_be_left(service: Service, account: SteeredAccount) -> None:
    number = service.add_and_wait("tram_ride")
    account.faults.add(operation="v1.chat_stream", garble_event=2)
    asked = {"video_nos": [number], "prompt": "Where does it go?"}
    with service.send("POST", "chat_stream", json=asked, stream=True) as answer:
        next(answer.iter_lines())
    assert account.journal[-1].ended == "left"
    assert account.conduct() == ()


def test_the_paths_of_the_fake_are_nobodys_misconduct(account: SteeredAccount) -> None:
    headers = {"Authorization": KEY}
    requests.get(f"{LIVE}/_fake/no_such_thing", headers=headers, timeout=5)
    assert account.conduct() == ()
