"""The public library: searching it, and what is known of a post."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.v1 import post_shapes
from memories_fake.api.v1.search import lines, moments, query
from memories_fake.api.v1.understanding import transcript
from memories_fake.domain import public, videos
from memories_fake.domain.library import Library
from memories_fake.domain.records import Track
from memories_fake.domain.videos import Wanted


@serves("v1.search_public")
def search_public(call: Call) -> Any:
    asked = query(call, Wanted())
    with call.library() as library:
        posts = public.library(library, call["type"])
        return moments(call, posts, asked, times=call.dialect.public_search_times)


@serves("v1.search_public_audio_transcripts")
def search_public_audio_transcripts(call: Call) -> Any:
    platform = call.get("type")
    with call.library() as library:
        posts = public.library(library, platform) if platform else public.everything(library)
        return lines(call, posts)


@serves("v1.get_public_video_detail")
def get_public_video_detail(call: Call) -> Any:
    with _everything(call) as posts:
        video = videos.find(posts, call["video_no"])
    return post_shapes.detail(video, call.dialect)


@serves("v1.get_public_video_transcription")
def get_public_video_transcription(call: Call) -> Any:
    with _everything(call) as posts:
        return transcript(posts, call["video_no"], Track.VISUAL)


@serves("v1.get_public_audio_transcription")
def get_public_audio_transcription(call: Call) -> Any:
    with _everything(call) as posts:
        return transcript(posts, call["video_no"], Track.AUDIO)


@contextmanager
def _everything(call: Call) -> Iterator[Library]:
    """The posts of all platforms. Loading them is not undone when the one asked for is missing."""
    with call.library() as library:
        public.everything(library)
    with call.library() as library:
        yield public.everything(library)
