"""Taking videos in: as a file, or by their address."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.v1 import shapes
from memories_fake.domain import parsing, videos
from memories_fake.domain.parsing import Wishes
from memories_fake.domain.videos import NewVideo


@serves("v1.upload", "legacy.upload")
def upload(call: Call) -> Any:
    source = call.receiver.uploaded("file")
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
    )


def _added(call: Call, plan: NewVideo) -> Any:
    with call.library() as library:
        video = videos.add(library, plan)
    return shapes.uploaded(video, call.dialect)
