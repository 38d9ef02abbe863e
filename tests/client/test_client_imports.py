"""Imports by the client: against a fake, from the beginning of a task to its end."""

from __future__ import annotations

import json

import pytest
import responses
from client_answers import client, success, url

from memories_client import ImportTask, Memories, WaitTimedOut
from memories_fake import Fake

BREAD = "https://www.tiktok.com/@ada/video/7400000000000000001"
PROFILE = "https://www.tiktok.com/@ada"


def test_an_import_is_begun_and_waited_for(memories_fake: Fake) -> None:
    memories = Memories("sk-imports-0001", sleep=lambda _seconds: None)
    begun = memories.scraper_url(BREAD)
    assert begun == ImportTask(task_id=begun.task_id, videos=())
    assert not begun.is_done

    task = memories.wait_for_task(begun.task_id)

    (video,) = task.videos
    assert task.is_done
    assert task.task_id == begun.task_id
    assert (video.is_parsed, video.video_url, video.size_bytes) == (True, BREAD, None)
    assert video.duration_seconds
    assert memories.get_video_ids_by_task_id(begun.task_id) == task


def test_every_way_of_importing_gets_there(memories_fake: Fake) -> None:
    memories = Memories("sk-imports-0001", sleep=lambda _seconds: None)
    for begun, count, sign in (
        (memories.scraper_url([BREAD], quality=480), 1, "VI"),
        (memories.scraper_url_public([BREAD]), 1, "PI-"),
        (memories.scraper(PROFILE), 4, "VI"),
        (memories.scraper_public(PROFILE, scraper_cnt=3), 3, "PI-"),
        (memories.scraper_tag("ropework"), 2, "VI"),
        (memories.scraper_tag_public(["ropework"], scraper_cnt=1), 1, "PI-"),
    ):
        videos = memories.wait_for_task(begun.task_id).videos
        assert len(videos) == count
        assert all(video.video_no.startswith(sign) for video in videos)


def test_a_task_that_stays_empty_times_out(memories_fake: Fake) -> None:
    memories = Memories("sk-imports-0001", sleep=lambda _seconds: None)
    with pytest.raises(WaitTimedOut, match="no-such-task is not listed after 20 s"):
        memories.wait_for_task("no-such-task", timeout_seconds=20)


@responses.activate
def test_what_is_said_is_what_is_sent() -> None:
    sent = responses.post(url("scraper_tag"), json=success({"taskId": "t"}))
    client().scraper_tag("ropework", scraper_cnt=3, callback_url="https://hooks.example/x")
    assert json.loads(sent.calls[0].request.body) == {
        "hash_tags": ["ropework"],
        "scraper_cnt": 3,
        "callback": "https://hooks.example/x",
    }
