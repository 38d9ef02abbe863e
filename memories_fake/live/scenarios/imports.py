"""Imports from the social platforms, into one's own library and into everybody's."""

from __future__ import annotations

from typing import Any

from memories_fake.live.running import Run
from memories_fake.live.samples import Samples
from memories_fake.live.scenarios.telling import Scenario, delete_in_the_end

PROFILE = "https://www.tiktok.com/@tiktok"


def private(run: Run, samples: Samples) -> None:
    """A post, a creator's latest and a hashtag's are brought in, and deleted again."""
    here = {"unique_id": run.namespace}
    tasks = [
        run.need("v1.scraper_url", video_urls=[samples.post_url], **here),
        run.need("v1.scraper", username=PROFILE, scraper_cnt=1, **here),
        run.need("v1.scraper_tag", hash_tags=["harbour"], scraper_cnt=1, **here),
    ]
    for task in tasks:
        _await_videos(run, task["taskId"], here)


def public(run: Run, samples: Samples) -> None:
    """The same for everybody. It cannot be undone."""
    run.need("v1.scraper_url_public", video_urls=[samples.post_url])
    run.need("v1.scraper_public", username=PROFILE, scraper_cnt=1)
    run.need("v1.scraper_tag_public", hash_tags=["harbour"], scraper_cnt=1)


def _await_videos(run: Run, task: str, here: dict[str, Any]) -> None:
    found: list[str] = []

    def has_some() -> bool:
        data = run.need("v1.get_video_ids_by_task_id", task_id=task, **here)
        found[:] = [video["video_no"] for video in data["videos"]]
        return bool(found)

    run.until(has_some, f"videos of task {task}")
    for number in found:
        delete_in_the_end(run, number)


SCENARIOS = (
    Scenario(
        "imports",
        ("v1.scraper_url", "v1.scraper", "v1.scraper_tag", "v1.get_video_ids_by_task_id"),
        private,
        most_calls=200,
        dollars=0.05,
    ),
    Scenario(
        "public imports",
        ("v1.scraper_url_public", "v1.scraper_public", "v1.scraper_tag_public"),
        public,
        most_calls=3,
        dollars=0.05,
        leaves="posts in the public library, which stay for ever and for everyone",
    ),
)
