"""What videos show, in the words of 2026, and having it told anew."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.v1 import callbacks, video_shapes
from memories_fake.domain import deliveries, rewriting, stories, videos
from memories_fake.domain.records import Status, Track


@serves("v1.get_video_caption")
def get_video_caption(call: Call) -> Any:
    with call.library() as library:
        video = videos.find(library, call["video_no"])
        ready = video.status is Status.READY
        segments = stories.read(library, video.number, Track.VISUAL) if ready else ()
    return video_shapes.caption(video, segments)


@serves("v1.update_video_transcription")
def update_video_transcription(call: Call) -> Any:
    seconds = call.parse_seconds
    with call.library() as library:
        video = rewriting.rewrite(library, call["video_no"], call["prompt"], takes_seconds=seconds)
        notice = callbacks.retold(library, video.number, seconds, call.dialect)
        deliveries.schedule(library, call.get("callback"), [notice])
    return {"video_no": video.number}
