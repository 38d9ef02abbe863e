"""An account as one JSON document: exported, imported, and as the world to begin with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner
from deeds import LIVE, SERVICE, Owner, do, furnish
from looking import held

from memories_fake import Fake
from memories_fake.cli import main

Document = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Document:
    """Somebody who has some of everything, as text and read again."""
    with Fake(callbacks="off", credits=1_000) as fake, fake.activate():
        owner = Owner(fake)
        furnish(owner)
        return json.loads(json.dumps(owner.account.export()))


@pytest.fixture
def owner() -> Iterator[Owner]:
    with Fake(callbacks="off", credits=1_000) as fake, fake.activate():
        yield Owner(fake)


def test_it_says_what_it_is_and_names_no_account(owner: Owner, document: Document) -> None:
    assert document["format"] == "memories-fake account"
    assert document["version"] == 1
    assert owner.account.name not in json.dumps({**document, "state": {}})
    assert owner.key not in json.dumps(document)
    assert {len(rows) > 0 for rows in document["rows"].values()} == {True}


def test_what_is_imported_is_exported_again(owner: Owner, document: Document) -> None:
    owner.account.load(document)
    assert owner.account.export() == document
    other = Owner(owner.fake, "sk-somebody-else")
    other.account.load(document)
    assert other.account.export() == document
    owner.account.load(other.account.export())
    assert owner.account.export() == document


def test_it_takes_the_place_of_all_that_was_there(owner: Owner, document: Document) -> None:
    empty = owner.account.export()
    do(owner, "v1.upload")
    do(owner, "kit.fault")
    owner.account.load(document)
    assert owner.account.export() == document
    owner.account.load(empty)
    assert owner.account.export() == empty
    assert held(owner)["files"] == {}


def test_an_import_is_undone_like_all_else(owner: Owner, document: Document) -> None:
    do(owner, "v1.upload")
    before = held(owner)
    with owner.account.fork() as account:
        account.load(document)
        do(owner, "v1.delete_videos")
    assert held(owner) == before


def test_all_calls_on_what_was_imported_are_answered_as_on_the_original(owner: Owner) -> None:
    with Fake(callbacks="off", credits=1_000) as fake:
        copy = Owner(fake)
        furnish(owner)
        copy.account.load(owner.account.export())
        first = [do(owner, deed, 1) for deed in SERVICE]
        with fake.activate():
            assert [do(copy, deed, 1) for deed in SERVICE] == first
        assert copy.account.export() == owner.account.export()


def test_what_was_told_about_public_posts_is_told_where_nobody_has_asked_for_them_yet(
    owner: Owner,
) -> None:
    do(owner, "v1.marketer_chat")
    told = do(owner, "v1.get_session_detail")
    assert b"PI-" in told
    with Fake(callbacks="off") as fake, fake.activate():
        copy = Owner(fake)
        document = owner.account.export()
        copy.account.load(document)
        assert do(copy, "v1.get_session_detail") == told


def test_the_same_over_http(owner: Owner, document: Document) -> None:
    headers = {"Authorization": owner.key}
    sent = json.dumps(document)
    done = requests.post(f"{LIVE}/_fake/import", data=sent, headers=headers, timeout=10)
    assert done.json() == {"status": "ok"}
    told = requests.get(f"{LIVE}/_fake/export", headers=headers, timeout=10)
    assert told.json() == document


BROKEN: dict[str, tuple[str, Any]] = {
    "format": ("format", "something else"),
    "version": ("version", 2),
    "a part more": ("more", {}),
    "no state": ("state", {}),
    "a clock that is none": ("state.clock.now_ms", "noon"),
    "a clock that goes back": ("state.clock.scale", -1.0),
    "more numbers than there are": ("state.ids.used", 5_000),
    "a field more": ("state.clock.colour", "red"),
    "a rule that is none": ("state.steering.outcomes.rules", [{"number": 1}]),
    "a pattern that is none": ("state.steering.scripts.chats.rules.0.what.when", "("),
    "a fault that does nothing": ("state.steering.troubles.laid.0.fault.effect", {"colour": "red"}),
    "a table more": ("rows.planets", []),
    "a column more": ("rows.videos.0.colour", "red"),
    "the account's name": ("rows.videos.0.account", "public"),
    "a row without its key": ("rows.videos.0.number", None),
    "a wrong kind": ("rows.videos.0.created_at_ms", "noon"),
    "a row twice": ("rows.folders", [{"number": 1, "name": "a"}, {"number": 1, "name": "b"}]),
    "no base64": ("rows.frames.0.look", "?"),
    "a file outside": ("files", {"../x": {"sha256": "", "base64": ""}}),
    "another digest": ("files", {"VI1": {"sha256": "0", "base64": ""}}),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_is_refused_and_changes_nothing(
    owner: Owner, document: Document, what: str
) -> None:
    do(owner, "v1.upload")
    before = held(owner)
    broken = json.loads(json.dumps(document))
    path, value = BROKEN[what]
    *steps, last = path.split(".")
    place: Any = broken
    for step in steps:
        place = place[int(step) if step.isdecimal() else step]
    place[last] = value
    with pytest.raises(ValueError, match=r"."):
        owner.account.load(broken)
    headers = {"Authorization": owner.key}
    told = requests.post(f"{LIVE}/_fake/import", json=broken, headers=headers, timeout=10)
    assert told.status_code == 400, told.text
    assert held(owner) == before


@pytest.mark.parametrize("sent", [None, [], "text", 1])
def test_what_is_no_document_at_all_is_refused(owner: Owner, sent: Any) -> None:
    with pytest.raises(ValueError, match="exported account"):
        owner.account.load(sent)
    headers = {"Authorization": owner.key}
    told = requests.post(f"{LIVE}/_fake/import", json=sent, headers=headers, timeout=10)
    assert told.status_code == 400


def test_what_a_later_version_may_have_left_out_is_as_by_default(
    owner: Owner, document: Document
) -> None:
    shorter = json.loads(json.dumps(document))
    for video in shorter["rows"]["videos"]:
        assert video.pop("unfound_ms") == 0
    del shorter["state"]["steering"]["troubles"]["laid"][0]["fault"]["latency_seconds"]
    owner.account.load(shorter)
    assert owner.account.export() == document


class TestWorld:
    """`--world FILE`: each account begins with what was exported."""

    @pytest.fixture
    def file(self, tmp_path: Path, document: Document) -> Path:
        file = tmp_path / "world.json"
        file.write_text(json.dumps(document))
        return file

    def test_every_account_begins_with_it(self, file: Path, document: Document) -> None:
        with Fake(world=str(file), callbacks="off") as fake, fake.activate():
            for key in ("sk-one-0001", "sk-two-0002"):
                account = fake.account(key)
                begun = account.export()
                assert (begun["rows"], begun["files"]) == (document["rows"], document["files"])
                state = {**begun["state"], "clock": document["state"]["clock"]}
                # It has asked nothing yet.
                asked_nothing = {"calls": {}, "spent_credits": 0.0, "journal": []}
                assert state == {**document["state"], **asked_nothing}
                do(Owner(fake, key), "v1.delete_videos")
                assert account.export()["rows"] != document["rows"]
            account.reset()
            assert account.export() == begun

    def test_its_moment_is_the_documents_and_time_passes_as_the_fake_is_told(
        self, document: Document
    ) -> None:
        at_ms = document["state"]["clock"]["now_ms"]
        with Fake(world=document, request_seconds=7) as fake:
            clock = fake.account("sk-one-0001").clock
            assert (clock.now_ms(), clock.mode, clock.request_seconds) == (at_ms, "manual", 7)
        with Fake(world=document, time="real", callbacks="off") as fake:
            clock = fake.account("sk-one-0001").clock
            assert (clock.mode, clock.now_ms() > at_ms) == ("real", True)

    def test_the_same_key_goes_on_as_the_original(self, document: Document) -> None:
        with (
            Fake(callbacks="off", request_seconds=2) as fake,
            Fake(world=document, callbacks="off", request_seconds=2) as other,
        ):
            fake.account("sk-owner-0001").load(document)
            fake.account("sk-owner-0001").clock.stand(request_seconds=2)
            with fake.activate():
                first = [do(Owner(fake), deed) for deed in ("v1.upload_url", "v1.chat")]
            with other.activate():
                again = [do(Owner(other), deed) for deed in ("v1.upload_url", "v1.chat")]
        assert again == first

    def test_an_account_that_was_kept_goes_on_instead(self, file: Path, tmp_path: Path) -> None:
        choices = {"world": str(file), "store": str(tmp_path / "kept.db"), "callbacks": "off"}
        with Fake(**choices) as fake, fake.activate():
            owner = Owner(fake)
            do(owner, "v1.delete_videos")
            left = owner.numbers("videos")
        with Fake(**choices) as fake:
            assert Owner(fake).numbers("videos") == left

    def test_what_is_no_world_is_refused_at_once(self, tmp_path: Path) -> None:
        (tmp_path / "list.json").write_text("[]")
        (tmp_path / "torn.json").write_text('{"format": ')
        for name in ("list.json", "torn.json", "missing.json", "."):
            with pytest.raises(ValueError, match=r"exported account|no such file"):
                Fake(world=str(tmp_path / name))
            told = CliRunner().invoke(main, ["serve", "--world", str(tmp_path / name)])
            assert told.exit_code == 2
            assert "--world" in told.output
