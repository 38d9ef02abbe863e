"""Accounts that have something of everything, and generated calls that name what is there.

A call that is all made up nearly always names nothing that exists, and is turned away.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from calling import Caller, data
from hypothesis import strategies as st
from picture_making import encoded, harbour

import memories_fake.worlds
from memories_contracts import load_catalogue
from memories_fake import Fake

LIVE = "https://api.memories.ai"
CLIP = (Path(memories_fake.worlds.__file__).parent / "demo_clip.mp4").read_bytes()
PICTURE = encoded(harbour())
CLIP_SENT = {"file": ("tide.mp4", CLIP, "video/mp4")}
PICTURE_SENT = {"files": ("boat.png", PICTURE, "image/png")}
MEMORY = {"role": "Ada", "content": "The tide turns at six."}
POSTS = [
    "https://www.tiktok.com/@harbour_hands/video/7400000000000000001",
    "https://www.tiktok.com/@harbour_hands/video/7400000000000000002",
]
# What fits everywhere, by parameter; of those in LISTS, a request holds any number.
FITTING = {
    "username": ["https://www.tiktok.com/@harbour_hands"],
    "video_urls": POSTS,
    "tiktok_post_urls": POSTS[:1],
    "query": ["the tide", "sea"],
    "datetime_taken": ["2025-09-07 22:52:00", 1_757_285_520_000],
    "bucket": ["mavi-resource"],
    "file": [CLIP, PICTURE],
    "files": [CLIP, PICTURE],
    "image_base64": [b64encode(PICTURE).decode()],
}
LISTS = {"video_nos", "video_urls", "tiktok_post_urls"}
NAMESPACE = "unique_id"  # what is there lies in the default one

There = Mapping[str, list[Any]]


def furnish(fake: Fake, key: str) -> There:
    """Have the account of this key own something of everything; the values by parameter."""
    with fake.activate():
        caller = Caller(LIVE, fake=fake, key=key)
        videos = [_made(caller, "upload", files=CLIP_SENT)["videoNo"], caller.parsed()]
        _made(caller, "upload_img", files=PICTURE_SENT)
        _made(caller, "memories/add", json={"memories": [MEMORY]})
        posts = _made(caller, "search_public", json={"search_param": "bread", "top_k": 3})
        chat = _made(caller, "chat", json={"video_nos": videos, "prompt": "What is there?"})
        folder = _made(caller, "folders/create", json={"name": "Harbour"})
        task = _made(caller, "scraper_url", json={"video_urls": POSTS})
    return FITTING | {
        "video_no": videos,
        "video_nos": videos,
        "public video_no": [row["videoNo"] for row in posts],
        "session_id": [chat["session_id"]],
        "folder_id": [-1, folder["folder_id"]],
        "task_id": [task["taskId"]],
        "blob": [f"{videos[0]}.mp4"],
    }


def _made(caller: Caller, operation: str, **sent: Any) -> Any:
    """Make something, and take a while over it: no limit is exceeded."""
    told = data(caller.post(operation, **sent))
    caller.advance(minutes=1)
    return told


def naming(there: Callable[[str], There]) -> Callable[[Any, Any], st.SearchStrategy[Any]]:
    """A hook of schemathesis: of what it has generated, most goes on naming what is there."""

    def name_what_is_there(context: Any, sent: Any) -> st.SearchStrategy[Any]:
        operation = context.operation.definition.raw["operationId"]
        chosen = named(sent, there(operation), operation)
        return st.one_of(st.just(sent), chosen, chosen)

    return name_what_is_there


def named(sent: Any, there: There, operation: str) -> st.SearchStrategy[Any]:
    """What was sent, but naming what is there in the operation's own fields."""
    if isinstance(sent, list):  # a body that is a list is one of video numbers
        return _many(there["video_nos"])
    if not isinstance(sent, dict):
        return st.just(sent)
    contract = load_catalogue()[operation]
    own = {*contract.request_schema["properties"], *contract.files}
    # A field that is made up stays as it is: a film in the place of JSON could not even be sent.
    fields = {
        name: _value(name, value, there, operation) if name in own else st.just(value)
        for name, value in sent.items()
        if name != NAMESPACE
    }
    return st.fixed_dictionaries(fields)


def _value(name: str, value: Any, there: There, operation: str) -> st.SearchStrategy[Any]:
    if name in LISTS:
        return _many(there[name])
    known = there.get(f"public {name}") if "_public_" in operation else None
    return st.sampled_from(known or there.get(name) or [value])


def _many(known: list[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(known), min_size=1, unique=True)
