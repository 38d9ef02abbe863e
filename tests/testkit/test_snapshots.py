"""Forks and named snapshots of an account, told in Python and over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from deeds import KIT, LIVE, PUBLIC_IMPORTS, SERVICE, Owner, do, furnish
from looking import held

from memories_fake import Fake
from memories_fake.domain.outcomes import NothingThere
from memories_fake.store.snapshots import CopiedRows


@pytest.fixture(scope="module")
def fake() -> Iterator[Fake]:
    """One fake for all: what is forked leaves nothing behind."""
    with Fake(callbacks="off", credits=1_000) as fake, fake.activate():
        yield fake


@pytest.fixture(scope="module")
def owner(fake: Fake) -> Owner:
    """Somebody who has some of everything."""
    owner = Owner(fake)
    furnish(owner)
    return owner


@pytest.fixture
def new(fake: Fake) -> Iterator[Owner]:
    """Somebody who has nothing yet."""
    owner = Owner(fake, "sk-new-0001")
    yield owner
    owner.account.reset()


@pytest.mark.parametrize("deed", [*SERVICE, *KIT])
def test_a_fork_undoes(owner: Owner, deed: str) -> None:
    before = held(owner)
    with owner.account.fork():
        first = do(owner, deed, 1)
        assert held(owner) != before
    assert held(owner) == before
    with owner.account.fork():
        again = do(owner, deed, 1)
    # What is brought into the public library is everybody's: it stays there.
    assert again == first or deed in PUBLIC_IMPORTS
    assert held(owner) == before


@pytest.mark.parametrize("deed", [*SERVICE, *KIT])
def test_a_fork_by_copies_undoes(owner: Owner, deed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner.fake.services, "row_snapshots", CopiedRows())
    before = held(owner)
    with owner.account.fork():
        do(owner, deed, 1)
    assert held(owner) == before


def test_a_fork_undoes_what_came_before_an_exception(new: Owner) -> None:
    before = held(new)
    with pytest.raises(RuntimeError), new.account.fork():  # noqa: PT012
        do(new, "v1.upload")
        raise RuntimeError
    assert held(new) == before


def test_a_fork_within_a_fork(new: Owner) -> None:
    one = do(new, "v1.upload_url", 1)
    outside = held(new)
    with new.account.fork() as account:
        assert account.key == new.key
        do(new, "v1.delete_videos")
        two = do(new, "v1.upload", 2)
        inside = held(new)
        with account.fork():
            do(new, "v1.delete_videos")
            do(new, "v1.upload_url", 3)
            account.reset()
            do(new, "v1.upload_url", 4)
        assert held(new) == inside
        with account.fork():
            do(new, "v1.chat")
        assert held(new) == inside
    assert held(new) == outside
    assert one != two
    assert new.numbers("videos") == [_number(one)]


def test_going_back_twice_and_to_an_earlier_and_a_later_moment(new: Owner) -> None:
    moments = {}
    for step, name in enumerate(("empty", "one", "two")):
        moments[name] = held(new)
        new.account.snapshot(name)
        do(new, "v1.upload" if step else "v1.upload_url", step)
        do(new, "kit.film", step)
    for name in ("two", "two", "empty", "one", "two", "empty", "two", "one", "one"):
        new.account.rewind(name)
        assert held(new) == moments[name], name
        do(new, "v1.delete_videos")
        do(new, "v1.upload_url", 5)
        do(new, "v1.upload")
    assert new.account.snapshots.names == ("empty", "one", "two")


def test_the_same_calls_come_to_the_same_after_going_back(new: Owner) -> None:
    deeds = [deed for deed in SERVICE if deed not in PUBLIC_IMPORTS]
    furnish(new)
    new.account.snapshot("ready")
    first = [do(new, deed, 1) for deed in deeds]
    ended = held(new)
    new.account.rewind("ready")
    assert [do(new, deed, 1) for deed in deeds] == first
    assert held(new) == ended


def test_a_snapshot_of_the_same_name_takes_the_place_of_the_earlier(new: Owner) -> None:
    new.account.snapshot("ready")
    number = _number(do(new, "v1.upload_url"))
    new.account.snapshot("ready")
    do(new, "v1.delete_videos")
    new.account.rewind("ready")
    assert new.numbers("videos") == [number]
    assert new.account.snapshots.names == ("ready",)


def test_a_fork_has_the_names_again_that_were_there_before(new: Owner) -> None:
    new.account.snapshot("kept")
    new.account.snapshot("replaced")
    with new.account.fork() as account:
        do(new, "v1.upload_url")
        account.snapshots.forget("kept")
        account.snapshot("replaced")
        account.snapshot("added")
    assert new.account.snapshots.names == ("kept", "replaced")
    do(new, "v1.upload_url")
    new.account.rewind("replaced")
    assert new.numbers("videos") == []


def test_a_reset_forgets_the_snapshots_unless_it_is_undone(new: Owner) -> None:
    do(new, "v1.upload")
    new.account.snapshot("ready")
    before = held(new)
    with new.account.fork():
        new.fake.reset(new.key)
        assert new.account.snapshots.names == ()
        do(new, "v1.upload")
    assert held(new) == before
    new.account.rewind("ready")
    assert held(new) == before
    new.account.reset()
    with pytest.raises(NothingThere, match="'ready'; there are: none"):
        new.account.rewind("ready")


def test_nobody_else_notices(owner: Owner, new: Owner) -> None:
    do(new, "v1.upload")
    before, number = held(owner), _number(do(new, "v1.upload_url", 2))
    new.account.snapshot("ready")
    with owner.account.fork():
        do(owner, "v1.delete_videos")
        do(new, "v1.upload", 3)
        do(owner, "v1.upload", 3)
        do(new, "v1.delete_videos", 0)
    assert held(owner) == before
    assert number in new.numbers("videos")
    assert len(new.numbers("videos")) == 2
    kept = held(new)
    new.account.rewind("ready")
    assert held(owner) == before
    assert held(new) != kept


def test_limits_and_credits_are_as_they_were() -> None:
    def left(owner: Owner) -> object:
        headers = {"Authorization": owner.key}
        return requests.get(f"{LIVE}/_fake/account", headers=headers, timeout=5).json()

    with Fake(limits="2026", credits=10, callbacks="off") as fake, fake.activate():
        owner = Owner(fake)
        do(owner, "kit.freeze")
        do(owner, "v1.upload_url")
        before = left(owner)
        with owner.account.fork():
            codes = [owner.call("v1.list_videos").json()["code"] for _ in range(30)]
            assert "0429" in codes
            do(owner, "v1.marketer_chat")
            assert left(owner) != before
        assert left(owner) == before
        assert owner.call("v1.list_videos").json()["code"] == "0000"


def test_a_clock_that_runs_is_taken_back_too() -> None:
    with Fake(time="real", callbacks="off") as fake, fake.activate():
        owner = Owner(fake)
        clock = owner.account.clock
        before_ms = clock.now_ms()
        with owner.account.fork():
            clock.advance(hours=2)
            clock.freeze()
            numbers = [_number(do(owner, "v1.upload_url")) for _ in range(3)]
            assert clock.mode == "manual"
        assert (clock.mode, clock.request_seconds) == ("real", 1.0)
        assert before_ms <= clock.now_ms() < before_ms + 60_000
        # Those that run share their mint, so that their numbers differ; they go on doing so.
        assert _number(do(owner, "v1.upload_url")) not in numbers


def test_the_same_over_http(new: Owner) -> None:
    def steer(method: str, path: str, **options: object) -> requests.Response:
        headers = {"Authorization": new.key}
        url = f"{LIVE}/_fake/snapshots{path}"
        return requests.request(method, url, headers=headers, timeout=5, **options)  # type: ignore[arg-type]

    number = _number(do(new, "v1.upload"))
    assert steer("POST", "", json={"name": "ready"}).json() == {"status": "ok"}
    do(new, "v1.delete_videos")
    assert steer("POST", "/rewind", json={"name": "ready"}).json() == {"status": "ok"}
    assert new.numbers("videos") == [number]
    assert steer("GET", "").json() == {"snapshots": ["ready"]}
    missing = steer("POST", "/rewind", json={"name": "other"})
    assert missing.status_code == 404
    told = missing.json()["error"]["message"]
    assert told == "no snapshot is called 'other'; there are: ready"
    assert steer("POST", "", json={"name": ""}).status_code == 400
    assert steer("POST", "", json={"nam": "x"}).status_code == 400
    assert steer("DELETE", "", params={"name": "ready"}).json() == {"status": "ok"}
    assert steer("GET", "").json() == {"snapshots": []}
    assert steer("DELETE", "", params={"name": "ready"}).status_code == 404
    assert requests.get(f"{LIVE}/_fake/snapshots", timeout=5).status_code == 401


def test_nothing_is_noted_for_snapshots_that_nobody_holds(new: Owner) -> None:
    def noted() -> int:
        with new.fake.services.store.transaction() as connection:
            return sum(
                connection.exec_driver_sql(f"SELECT COUNT(*) FROM before_{table}").scalar_one()
                for table in new.account.export()["rows"]
            )

    new.account.snapshot("a")
    new.account.snapshot("b")
    do(new, "v1.upload")
    assert noted()
    new.account.snapshots.forget("a")
    assert noted()
    new.account.rewind("b")
    assert not noted()
    new.account.snapshots.forget("b")
    with new.account.fork():
        do(new, "v1.upload")
        assert noted()
    assert not noted()
    do(new, "v1.upload")
    assert not noted()


def _number(answer: bytes) -> str:
    import json

    return str(json.loads(answer)["data"]["videoNo"])
