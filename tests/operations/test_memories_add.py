"""memories/add: texts are kept with who said them, when and where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from calling import Caller, data, refusal
from fakes import fake_kept_in
from remembering import KETTLE, contents, listed, remember

SAID = {"role": "Ada", "content": KETTLE}


def test_what_was_added_is_told_by_number(api: Caller) -> None:
    answer = data(api.post("memories/add", {"memories": [SAID, {**SAID, "role": "Tester"}]}))
    assert set(answer) == {"ids", "count"}
    assert answer["count"] == 2
    first, second = answer["ids"]
    assert first.isdigit()
    assert len(first) == 18
    assert int(first) < int(second)


def test_a_memory_is_kept_with_its_occasion(api: Caller) -> None:
    occasion = {
        "tags": ["household", "household", "kitchen"],
        "latitude": "47.37",
        "longitude": "-8.5",
        "memories_at": "2025-11-17T17:00:00Z",
    }
    (number,) = remember(api, KETTLE, **occasion)
    (memory,) = listed(api)["memories"]
    assert memory.pop("create_time").isdigit()
    assert memory == {
        "id": number,
        "role": "Ada",
        "content": KETTLE,
        "tags": ["household", "kitchen"],
        "latitude": "47.37",
        "longitude": "-8.5",
        "memories_at": "2025-11-17T17:00:00Z",
    }


def test_a_memory_needs_no_occasion(v1: Caller) -> None:
    remember(v1, KETTLE)
    (memory,) = listed(v1)["memories"]
    assert memory["tags"] == []
    assert (memory["latitude"], memory["longitude"], memory["memories_at"]) == (None, None, None)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2025-11-17T17:00:00+02:00", "2025-11-17T15:00:00Z"),
        ("2025-11-17T17:00:00.250Z", "2025-11-17T17:00:00.250Z"),
        ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
    ],
)
def test_a_time_may_have_any_offset(v1: Caller, sent: str, kept: str) -> None:
    remember(v1, KETTLE, memories_at=sent)
    assert listed(v1)["memories"][0]["memories_at"] == kept


def test_degrees_may_come_as_numbers(v1: Caller) -> None:
    remember(v1, KETTLE, latitude=47.37, longitude=8)
    (memory,) = listed(v1)["memories"]
    assert (memory["latitude"], memory["longitude"]) == ("47.37", "8")


def test_a_namespace_keeps_its_own(api: Caller) -> None:
    remember(api, KETTLE, unique_id="team-a")
    assert contents(api) == []
    assert contents(api, unique_id="team-a") == [KETTLE]


def test_another_account_sees_nothing_of_it(api: Caller) -> None:
    remember(api, KETTLE)
    assert contents(api.other()) == []


NONSENSE: tuple[tuple[Any, str], ...] = (
    (None, "0001"),
    ({}, "0001"),
    ({"memories": []}, "0001"),
    ({"memories": [SAID] * 101}, "0001"),
    ({"memories": SAID}, "0003"),
    ({"memories": ["text"]}, "0001"),
    ({"memories": [{"role": "Ada"}]}, "0001"),
    ({"memories": [{"content": KETTLE}]}, "0001"),
    ({"memories": [SAID, {"role": "", "content": KETTLE}]}, "0001"),
    ({"memories": [SAID, {"role": "Ada", "content": "  "}]}, "0001"),
    ({"memories": [{"role": "Ada", "content": 5}]}, "0001"),
    ({"memories": [SAID], "tags": "household"}, "0003"),
    ({"memories": [SAID], "tags": [str(n) for n in range(21)]}, "0001"),
    ({"memories": [SAID], "latitude": "north"}, "0001"),
    ({"memories": [SAID], "latitude": "nan"}, "0001"),
    ({"memories": [SAID], "latitude": "90.1"}, "0001"),
    ({"memories": [SAID], "longitude": "-181"}, "0001"),
    ({"memories": [SAID], "memories_at": "yesterday"}, "0001"),
    ({"memories": [SAID], "memories_at": "2025-11-17T17:00:00"}, "0001"),
    ({"memories": [SAID], "memories_at": "0001-01-01T00:00:00+05:00"}, "0001"),
    ([SAID], "0003"),
)


def test_nonsense_is_refused_and_nothing_of_it_is_kept(v1: Caller) -> None:
    for body, code in NONSENSE:
        assert (body, refusal(v1.post("memories/add", body))[0]) == (body, code)
    assert contents(v1) == []


def test_what_is_missing_is_named(v1: Caller) -> None:
    assert refusal(v1.post("memories/add", {}))[1] == "The memories parameter cannot be empty!"
    assert refusal(v1.post("memories/add", {"memories": [{"role": "Ada"}]}))[1] == (
        "The content parameter cannot be empty!"
    )


def test_a_kept_store_goes_on_after_the_last_memory(tmp_path: Path) -> None:
    with fake_kept_in(tmp_path) as caller:
        caller.advance(hours=5)
        (old,) = remember(caller, KETTLE)
    with fake_kept_in(tmp_path) as caller:
        (new,) = remember(caller, "The ladder is behind the shed.")
        assert int(new) > int(old)
        assert contents(caller) == ["The ladder is behind the shed.", KETTLE]


def test_a_reset_forgets_them(v1: Caller) -> None:
    remember(v1, KETTLE)
    v1.fake.reset(v1.key)
    assert contents(v1) == []
