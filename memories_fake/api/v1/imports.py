"""Bringing in posts from the social platforms: by address, by creator, by hashtag."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.v1 import callbacks, video_shapes
from memories_fake.api.v1.shapes import Wire
from memories_fake.domain import deliveries, imports, scouting
from memories_fake.domain.addresses import PLATFORMS, TIKTOK
from memories_fake.domain.imports import Task, Terms
from memories_fake.domain.library import Library
from memories_fake.domain.records import Video
from memories_fake.domain.scouting import Found

Bring = Callable[[Library, Sequence[Found], Terms], Task]
NOT_TOLD = ("size", "fps", "width", "height", "resolution_label")  # recorded as null (2025-09-23)


@serves("v1.scraper_url")
def scraper_url(call: Call) -> Any:
    return _begun(call, _at(call), imports.import_privately)


@serves("v1.scraper_url_public")
def scraper_url_public(call: Call) -> Any:
    return _begun(call, _at(call), imports.import_publicly)


@serves("v1.scraper")
def scraper(call: Call) -> Any:
    return _begun(call, _by(call), imports.import_privately)


@serves("v1.scraper_public")
def scraper_public(call: Call) -> Any:
    return _begun(call, _by(call), imports.import_publicly)


@serves("v1.scraper_tag")
def scraper_tag(call: Call) -> Any:
    return _begun(call, _about(call), imports.import_privately)


@serves("v1.scraper_tag_public")
def scraper_tag_public(call: Call) -> Any:
    return _begun(call, _about(call), imports.import_publicly)


@serves("v1.get_video_ids_by_task_id")
def get_video_ids_by_task_id(call: Call) -> Any:
    anywhere = call.dialect.task_namespace == "any"
    with call.library() as library:
        found = imports.videos_of(library, call["task_id"], anywhere=anywhere)
    return {
        "taskId": call["task_id"],
        "videos": [_item(call, video) for video in found],
        "video_ids": [video.number for video in found],
    }


def _at(call: Call) -> tuple[Found, ...]:
    urls = [*(call.get("video_urls") or ()), *(call.get("tiktok_post_urls") or ())]
    return scouting.posts_at(urls, call.chance)


def _by(call: Call) -> tuple[Found, ...]:
    platforms = PLATFORMS if call.dialect.creator_imports == "all" else {TIKTOK}
    return scouting.posts_by(
        call["username"], call["scraper_cnt"], call.chance, platforms=platforms
    )


def _about(call: Call) -> tuple[Found, ...]:
    return scouting.posts_about(call["hash_tags"], call["scraper_cnt"], call.chance)


def _begun(call: Call, found: Sequence[Found], bring: Bring) -> Wire:
    terms = Terms(
        download_seconds=call.import_seconds,
        parse_seconds=call.parse_seconds,
        quality=call.get("quality"),
        folder=call.get("folder_id"),
    )
    with call.library() as library:
        task = bring(library, found, terms)
        notices = callbacks.imported(task, call.dialect)
        deliveries.schedule(library, call.get("callback_url"), notices)
    return {"taskId": callbacks.task_id(task, call.dialect)}


def _item(call: Call, video: Video) -> Wire:
    url = video.post.url if video.post else video.source_url
    told = video_shapes.details(video, call.dialect) | dict.fromkeys(NOT_TOLD)
    return {**told, "video_url": url or ""}
