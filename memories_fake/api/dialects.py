"""Where the sources contradict each other: one named switch each, its default, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


def switch(default: str, *others: str, why: str) -> Any:
    """A field whose choices and reason can be listed."""
    return field(default=default, metadata={"choices": (default, *others), "why": why})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How this fake speaks. Every field is a switch; `spoken` sets them by name."""

    failure_word: str = switch(
        "FAIL", "FAILED", why="FAIL is recorded (2025-08-15); the 2026 docs say FAILED"
    )
    upload_answer: str = switch(
        "full", "short", why="short is recorded; typed clients want the two documented fields too"
    )
    film_kinds: str = switch(
        "any",
        "2026",
        why="a page of 2025 takes whatever FFmpeg reads; the 2026 docs four endings, a video/ type"
        " and at most 3 GB",
    )
    listed_size: str = switch(
        "parsed",
        "all",
        "none",
        why="v1 is recorded without any (2025-09-15) and, where parsed, with it (2025-09-28); "
        "legacy always with it",
    )
    list_items: str = switch(
        "2025",
        "2026",
        why="text for every number is recorded (2025); the 2026 docs have numbers and more fields",
    )
    number_filter: str = switch(
        "heeded",
        "ignored",
        why="recorded alone it leaves one video (2025-08-15, 2025-09-28), with a unique_id all"
        " (2025-10-12)",
    )
    empty_search: str = switch(
        "by_tag",
        "refused",
        why="a notebook of the vendor's lists by tag without words; the 2026 OpenAPI wants some",
    )
    search_times: str = switch(
        "seconds",
        "null",
        why="v1 is recorded with seconds and scores (2025-09-28); legacy with the text null",
    )
    public_search_times: str = switch(
        "null",
        "seconds",
        why="one row per post with the text null is recorded (2025-08); later docs have seconds",
    )
    storage_fields: str = switch(
        "absent",
        "present",
        why="no recorded row of a search has buckets and blobs (2025-09); the 2026 docs do",
    )
    chat_refs: str = switch(
        "both", "thinkings", "none", why="readers look in either place; the oldest had none"
    )
    chat_accept: str = switch(
        "stream", "json", why="older clients ask /chat itself for a stream; recorded ones do not"
    )
    stream_end: str = switch(
        "object", "text", why="no stream was recorded; current clients take the object"
    )
    personal_stream: str = switch(
        "tokens", "events", why="both documents of this stream show tokens; its sisters send events"
    )
    bad_key_code: str = switch(
        "0401", "9009", why="the Code page gives 0401 for it; some clients report 9009"
    )
    bad_key_status: str = switch(
        "200", "401", why="errors come under HTTP 200 (observed); the 2026 overview says 401"
    )
    limit_status: str = switch(
        "200", "429", why="0429 was met under HTTP 200; clients look out for HTTP 429 too"
    )
    bearer: str = switch(
        "refused", "accepted", why="clients had to drop Bearer to get in (observed)"
    )
    deleted_in_sessions: str = switch(
        "redacted",
        "kept",
        why="the vendor's notebook promises that nothing derived from a deleted video is retained",
    )
    image_numbers: str = switch(
        "text",
        "number",
        why="docs1.2 shows text; the 2026 OpenAPI has int64, of which JavaScript loses digits",
    )
    similar_end_time: str = switch(
        "absent", "present", why="no recorded row has it (2025-09); the 2026 field list does"
    )
    task_id: str = switch(
        "long",
        "bare",
        why="a UUID with 32 more hex digits is recorded (2025-09-23); the 2026 docs have it bare",
    )
    task_namespace: str = switch(
        "any",
        "own",
        why="its task is enough to find an import, and one client asks with another unique_id;"
        " elsewhere a wrong unique_id finds nothing",
    )
    creator_imports: str = switch(
        "all",
        "tiktok",
        why="the docs name three platforms; one report (2025-10) saw only TikTok's ever arrive",
    )
    download_private: str = switch(
        "bytes",
        "refused",
        why="documents and examples get the file where it was kept; one client met a refusal",
    )
    callback_fields: str = switch(
        "videoNo", "video_no", why="every document says videoNo; some receivers read video_no"
    )
    callback_client: str = switch(
        "present", "absent", why="older docs have clientId, and receivers read it; newer drop it"
    )
    repeated_delete: str = switch(
        "accepted", "refused", why="the 2026 docs call it idempotent; the 2025 Code page says 0409"
    )


def spoken(*settings: Mapping[str, str]) -> Dialect:
    """The dialect with these settings, later ones first. Raises ValueError on an unknown one."""
    chosen: dict[str, str] = {}
    for setting in settings:
        chosen |= setting
    switches = {each.name: each for each in fields(Dialect)}
    for name, value in chosen.items():
        if name not in switches:
            raise ValueError(f"no dialect switch {name!r}; there are: {', '.join(switches)}")
        if value not in switches[name].metadata["choices"]:
            choices = ", ".join(switches[name].metadata["choices"])
            raise ValueError(f"dialect {name} is one of {choices}, not {value!r}")
    return Dialect(**chosen)
