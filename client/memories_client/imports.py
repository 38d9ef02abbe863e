"""Imports: bringing in posts of TikTok, YouTube and Instagram, and following their tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from memories_client.caller import Caller, listed
from memories_client.errors import Fate, WaitTimedOut
from memories_client.healing import prose, word
from memories_client.results import Result, Video, wire
from memories_client.waiting import looks


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedVideo(Video):
    """A video that an import brought, with the address of its post."""

    video_url: str | None = wire(word, "video_url")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTask(Result):
    """An import and its videos; it has none while it downloads, and some never get any."""

    task_id: str = wire(prose, "taskId", "task_id")
    videos: tuple[ImportedVideo, ...] = wire(ImportedVideo.heal_all, "videos")

    @property
    def is_done(self) -> bool:
        """All its videos are parsed or failed."""
        return bool(self.videos) and all(each.is_parsed or each.is_failed for each in self.videos)


class Imports(Caller):
    """The operations that bring in posts. Public ones are there for good, and for everyone.

    Each returns the task without its videos, and is repeated only when the rate limit refused it.
    `callback_url` is told of the download, then of each video.
    """

    def scraper_url(
        self,
        video_urls: str | Sequence[str],
        *,
        quality: int | None = None,
        callback_url: str | None = None,
        folder_id: int | None = None,
    ) -> ImportTask:
        """Imports posts of one platform, at most 50, into the namespace."""
        return self._begun(
            "scraper_url",
            video_urls=listed(video_urls),
            quality=quality,
            callback_url=callback_url,
            folder_id=folder_id,
        )

    def scraper_url_public(
        self,
        video_urls: str | Sequence[str],
        *,
        quality: int | None = None,
        callback_url: str | None = None,
    ) -> ImportTask:
        """Imports posts of one platform, at most 50, into the public library."""
        return self._begun(
            "scraper_url_public",
            video_urls=listed(video_urls),
            quality=quality,
            callback_url=callback_url,
        )

    def scraper(
        self,
        username: str,
        *,
        scraper_cnt: int | None = None,
        callback_url: str | None = None,
        folder_id: int | None = None,
    ) -> ImportTask:
        """Imports a creator's latest posts; `username` is the address of a profile."""
        return self._begun(
            "scraper",
            username=username,
            scraper_cnt=scraper_cnt,
            callback_url=callback_url,
            folder_id=folder_id,
        )

    def scraper_public(
        self, username: str, *, scraper_cnt: int | None = None, callback_url: str | None = None
    ) -> ImportTask:
        """Imports a creator's latest posts into the public library."""
        return self._begun(
            "scraper_public", username=username, scraper_cnt=scraper_cnt, callback_url=callback_url
        )

    def scraper_tag(
        self,
        hash_tags: str | Sequence[str],
        *,
        scraper_cnt: int | None = None,
        callback_url: str | None = None,
        folder_id: int | None = None,
    ) -> ImportTask:
        """Imports TikTok posts with these hashtags, given without #."""
        return self._begun(
            "scraper_tag",
            hash_tags=listed(hash_tags),
            scraper_cnt=scraper_cnt,
            callback=callback_url,
            folder_id=folder_id,
        )

    def scraper_tag_public(
        self,
        hash_tags: str | Sequence[str],
        *,
        scraper_cnt: int | None = None,
        callback_url: str | None = None,
    ) -> ImportTask:
        """Imports TikTok posts with these hashtags into the public library."""
        return self._begun(
            "scraper_tag_public",
            hash_tags=listed(hash_tags),
            scraper_cnt=scraper_cnt,
            callback=callback_url,
        )

    def get_video_ids_by_task_id(self, task_id: str) -> ImportTask:
        """The import as it stands."""
        data = self._transport.record(self._asked("get_video_ids_by_task_id", task_id=task_id))
        return ImportTask.heal({"taskId": task_id, **data})

    def wait_for_task(
        self, task_id: str, *, timeout_seconds: float = 600.0, poll_seconds: float = 5.0
    ) -> ImportTask:
        """Waits until all videos of the task are parsed or failed, and returns it.

        Raises WaitTimedOut, with the task in the place of a video.
        """
        task = ImportTask(task_id=task_id, videos=())
        for _ in looks(self._clock, timeout_seconds=timeout_seconds, poll_seconds=poll_seconds):
            task = self.get_video_ids_by_task_id(task_id)
            if task.is_done:
                return task
        status = task.videos[-1].status if task.videos else None
        raise WaitTimedOut(task_id, status, timeout_seconds)

    def _begun(self, operation: str, **body: Any) -> ImportTask:
        call = replace(self._told(operation, **body), repeat_after=Fate.REFUSED)
        return ImportTask.heal(self._transport.record(call))
