"""The same Python words for an account of a server: they tell, do and refuse the same as here."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

import httpx
import pytest
import requests
from deeds import LIVE, Owner, furnish

from memories_contracts import load_control
from memories_fake import Fake
from memories_fake.domain.outcomes import NothingThere, Unchangeable
from memories_fake.doors.elsewhere import leading_to, led_to
from memories_fake.doors.server import Server
from memories_fake.elsewhere import RemoteFake
from memories_fake.runtime.troubles import Scope
from memories_fake.testkit.account import SteeredAccount
from memories_fake.testkit.laying import Faults
from memories_fake.testkit.remote import NoFakeThere, RemoteAccount
from memories_fake.testkit.sink import NotTold

FILM = "https://films.example/harbour.mp4"
WORDS = sorted(
    word.strip().removeprefix("account.")
    for contract in load_control().values()
    for word in str(contract.document["python"]).split(",")
    if word.strip().startswith("account.")
)
KEY = "sk-remote-0001"


@pytest.fixture
def fake() -> Iterator[Fake]:
    with Fake(credits=1_000) as fake, fake.activate():
        yield fake


@pytest.fixture
def server(fake: Fake) -> Iterator[Server]:
    with fake.serve() as server:
        yield server


@pytest.fixture
def here(fake: Fake) -> SteeredAccount:
    """The account, as whoever has the fake itself sees it."""
    return fake.account(KEY)


@pytest.fixture
def there(server: Server) -> RemoteAccount:
    """The same account, over the port."""
    return RemoteAccount(server.url, KEY)


def uploaded(callback: str | None = None) -> str:
    form = {"url": FILM} | ({"callback": callback} if callback else {})
    address = f"{LIVE}/serve/api/v1/upload_url"
    answer = requests.post(address, data=form, headers={"Authorization": KEY}, timeout=5).json()
    return str(answer["data"]["videoNo"])


LOOKS = {
    "its name": lambda account: account.name,
    "its time": lambda account: account.clock.now_ms(),
    "how time passes": lambda account: (
        account.clock.mode,
        account.clock.scale,
        account.clock.request_seconds,
    ),
    "its journal": lambda account: account.journal,
    "its calls": lambda account: account.calls("v1.upload*").entries,
    "its timeline": lambda account: account.timeline(most=5),
    "its conduct": lambda account: account.conduct(),
    "its faults": lambda account: list(account.faults),
    "those that have not come": lambda account: account.faults.unfired(),
    "its outcomes": lambda account: list(account.outcomes),
    "its chats": lambda account: list(account.scripts.chats),
    "its searches": lambda account: list(account.scripts.searches),
    "its films": lambda account: list(account.scripts.films),
    "its plan": lambda account: account.webhooks.planned,
    "its deliveries": lambda account: account.webhooks.deliveries,
    "its allowance": lambda account: account.allowance,
    "its dialect": lambda account: account.dialect,
    "its snapshots": lambda account: account.snapshots.names,
    "all that it holds": lambda account: account.export(),
}


def test_it_tells_the_same(fake: Fake, here: SteeredAccount, there: RemoteAccount) -> None:
    furnish(Owner(fake, KEY))
    requests.get(f"{LIVE}/serve/api/v1/no_such", headers={"Authorization": KEY}, timeout=5)
    here.clock.freeze()
    here.faults.add(operation="v1.chat", cut_after_events=2, headers={"X-Trace": "é"}, nth=3)
    here.outcomes.add(kind="image", name="*.png", ends="FAIL", cause="no picture", times=2)
    here.chat.reply("At 0:03.", when="gull", refs=[("VI1", 3, 5, "Gulls.")], thinkings=[("a", "b")])
    here.search.returns(["VI1", ("VI2", 3)], times=1)
    here.speak(failure_word="FAILED")
    here.snapshot("ready")
    told = {name: (look(there), look(here)) for name, look in LOOKS.items()}
    assert [name for name, (one, other) in told.items() if one != other] == []
    assert [name for name, (one, _) in told.items() if not one] == []


def test_it_tells_what_is_left_of_limits() -> None:
    with Fake(limits="2025") as fake, fake.activate(), fake.serve() as server:
        uploaded()
        left = RemoteAccount(server.url, KEY).allowance
        assert left == fake.account(KEY).allowance
        assert left.windows["upload"].left == 0


@pytest.mark.parametrize("word", WORDS)
def test_each_word_of_the_contracts_is_there(there: RemoteAccount, word: str) -> None:
    attrgetter(word)(there)


DEEDS: dict[str, Any] = {
    "advance": lambda account: account.clock.advance(minutes=3, seconds=0.5),
    "sleep": lambda account: account.clock.sleep(3.25),
    "stand": lambda account: account.clock.stand(request_seconds=4),
    "freeze": lambda account: account.clock.freeze(),
    "a fault": lambda account: account.faults.add(latency_seconds=3, first=2, times=4),
    "a fault of a scope": lambda account: account.faults.add(code="1", scope=Scope.ACCOUNT),
    "an outcome": lambda account: account.outcomes.add(kind="task", ends="HELD", times=2),
    "the next outcome": lambda account: account.outcomes.next(after_polls=2, speech="none"),
    "a reply": lambda account: account.chat.reply(
        "Yes.", refs=["VI1", {"video": "VI2", "start_seconds": 2}], thinkings=[("a", "b")], times=2
    ),
    "a result": lambda account: account.search.returns([("VI1", 3, 9, "Boats.")], when="boat"),
    "a film": lambda account: account.video(
        "*boat*", shows=[(0, 3, "A quay.")], says="00:01.000 --> 00:02.500\nHome.\n"
    ),
    "a silent film": lambda account: account.video("*", says=[], duration_seconds=9, times=1),
    "a plan": lambda account: account.webhooks.plan(retries=2, late=range(1, 4), lost=0.5),
    "a dialect": lambda account: account.speak(failure_word="FAILED", stream_end="text"),
    "a snapshot": lambda account: account.snapshot("ready"),
    "a reset": lambda account: account.reset(),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_it_does_the_same(server: Server, here: SteeredAccount, deed: Any) -> None:
    with here.fork():
        uploaded()
        told = deed(here)
        names, done = here.snapshots.names, here.export()
    uploaded()
    assert deed(RemoteAccount(server.url, KEY)) == told
    assert (here.snapshots.names, here.export()) == (names, done)


def test_what_is_there_already_is_settled_and_released(there: RemoteAccount) -> None:
    there.outcomes.add(ends="HELD", times=2)
    held, settled = uploaded(), uploaded()
    there.outcomes.release(held)
    there.outcomes.settle(settled, ends="FAIL", after_seconds=60)
    before_ms = there.clock.now_ms()
    there.clock.advance_until(held)
    there.clock.advance_until(settled, "FAIL")
    assert there.clock.now_ms() - before_ms == 60_000


def test_what_was_laid_down_is_taken_back(here: SteeredAccount, there: RemoteAccount) -> None:
    for laid in (there.faults, there.outcomes):
        words = {"code": "0429"} if isinstance(laid, Faults) else {"ends": "FAIL"}
        first, second = laid.add(**words), laid.add(**words)
        assert (laid.remove(first), laid.remove(first)) == (True, False)
        assert len(list(laid)) == 1, second
        laid.clear()
        assert list(laid) == []
    number = there.chat.reply("Yes.")
    assert (there.scripts.remove(number), there.scripts.remove(number)) == (True, False)
    there.search.returns([])
    there.scripts.clear()
    assert list(there.scripts.searches) == []
    there.faults.add(code="1", scope=Scope.ACCOUNT)
    kept = there.faults.add(code="2", scope=Scope.TEST)
    there.faults.clear(Scope.ACCOUNT)
    assert [laid.number for laid in here.faults] == [kept]


def test_what_does_not_go_raises_what_it_raises_here(
    here: SteeredAccount, there: RemoteAccount
) -> None:
    number = uploaded()
    here.clock.advance_until(number)
    wrongs: tuple[Any, ...] = (
        lambda account: account.clock.advance(seconds=-1),
        lambda account: account.clock.advance_until("VI1"),
        lambda account: account.clock.advance_until(number, "FAIL"),
        lambda account: account.outcomes.settle(number, ends="FAIL"),
        lambda account: account.outcomes.add(stauts=1),
        lambda account: account.faults.add(nth=2),
        lambda account: account.rewind("never"),
        lambda account: account.snapshots.forget("never"),
        lambda account: account.speak(accent="none"),
        lambda account: account.load({"format": "another"}),
        lambda account: account.webhooks.redeliver(17),
        lambda account: account.chat.reply("Yes.", when="("),
        lambda account: account.calls("v1.no_such"),
    )
    for wrong in wrongs:
        raised = []
        for account in (here, there):
            with pytest.raises((ValueError, LookupError)) as error:
                wrong(account)
            raised.append(error)
        assert raised[0].type is raised[1].type
    with pytest.raises(NothingThere):
        there.clock.advance_until("VI1")
    with pytest.raises(Unchangeable, match="does not come to FAIL"):
        there.clock.advance_until(number, "FAIL")


def test_it_is_forked_and_gone_back_to(here: SteeredAccount, there: RemoteAccount) -> None:
    number, before = uploaded(), here.export()
    there.snapshot("ready")
    with there.fork() as inside:
        assert inside.key == KEY
        there.clock.advance_until(number)
        there.snapshot("inside")
        with there.fork():
            uploaded()
        assert len(there.journal) == 1
    assert (here.export(), here.snapshots.names) == (before, ("ready",))
    uploaded()
    there.rewind("ready")
    assert here.export() == before
    with there.fork():
        there.reset()
        uploaded()
    assert here.export() == before


def test_an_account_is_carried_from_one_fake_to_another(
    here: SteeredAccount, there: RemoteAccount
) -> None:
    uploaded()
    document = there.export()
    with Fake() as other, other.serve() as server:
        RemoteAccount(server.url, "sk-another").load(document)
        assert other.account("sk-another").export() == here.export()


def test_callbacks_come_to_a_port_by_the_accounts_time(there: RemoteAccount) -> None:
    there.clock.freeze()
    there.outcomes.add(after_seconds=3600)
    with there.webhooks.sink() as sink:
        there.webhooks.plan(retries=1, backoff_seconds=30)
        sink.answer(503, then=201)
        before_ms, number = there.clock.now_ms(), uploaded(sink.url)
        first, second = sink.wait_for(2, status="PARSE", videoNo=number)
        assert (first.answer.status, second.answer.status) == (503, 201)
        assert there.clock.now_ms() - before_ms == 3_630_000
        (delivery,) = there.webhooks.deliveries
        assert [each.status for each in delivery.attempts] == [503, 201]
        sink.clear()
        sink.expect_none(within_seconds=600)
        with pytest.raises(NotTold, match=r"accepted: .*retry: 201"):
            sink.wait_for()
        there.webhooks.redeliver(delivery.number)
        assert sink.received[0].attempt == 3


def test_while_its_time_runs_a_sink_waits_in_it(there: RemoteAccount) -> None:
    there.clock.run(3600)
    there.outcomes.next(after_seconds=360)
    with there.webhooks.sink() as sink:
        number = uploaded(sink.url)
        assert sink.wait_for()[0].body["videoNo"] == number


def test_where_no_fake_answers_that_is_said() -> None:
    with pytest.raises(NoFakeThere, match=r"no fake answers at http://127\.0\.0\.1:1"):
        _ = RemoteAccount("http://127.0.0.1:1", KEY).journal


def test_a_key_that_is_not_admitted_is_told_so() -> None:
    with (
        Fake(keys={"sk-admitted"}) as fake,
        fake.serve() as server,
        pytest.raises(PermissionError, match="none of the keys"),
    ):
        _ = RemoteAccount(server.url, KEY).journal


def test_of_a_fake_elsewhere_only_what_was_asked_for_is_seen(fake: Fake, server: Server) -> None:
    remote = RemoteFake(f"{server.url}/")
    mine = remote.account(KEY)
    uploaded()
    fake.account("sk-somebody-else").faults.add(code="0429", scope=Scope.TEST)
    remote.insist_on_faults()
    remote.calls("v1.upload_url").once()
    assert remote.timeline() == mine.timeline() != ""
    assert remote.conduct() == mine.conduct()
    mine.faults.add(code="0429")
    with pytest.raises(AssertionError, match="1 faults were laid down and never came: code=0429"):
        remote.insist_on_faults()
    remote.faults.add(code="0003", times=1)
    assert len(list(remote.faults)) == 1
    remote.reset()
    assert mine.journal == ()
    assert len(list(fake.account("sk-somebody-else").faults)) == 1


# The door: the hosts of the service are led to the server, by what would have sent the call anyway


def test_calls_of_requests_and_httpx_are_led_there() -> None:
    address, headers = f"{LIVE}/serve/api/v1/list_videos", {"Authorization": KEY}
    with Fake() as fake, fake.serve() as server, RemoteFake(server.url).activate():
        first = requests.post(address, json={}, headers=headers, timeout=5)
        second = httpx.post(address, json={}, headers=headers)
        chat = {"video_nos": ["VI1"], "prompt": "What?"}
        with httpx.stream("POST", f"{LIVE}/serve/api/v1/chat", json=chat, headers=headers) as third:
            third.read()
        assert requests.get(f"{server.url}/_fake/health", timeout=5).json()["status"] == "ok"
        entries = fake.account(KEY).journal
    assert (first.url, first.request.url, first.json()["code"]) == (address, address, "0000")
    assert (second.url, second.json()["code"]) == (address, "0000")
    assert [entry.operation for entry in entries] == ["v1.list_videos"] * 2 + ["v1.chat"]
    assert {entry.host for entry in entries} == {"api.memories.ai"}


def test_awaited_calls_of_httpx_are_led_there_too() -> None:
    import asyncio

    async def listed() -> Any:
        async with httpx.AsyncClient(headers={"Authorization": KEY}) as client:
            return (await client.post(f"{LIVE}/serve/api/v1/list_videos", json={})).json()

    with Fake() as fake, fake.serve() as server, leading_to(server.url):
        assert asyncio.run(listed())["code"] == "0000"


def test_an_address_keeps_its_path_and_query() -> None:
    assert led_to(f"{LIVE}/a/b?c=d&e=%20", "http://127.0.0.1:4610/under/") == (
        "http://127.0.0.1:4610/under/a/b?c=d&e=%20"
    )
