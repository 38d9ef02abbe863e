"""Searching one's own videos for moments."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.v1 import shapes
from memories_fake.domain.records import Track
from memories_fake.domain.searching import Query, search_videos
from memories_fake.domain.searching import search as search_moments
from memories_fake.domain.videos import Wanted

LEVELS = {"low": 0.15, "medium": 0.225, "high": 0.4}


@serves("v1.search", "legacy.search")
def search(call: Call) -> Any:
    spoken = call["search_type"] == "BY_AUDIO"
    query = Query(
        call["search_param"],
        track=Track.AUDIO if spoken else Track.VISUAL,
        most=call["top_k"],
        at_least=LEVELS.get(call.get("filtering_level") or "", 0.0),
        wanted=Wanted(numbers=call.get("video_nos")),
    )
    find = search_videos if call.dialect.search_times == "null" else search_moments
    with call.library() as library:
        hits = find(library, query)
    return shapes.found(hits, call.dialect, spoken=spoken)
