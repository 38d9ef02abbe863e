"""list_unique_ids: the namespaces that hold anything."""

from __future__ import annotations

from calling import Caller, data
from importing import BREAD, begin, imported


def namespaces(caller: Caller) -> list[str]:
    found = data(caller.get("list_unique_ids"))
    assert set(found) == {"unique_ids"}
    ids: list[str] = found["unique_ids"]
    return ids


def test_a_new_account_has_none(api: Caller) -> None:
    assert namespaces(api) == []
    data(api.post("list_videos", {"unique_id": "looked-at"}))
    assert namespaces(api) == []


def test_each_that_holds_a_video_is_there_once(api: Caller) -> None:
    for unique_id in ("team-b", "default", "team-a", "team-b", "Team-A", "7"):
        api.add(unique_id=unique_id)
    assert namespaces(api) == ["7", "Team-A", "default", "team-a", "team-b"]


def test_a_conversation_makes_one_too(v1: Caller) -> None:
    data(v1.post("marketer_chat", {"prompt": "What is posted?", "unique_id": "talks"}))
    assert namespaces(v1) == ["talks"]


def test_one_that_is_emptied_goes(v1: Caller) -> None:
    number = v1.add(unique_id="team-a")
    data(v1.post("delete_videos", [number], params={"unique_id": "team-a"}))
    assert namespaces(v1) == []


def test_an_import_makes_one_at_once_which_goes_with_its_videos(v1: Caller) -> None:
    begin(v1, "scraper_url", video_urls=[BREAD], unique_id="team-a")
    assert namespaces(v1) == ["team-a"]
    (video,) = imported(v1, "scraper_url", video_urls=[BREAD], unique_id="team-a")
    data(v1.post("delete_videos", [video["video_no"]], params={"unique_id": "team-a"}))
    assert namespaces(v1) == []


def test_an_import_for_everybody_makes_none(v1: Caller) -> None:
    imported(v1, "scraper_url_public", video_urls=[BREAD])
    assert namespaces(v1) == []


def test_another_account_sees_nothing_of_it(api: Caller) -> None:
    api.add(unique_id="team-a")
    assert namespaces(api.other()) == []
