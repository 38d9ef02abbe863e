"""A large library is searched through an index of its words, and what it finds is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memories_fake import Fake
from memories_fake.domain import indexing, searching
from memories_fake.domain.indexing import Indexes

WORDS = ("harbour", "kitchen", "boat", "violin", "lamp", "goal", "market", "snow")
KEYS = ("sk-one", "sk-two")
NEVER = 1 << 40  # no library is so large
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("_".join)
Act = Callable[["Caller"], Any]


class Caller:
    """Somebody who calls a fake in-process, and steers it."""

    def __init__(self, *, large: int, store: str | None = None) -> None:
        self.fake = Fake(callbacks="off", check_replies=False, store=store)
        self.fake.services.indexes = Indexes(large=large)
        self.client = self.fake.app.test_client()

    def call(self, operation: str, key: str = KEYS[0], **body: Any) -> Any:
        path = f"/serve/api/v1/{operation}"
        sent = body.get("video_nos", body)
        reply = self.client.post(path, headers={"Authorization": key}, json=sent)
        assert reply.json["code"] == "0000", reply.json
        return reply.json["data"]

    def numbers(self, key: str = KEYS[0]) -> list[str]:
        listed = self.call("list_videos", key, size=200, page=1)["videos"]
        return [video["video_no"] for video in listed]

    def indexes(self) -> int:
        return len(self.fake.services.indexes._indexed)


@pytest.fixture
def both() -> Iterator[tuple[Caller, Caller]]:
    with_index, without = Caller(large=1), Caller(large=NEVER)
    yield with_index, without
    with_index.fake.close()
    without.fake.close()


def uploaded(key: str, name: str) -> Act:
    return lambda caller: caller.call("upload_url", key, url=f"https://films.example/{name}.mp4")


def deleted(key: str, pick: int) -> Act:
    def act(caller: Caller) -> None:
        if numbers := caller.numbers(key):
            caller.call("delete_videos", key, video_nos=[numbers[pick % len(numbers)]])

    return act


def passed(key: str, seconds: int) -> Act:
    return lambda caller: caller.fake.clock(key).advance(seconds=seconds)


def told_anew(key: str, pick: int, prompt: str) -> Act:
    def act(caller: Caller) -> None:
        caller.fake.clock(key).advance(seconds=5)
        if numbers := caller.numbers(key):
            number = numbers[pick % len(numbers)]
            sent = {"video_no": number, "prompt": prompt}
            path = "/serve/api/v1/update_video_transcription"
            caller.client.post(path, headers={"Authorization": key}, json=sent)

    return act


def held(key: str) -> Act:
    return lambda caller: caller.fake.account(key).snapshot("then")


def gone_back(key: str) -> Act:
    def act(caller: Caller) -> None:
        account = caller.fake.account(key)
        if "then" in account.snapshots.names:
            account.rewind("then")

    return act


def searched(key: str, words: str, most: int, kind: str) -> Act:
    return lambda caller: caller.call(
        "search", key, search_param=words.replace("_", " "), search_type=kind, top_k=most
    )


keys = st.sampled_from(KEYS)
kinds = st.sampled_from(["BY_VIDEO", "BY_AUDIO"])
acts = st.one_of(
    st.builds(uploaded, keys, names),
    st.builds(deleted, keys, st.integers(0, 9)),
    st.builds(passed, keys, st.integers(0, 30)),
    st.builds(told_anew, keys, st.integers(0, 9), names),
    st.builds(held, keys),
    st.builds(gone_back, keys),
    st.builds(searched, keys, names, st.integers(1, 30), kinds),
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(acts, min_size=4, max_size=12), names)
def test_whatever_happens_the_index_finds_what_is_found_without(
    both: tuple[Caller, Caller], acts: list[Act], words: str
) -> None:
    with_index, without = both
    for each in both:
        each.fake.reset()
    for act in (uploaded(KEYS[0], "harbour_boat"), passed(KEYS[0], 9), *acts):
        assert act(with_index) == act(without)
        for kind in ("BY_VIDEO", "BY_AUDIO"):
            looked = searched(KEYS[0], words, 20, kind)
            assert looked(with_index) == looked(without)
    assert with_index.indexes() > without.indexes() == 0


def test_scores_tell_nothing_of_another_account(both: tuple[Caller, Caller]) -> None:
    caller, _ = both
    uploaded(KEYS[0], "harbour_boat")(caller)
    passed(KEYS[0], 9)(caller)
    alone = searched(KEYS[0], "harbour", 5, "BY_VIDEO")(caller)
    for _ in range(5):
        uploaded(KEYS[1], "harbour_boat")(caller)
        passed(KEYS[1], 9)(caller)
        searched(KEYS[1], "harbour", 5, "BY_VIDEO")(caller)
    assert searched(KEYS[0], "harbour", 5, "BY_VIDEO")(caller) == alone


def test_what_another_process_writes_is_found(tmp_path: Path) -> None:
    store = str(tmp_path / "kept.db")
    here, there = Caller(large=1, store=store), Caller(large=1, store=store)
    with here.fake, there.fake:
        uploaded(KEYS[0], "harbour")(here)
        passed(KEYS[0], 9)(here)
        assert searched(KEYS[0], "violin", 1, "BY_VIDEO")(here)[0]["score"] < 0.15
        passed(KEYS[0], 99)(there)
        uploaded(KEYS[0], "violin")(there)
        passed(KEYS[0], 200)(here)
        (found,) = searched(KEYS[0], "violin", 1, "BY_VIDEO")(here)
        assert found["videoName"] == "violin"
        assert found["score"] > 0.15
        deleted(KEYS[0], 0)(there)
        (found,) = searched(KEYS[0], "violin", 1, "BY_VIDEO")(here)
        assert found["videoName"] == "harbour"


def test_an_index_that_misses_too_much_is_made_anew(
    both: tuple[Caller, Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "MOST_LEFT_OUT", 3)
    caller, without = both
    for each in both:
        for name in WORDS:
            uploaded(KEYS[0], name)(each)
            passed(KEYS[0], 9)(each)
            searched(KEYS[0], name, 9, "BY_VIDEO")(each)
    looked = searched(KEYS[0], "snow", 9, "BY_VIDEO")
    assert looked(caller) == looked(without)
    (kept,) = caller.fake.services.indexes._indexed.values()
    assert len(kept.left_out) <= 3
    assert len(kept.index.numbers) > 3


def test_a_search_goes_by_indexes_that_find_what_it_names(both: tuple[Caller, Caller]) -> None:
    """Nearly all videos are ready: an index on when they are would find nearly all of them."""
    for caller in both:
        for name in WORDS:
            uploaded(KEYS[0], name)(caller)
        passed(KEYS[0], 9)(caller)
        asked: list[str] = []
        with caller.fake.services.store.transaction() as connection:
            raw: Any = connection.connection.driver_connection
        raw.set_trace_callback(asked.append)
        for most in (1, 200):
            searched(KEYS[0], "harbour_goal", most, "BY_VIDEO")(caller)
        raw.set_trace_callback(None)
        about_videos = [text for text in asked if text.startswith("SELECT") and "videos" in text]
        assert about_videos
        for text in about_videos:
            plan = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {text}")]
            assert not any(step.startswith("SCAN videos") for step in plan), (text, plan)
            assert not any("ready_at_ms<" in step or "appears_at_ms<" in step for step in plan), (
                plan
            )


def test_what_a_transaction_has_seen_that_comes_to_nothing_is_not_kept() -> None:
    caller = Caller(large=1)
    with caller.fake as fake:
        uploaded(KEYS[0], "harbour")(caller)
        passed(KEYS[0], 9)(caller)
        with pytest.raises(ZeroDivisionError):
            _search_what_is_undone(fake)
        (found,) = searched(KEYS[0], "harbour", 1, "BY_VIDEO")(caller)
        assert found["score"] > 0.15


def _search_what_is_undone(fake: Fake) -> None:
    with fake.services.library(fake.services.accounts.of(KEYS[0]), "default") as library:
        library.connection.exec_driver_sql("DELETE FROM videos")
        assert not searching.search(library, searching.Query("harbour"))
        raise ZeroDivisionError
