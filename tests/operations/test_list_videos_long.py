"""Long lists go by indexes and by what is known already, and show just what is there."""

from __future__ import annotations

import cProfile
import sqlite3
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, jsonify, request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from memories_fake import Fake
from memories_fake.domain import videos
from memories_fake.store import listing
from memories_fake.store.engine import Store
from memories_fake.store.sqlite import raw

KEY = "sk-long"
STATUSES: tuple[dict[str, str], ...] = (
    {},
    {"status": "PARSE"},
    {"status": "UNPARSE"},
    {"status": "FAIL"},
)
NAMES: tuple[dict[str, str], ...] = ({}, {"video_name": "1"})
SHAPES = tuple(
    listing.Shape(by_namespace=by_namespace, by_folder=by_folder, status=status)
    for by_namespace, by_folder, status in product(
        (True, False), (True, False), (None, "waiting", "ready", "failed")
    )
    if by_namespace or by_folder
)


class Owner:
    def __init__(self) -> None:
        self.fake = Fake(check_replies=False, callbacks="off", request_seconds=0.0)
        self.client = self.fake.app.test_client()

    def call(self, operation: str, sent: Any) -> Any:
        reply = self.client.post(
            f"/serve/api/v1/{operation}", headers={"Authorization": KEY}, json=sent
        )
        return reply.json["data"]

    def lists(self) -> list[Any]:
        pages = [{"page": page, "size": 3} for page in (2, 1)]
        places = [{}, {"folder_id": -1}, *({"folder_id": number} for number in self.folders())]
        return [
            self.call("list_videos", {**place, **page, **status, **name})
            for place, status, name, page in product(places, STATUSES, NAMES, pages)
        ]

    def folders(self) -> list[int]:
        with self.fake.services.store.transaction() as connection:
            found = connection.exec_driver_sql("SELECT number FROM folders ORDER BY number")
            return list(found.scalars())

    def numbers(self) -> list[str]:
        with self.fake.services.store.transaction() as connection:
            found = connection.exec_driver_sql("SELECT number FROM videos ORDER BY number")
            return list(found.scalars())

    def act(self, act: str, pick: int) -> None:
        account, numbers = self.fake.account(KEY), self.numbers()
        which = numbers[pick % len(numbers)] if numbers else "VI1"
        folders = [-1, *self.folders()]
        if act == "upload":
            self.call("upload_url", {"url": f"https://films.example/{pick}.mp4"})
        elif act == "fail":
            account.outcomes.next(ends="FAIL")
        elif act == "delete":
            self.call("delete_videos", [which])
        elif act == "folder":
            self.call("folders_create", {"folder_name": f"folder {pick}"})
        elif act == "move":
            folder = folders[pick % len(folders)]
            self.call("folders_move", {"video_nos": [which], "folder_id": folder})
        elif act == "pass":
            self.fake.clock(KEY).advance(seconds=pick / 4)
        elif act == "hold":
            account.snapshot("then")
        elif "then" in account.snapshots.names:
            account.rewind("then")


@pytest.fixture(scope="module")
def owner() -> Owner:
    return Owner()


WHAT = ("upload", "upload", "fail", "delete", "folder", "move", "pass", "hold", "go back")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(WHAT), st.integers(0, 40)), min_size=4, max_size=12))
def test_long_lists_show_what_is_there_whatever_happens(
    owner: Owner, monkeypatch: pytest.MonkeyPatch, acts: list[tuple[str, int]]
) -> None:
    monkeypatch.setattr(listing, "SOME", 1)
    owner.fake.reset()
    for act, pick in (("upload", 1), *acts):
        owner.act(act, pick)
        owner.lists()  # what is known from here on has to be kept true
    for act, pick in (acts[0], acts[-1]):
        owner.act(act, pick)
        listed = owner.lists()
        assert owner.lists() == listed  # by what is known from the first time
        with pytest.MonkeyPatch.context() as plainly:
            plainly.setattr(videos, "is_sqlite", lambda _: False)
            assert owner.lists() == listed


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("is_short", [True, False])
def test_lists_and_their_totals_go_by_indexes(shape: listing.Shape, is_short: bool) -> None:
    values = dict.fromkeys(("account", "namespace", "folder", "now", "order_ms", "number"), 1)
    pages = [
        listing._page(shape, is_short=is_short, is_marked=is_marked) for is_marked in (True, False)
    ]
    with Store().transaction() as connection:
        raw: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        for text in (listing._total(shape), *pages):
            sent = {**values, "first": 0, "most": 9}
            plan = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {text}", sent)]
            read = [step for step in plan if "videos" in step]
            assert all(step.startswith("SEARCH") and "account=?" in step for step in read), plan
            # The page itself is put in order; a list is only where few are waiting.
            is_sorted = is_short and shape.status == "waiting"
            assert " ".join(plan).count("TEMP B-TREE") <= 1 + is_sorted, plan
            if text in pages and not is_sorted:
                assert any("COVERING INDEX" in step for step in read), plan


