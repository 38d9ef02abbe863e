"""Searching one's own videos for moments and for phrases, and one's own images."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.v1 import image_shapes, search_shapes, shapes
from memories_fake.domain import captions, folders, images, phrases, searching
from memories_fake.domain.library import Library
from memories_fake.domain.records import Track
from memories_fake.domain.refusals import ParameterMissing
from memories_fake.domain.scripted import scripted_hits
from memories_fake.domain.searching import Query
from memories_fake.domain.videos import Wanted

LEVELS = {"low": 0.15, "medium": 0.225, "high": 0.4}
MOST = {"BY_CAPTION": 10}
MOST_OTHERWISE = 100


@serves("v1.search", "legacy.search")
def search(call: Call) -> Any:
    _insist_on_words(call)
    if call["search_type"] == "BY_IMAGE":
        return _images(call)
    asked = query(call, _wanted(call))
    with call.library() as library:
        scope = folders.scope(library, asked.wanted.folder, named="unique_id" in call.parameters)
        if call["search_type"] == "BY_CAPTION":
            return search_shapes.captions(captions.search(scope, asked))
        return moments(call, scope, asked, times=call.dialect.search_times)


@serves("v1.search_audio_transcripts")
def search_audio_transcripts(call: Call) -> Any:
    with call.library() as library:
        return lines(call, library)


def moments(call: Call, library: Library, asked: Query, *, times: str) -> Any:
    """What a search finds in a library: moments, or, where times are null, videos."""
    scripted = scripted_hits(library, asked.text)
    if times == "null":
        if scripted is None:
            return search_shapes.videos_only(searching.search_videos(library, asked))
        return search_shapes.videos_only(searching.best_per_video(scripted))
    found = searching.search(library, asked) if scripted is None else scripted
    return search_shapes.moments(found, call.dialect)


def lines(call: Call, library: Library) -> Any:
    """A page of the lines of a library that hold the phrase."""
    page = phrases.find(library, call["query"], number=call["page"], size=call["page_size"])
    return search_shapes.phrases(page, call.dialect)


def query(call: Call, wanted: Wanted) -> Query:
    """What is asked of some videos."""
    return Query(
        call.get("search_param") or "",
        track=Track.AUDIO if call["search_type"] == "BY_AUDIO" else Track.VISUAL,
        most=call.get("top_k") or MOST.get(call["search_type"], MOST_OTHERWISE),
        at_least=LEVELS.get(call.get("filtering_level") or "", 0.0),
        wanted=wanted,
    )


def _insist_on_words(call: Call) -> None:
    by_tag = call.dialect.empty_search == "by_tag" and call.get("tag")
    if not call.get("search_param") and not by_tag:
        raise ParameterMissing("search_param")


def _images(call: Call) -> Any:
    asked = query(call, _wanted(call))
    with call.library() as library:
        hits = images.search(library, asked)
        at = f"{call.host_url}_fake/media/{library.account}/"
    return image_shapes.found(hits, call.dialect, most=asked.most, at=at)


def _wanted(call: Call) -> Wanted:
    since = call.get("datetime_taken")
    return Wanted(
        numbers=call.get("video_nos"),
        label=call.get("tag"),
        folder=call.get("folder_id"),
        camera_model=call.get("camera_tag"),
        taken_since_ms=shapes.epoch_ms(since) if since else None,
        near=shapes.near(call.get("latitude"), call.get("longitude")),
    )
