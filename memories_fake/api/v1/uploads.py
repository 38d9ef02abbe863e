"""Taking videos in: as a file, or by their address."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.v1 import callbacks, shapes
from memories_fake.domain import deliveries, folders, parsing, videos
from memories_fake.domain.parsing import Wishes
from memories_fake.domain.records import Capture
from memories_fake.domain.videos import NewVideo

API_TAG = "api"


@serves("v1.upload", "legacy.upload")
def upload(call: Call) -> Any:
    source = call.receiver.uploaded("file", any_kind=call.dialect.film_kinds == "any")
    return _added(call, parsing.plan_file(source, call.chance, _wishes(call)))


@serves("v1.upload_url", "legacy.upload_url")
def upload_url(call: Call) -> Any:
    source = call.receiver.fetched(call["url"])
    if source:
        plan = parsing.plan_file(source, call.chance, _wishes(call))
    else:
        plan = parsing.plan_address(call["url"], call.chance, _wishes(call))
    return _added(call, plan)


def _wishes(call: Call) -> Wishes:
    return Wishes(
        takes_seconds=call.parse_seconds,
        prompt=call.get("video_transcription_prompt"),
        keep_original=call.get("retain_original_video") is not False,
        capture=capture(call),
        folder=call["folder_id"],
    )


def capture(call: Call) -> Capture:
    """What the caller tells of the taking; the service adds a tag of its own."""
    taken_at = call.get("datetime_taken")
    return Capture(
        tags=(*(call.get("tags") or ()), API_TAG),
        camera_model=call.get("camera_model"),
        taken_at_ms=shapes.epoch_ms(taken_at) if taken_at else None,
        latitude=call.get("latitude"),
        longitude=call.get("longitude"),
    )


def _added(call: Call, plan: NewVideo) -> Any:
    call.usage.minutes = plan.duration_seconds / 60
    with call.library() as library:
        folders.open_to_videos(library, plan.folder)
        video = videos.add(library, plan)
        notice = callbacks.parsed(library, video.number, call.dialect)
        deliveries.schedule(library, call.get("callback"), [notice])
    return shapes.uploaded(video, call.dialect)
