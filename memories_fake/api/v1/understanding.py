"""Transcripts and summaries of one video."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.v1 import shapes
from memories_fake.domain import stories, videos
from memories_fake.domain.answering import SummaryKind, summarize
from memories_fake.domain.library import Library
from memories_fake.domain.records import Status, Track


@serves("v1.get_video_transcription", "legacy.get_video_transcription")
def get_video_transcription(call: Call) -> Any:
    with call.library() as library:
        return transcript(library, call["video_no"], Track.VISUAL)


@serves("v1.get_audio_transcription", "legacy.get_audio_transcription")
def get_audio_transcription(call: Call) -> Any:
    with call.library() as library:
        return transcript(library, call["video_no"], Track.AUDIO)


@serves("v1.generate_summary", "legacy.generate_summary")
def generate_summary(call: Call) -> Any:
    kind = SummaryKind[call["type"]]
    with call.library() as library:
        video = videos.ready(library, call["video_no"])
        (watched,) = stories.watch(library, [video])
    summary = summarize(watched, kind=kind)
    return shapes.topics(summary) if kind is SummaryKind.TOPIC else shapes.chapters(summary)


def transcript(library: Library, number: str, track: Track) -> Any:
    """What a video of a library shows or says; null until it is parsed, or where there is none."""
    video = videos.find(library, number)
    ready = video.status is Status.READY
    segments = stories.read(library, video.number, track) if ready else ()
    return shapes.transcript(video.number, segments)
