"""Ready-made content as plain data: words to imagine with, the public library, the demo world."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict, cast

Platform = Literal["tiktok", "youtube", "instagram"]
Part = Literal["opening", "development", "turn", "close"]


class Actor(TypedDict):
    """Who acts in a film: in full (`a cook in an apron`) and in brief (`the cook`)."""

    long: str
    short: str


class Arc(TypedDict):
    """Phrases for each of the four parts of a film; `{thing}` stands for a thing of the theme."""

    opening: list[str]
    development: list[str]
    turn: list[str]
    close: list[str]


class Theme(TypedDict):
    """One kind of film: the words that call it up, and what is seen and said in it."""

    keywords: list[str]
    actors: list[Actor]
    places: list[str]
    things: list[str]
    details: list[str]
    actions: Arc
    lines: Arc


class Vocabulary(TypedDict):
    """All the words that stories are made of; templates name their slots in braces."""

    extensions: list[str]
    noise: list[str]
    stopwords: list[str]
    cameras: list[str]
    details: list[str]
    captions: list[str]
    focuses: list[str]
    openers: list[str]
    asides: list[str]
    remarks: list[str]
    themes: dict[str, Theme]


class Passage(TypedDict):
    """A stretch of a video, in whole seconds, and what is shown or said in it."""

    start_seconds: int
    end_seconds: int
    text: str


class PublicPost(TypedDict):
    """A social video that everyone sees. Spoken texts start with a space, shown ones do not."""

    platform: Platform
    creator: str
    url: str
    caption: str
    hashtags: list[str]
    language: str
    music: str
    duration_seconds: int
    published_at_ms: int
    views: int
    likes: int
    shares: int
    comments: int
    collects: int
    shows: list[Passage]
    says: list[Passage]


class DemoVideo(TypedDict):
    """A sample video; without `shows` and `says` its story is imagined from its name."""

    name: str
    theme: str
    duration_seconds: int
    size_bytes: int
    width: int
    height: int
    has_sound: bool
    shows: NotRequired[list[Passage]]
    says: NotRequired[list[Passage]]


class DemoMessage(TypedDict):
    """One message of a sample session."""

    role: Literal["user", "assistant"]
    content: str


class DemoSession(TypedDict):
    """A sample session; `video` is the name of the sample video it is about."""

    title: str
    video: str
    messages: list[DemoMessage]


class DemoWorld(TypedDict):
    """What an account of the demo world starts with."""

    videos: list[DemoVideo]
    sessions: list[DemoSession]


def _parsed(file_name: str) -> Any:
    return json.loads(Path(__file__).with_name(file_name).read_text(encoding="utf-8"))


@cache
def vocabulary() -> Vocabulary:
    """The words for imagined stories. Read once and shared: not to be changed."""
    return cast("Vocabulary", _parsed("vocabulary.json"))


@cache
def public_posts() -> Sequence[PublicPost]:
    """The posts of the public library, in fixed order. Read once and shared: not to be changed."""
    return cast("Sequence[PublicPost]", _parsed("public.json"))


@cache
def demo() -> DemoWorld:
    """Sample videos and sessions for a first look. Read once and shared: not to be changed."""
    return cast("DemoWorld", _parsed("demo.json"))
