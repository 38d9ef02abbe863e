"""get_video_ids_by_task_id: empty while downloading, then the videos as they stand."""

from __future__ import annotations

import pytest
from calling import Caller, data, refusal
from fakes import fake_with
from importing import BREAD, ROPES, begin, imported, items, told


def test_a_task_is_told_in_just_these_keys(api: Caller) -> None:
    task = begin(api, "scraper_url", video_urls=[BREAD])
    assert told(api, task) == {"taskId": task, "videos": [], "video_ids": []}

    api.advance(seconds=60)
    answer = told(api, task)

    (video,) = answer.pop("videos")
    assert answer == {"taskId": task, "video_ids": [video["video_no"]]}
    assert int(video.pop("duration")) > 0
    assert video.pop("create_time").isdigit()
    assert video.pop("video_name")
    assert video == {
        "size": None,
        "status": "PARSE",
        "fps": None,
        "width": None,
        "height": None,
        "video_no": video["video_no"],
        "video_url": BREAD,
        "resolution_label": None,
    }


def test_looking_moves_nothing_on(v1: Caller) -> None:
    seen = set()
    for looks in (1, 5):
        task = begin(v1, "scraper_url", video_urls=[BREAD], unique_id=str(looks))
        v1.advance(seconds=2)
        for _ in range(looks):
            now = v1.fake.clock(v1.key).now_ms()
            (video,) = items(v1, task, unique_id=str(looks))
        seen.add(video["status"])
        assert v1.fake.clock(v1.key).now_ms() == now + 1000
    assert seen == {"UNPARSE", "PARSE"}  # after three seconds, and after seven


def test_the_first_part_of_the_task_will_do(v1: Caller) -> None:
    task = begin(v1, "scraper_url", video_urls=[BREAD])
    v1.advance(seconds=60)
    assert items(v1, task.partition("_")[0]) == items(v1, task)


def test_a_task_that_is_not_known_has_no_videos(v1: Caller) -> None:
    for task in ("nonsense", "29404cac-5089-4368-ad57-1c938b6f9fb2", "_", "7"):
        assert told(v1, task) == {"taskId": task, "videos": [], "video_ids": []}


def test_another_account_sees_nothing_of_it(api: Caller) -> None:
    task = begin(api, "scraper_url", video_urls=[BREAD], unique_id="trips")
    api.advance(seconds=60)
    api.other().advance(seconds=60)
    assert items(api.other(), task, unique_id="trips") == []
    assert len(items(api, task, unique_id="trips")) == 1


@pytest.mark.parametrize(("way", "found"), [("any", 1), ("own", 0)])
def test_dialect_task_namespace(way: str, found: int) -> None:
    with fake_with(dialect={"task_namespace": way}) as caller:
        task = begin(caller, "scraper_url", video_urls=[BREAD], unique_id="trips")
        caller.advance(seconds=60)
        assert len(items(caller, task)) == len(items(caller, task, unique_id="homes")) == found
        assert len(items(caller, task, unique_id="trips")) == 1


def test_a_public_task_is_told_in_any_namespace_but_to_its_account_alone(api: Caller) -> None:
    task = begin(api, "scraper_url_public", video_urls=[BREAD], unique_id="trips")
    api.advance(seconds=60)
    assert items(api, task) == items(api, task, unique_id="trips") != []
    assert items(api.other(), task) == []


def test_a_deleted_video_is_gone_from_its_tasks(api: Caller) -> None:
    tasks = [begin(api, "scraper_url", video_urls=[BREAD, ROPES]) for _ in range(2)]
    api.advance(seconds=60)
    gone, kept = told(api, tasks[0])["video_ids"]

    data(api.post("delete_videos", [gone]))

    for task in tasks:
        assert told(api, task)["video_ids"] == [kept]
        assert [each["video_no"] for each in items(api, task)] == [kept]


def test_a_deleted_post_can_be_imported_anew(v1: Caller) -> None:
    (old,) = imported(v1, "scraper_url", video_urls=[BREAD])
    data(v1.post("delete_videos", [old["video_no"]]))
    (new,) = imported(v1, "scraper_url", video_urls=[BREAD])
    assert new["video_no"] > old["video_no"]
    assert new["video_name"] == old["video_name"]


def test_a_reset_forgets_tasks(v1: Caller) -> None:
    task = begin(v1, "scraper_url", video_urls=[BREAD])
    v1.fake.reset(v1.key)
    v1.advance(seconds=600)
    assert items(v1, task) == []


def test_without_a_task_it_is_refused(v1: Caller) -> None:
    missing = ("0001", "The task_id parameter cannot be empty!")
    for asked in ({}, {"task_id": ""}, {"task_id": "  "}, {"taskId": "x"}):
        assert refusal(v1.get("get_video_ids_by_task_id", **asked)) == missing