def test_a_page_and_its_total_take_a_handful_of_statements() -> None:
    owner = Owner()
    for pick in range(5):
        owner.act("upload", pick)
    asked: list[str] = []
    with owner.fake.services.store.transaction() as connection:
        connection.connection.driver_connection.set_trace_callback(asked.append)  # type: ignore[union-attr]
    owner.call("list_videos", {})
    assert 0 < len(asked) <= 5, asked


def test_who_looks_again_is_shown_the_same_page_until_anything_changes() -> None:
    owner = Owner()
    asked: list[str] = []

    def looked() -> tuple[int, list[tuple[str, str]]]:
        asked.clear()
        videos = owner.call("list_videos", {})["videos"]
        return len(asked), [(each["video_no"], each["status"]) for each in videos]

    owner.act("upload", 1)
    with owner.fake.services.store.transaction() as connection:
        connection.connection.driver_connection.set_trace_callback(asked.append)  # type: ignore[union-attr]
    _, before = looked()
    looked()
    assert looked() == (0, before)
    owner.act("upload", 2)
    count, after = looked()
    assert (count > 0, len(after)) == (True, 2)
    looked()
    assert {status for _, status in after} == {"UNPARSE"}
    owner.fake.clock(KEY).advance(minutes=5)
    assert {status for _, status in looked()[1]} == {"PARSE"}


@pytest.mark.parametrize(
    "change",
    [lambda connection: connection.exec_driver_sql, lambda connection: raw(connection).execute],
    ids=["by SQLAlchemy", "by the driver itself"],
)
def test_a_page_of_a_change_that_comes_to_nothing_is_not_shown_again(
    change: Callable[[Connection], Callable[[str], object]],
) -> None:
    owner = Owner()
    owner.act("upload", 1)
    (video,) = owner.call("list_videos", {})["videos"]
    services = owner.fake.services
    account = services.accounts.of(KEY)

    def change_and_look_and_fail() -> None:
        with services.library(account, "default") as library:
            change(library.connection)("UPDATE videos SET name = 'another'")
            (seen,) = videos.page(library, videos.Wanted(), number=1, size=200).items
            assert seen.name == "another"
            raise KeyError

    with pytest.raises(KeyError):
        change_and_look_and_fail()
    assert owner.call("list_videos", {})["videos"] == [video]


def test_a_file_of_before_is_given_indexes_and_tallies(tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    with Fake(store=str(kept), callbacks="off") as fake:
        client = fake.app.test_client()
        for name in ("one", "two"):
            client.post(
                "/serve/api/v1/upload_url",
                headers={"Authorization": KEY},
                json={"url": f"https://films.example/{name}.mp4"},
            )
    with sqlite3.connect(kept) as file:
        for trigger in ("INSERT", "DELETE", "UPDATE"):
            file.execute(f"DROP TRIGGER video_tallies_{trigger}")
        for statement in (
            "DROP TABLE video_tallies",
            "DROP TABLE video_versions",
            "DROP INDEX videos_of_folder",
            "DROP INDEX videos_newest",
            "CREATE INDEX videos_newest ON videos (account, namespace, order_ms, number)",
        ):
            file.execute(statement)
    with Fake(store=str(kept), callbacks="off") as fake:
        reply = fake.app.test_client().post(
            "/serve/api/v1/list_videos", headers={"Authorization": KEY}, json={"folder_id": -1}
        )
        assert reply.json["data"]["total_count"] == "2"
        assert len(reply.json["data"]["videos"]) == 2


def _function_calls(client: Any) -> int:
    headers, body = {"Authorization": KEY}, {"page": 1}
    for _ in range(2):  # what is made but once is made
        client.post("/serve/api/v1/list_videos", headers=headers, json=body)
    profile = cProfile.Profile()
    with profile:
        client.post("/serve/api/v1/list_videos", headers=headers, json=body)
    return sum(entry.callcount for entry in profile.getstats())


def test_a_small_list_takes_few_more_function_calls_than_flask_itself() -> None:
    """Calls are counted, not time, so that a busy machine is no failure."""
    owner, bare = Owner(), Flask("bare")
    for pick in range(3):
        owner.act("upload", pick)
    listed = owner.call("list_videos", {})

    @bare.post("/serve/api/v1/list_videos")
    def list_videos() -> Response:
        return jsonify(code="0000", data=listed, page=request.get_json()["page"])

    assert _function_calls(owner.client) < 2.5 * _function_calls(bare.test_client())
