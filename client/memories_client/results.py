"""What the operations return: frozen records without the wire's quirks.

Seconds are floats, times aware datetimes in UTC, absent values None; `raw` keeps what came.
"""

# ruff: noqa: RUF009  (`wire` is a kind of `dataclasses.field`)

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, Generic, Self, TypeVar

from memories_client.healing import (
    Raw,
    count,
    first,
    instant,
    mapping,
    number,
    numbers,
    prose,
    rows,
    texts,
    word,
)

T = TypeVar("T")
R = TypeVar("R", bound="Result")


def wire(heal: Callable[[Any], object], *names: str) -> Any:
    """A field that is healed from the value under one of these names, or from all there is."""

    def read(raw: Raw) -> object:
        return heal(first(raw, *names) if names else raw)

    return field(metadata={"read": read})


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Anything that came over the wire; `raw` is out of comparisons and of the repr."""

    raw: Raw = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def heal(cls, raw: object) -> Self:
        """The record that this object of the wire tells of; unknown keys are left in `raw`."""
        known = mapping(raw)
        read = {f.name: f.metadata["read"](known) for f in fields(cls) if "read" in f.metadata}
        return cls(raw=known, **read)

    @classmethod
    def heal_all(cls, listed: object) -> tuple[Self, ...]:
        """The records of a list; none for null."""
        return tuple(map(cls.heal, rows(listed)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload(Result):
    """A video that was taken in. Not every server tells status and time."""

    video_no: str = wire(prose, "videoNo", "video_no")
    video_name: str = wire(prose, "videoName", "video_name")
    status: str | None = wire(word, "videoStatus", "status")
    uploaded_at: datetime | None = wire(instant, "uploadTime", "upload_time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Video(Result):
    """A video as it is listed; the duration is 0 until it is parsed.

    Where it comes from and what is known of its taking is told by newer servers only.
    """

    video_no: str = wire(prose, "video_no", "videoNo")
    video_name: str = wire(prose, "video_name", "videoName")
    status: str | None = wire(word, "status", "videoStatus")
    duration_seconds: float | None = wire(number, "duration")
    size_bytes: int | None = wire(count, "size")
    cause: str | None = wire(word, "cause")
    created_at: datetime | None = wire(instant, "create_time", "createTime")
    video_url: str | None = wire(word, "video_url")
    taken_at: datetime | None = wire(instant, "datetime_taken")
    camera_model: str | None = wire(word, "camera_model")
    latitude: float | None = wire(number, "latitude")
    longitude: float | None = wire(number, "longitude")
    tags: tuple[str, ...] = wire(texts, "tags")
    bucket: str | None = wire(word, "bucket")
    blob: str | None = wire(word, "blob")

    @property
    def is_parsed(self) -> bool:
        """Ready to be searched and talked about."""
        return self.status == "PARSE"

    @property
    def is_failed(self) -> bool:
        """Given up, for good; `cause` may tell why."""
        return self.status in {"FAIL", "FAILED", "PARSE_ERROR"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Result, Generic[T]):
    """One page of a list, counted from 1; `total` counts the items of all pages."""

    items: tuple[T, ...] = ()
    page: int | None = wire(count, "current_page")
    size: int | None = wire(count, "page_size")
    total: int | None = wire(count, "total_count")

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def page_of(kind: type[R], data: object, *, key: str) -> Page[R]:
    """The page whose records stand under this key; null is an empty page."""
    page: Page[R] = Page.heal(data)
    return replace(page, items=kind.heal_all(mapping(data).get(key)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit(Result):
    """A moment that a search found; times and score are None where the service gives none.

    In a search of images `video_no` is the number of the image. Captions come with a `vector`.
    """

    video_no: str = wire(prose, "videoNo", "video_no", "id")
    video_name: str = wire(prose, "videoName", "video_name", "name")
    start_seconds: float | None = wire(number, "startTime", "start_time")
    end_seconds: float | None = wire(number, "endTime", "end_time")
    score: float | None = wire(number, "score")
    text: str | None = wire(word, "audio_ts", "text")
    vector: tuple[float, ...] = wire(numbers, "vector")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(Result):
    """A stretch of a film and what it shows or says."""

    index: int | None = wire(count, "index")
    text: str = wire(prose, "content")
    start_seconds: float | None = wire(number, "startTime", "start_time")
    end_seconds: float | None = wire(number, "endTime", "end_time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript(Result):
    """A film told in segments; not `available` when the service has none, which is no error."""

    video_no: str = wire(prose, "videoNo", "video_no")
    segments: tuple[Segment, ...] = wire(Segment.heal_all, "transcriptions")
    available: bool = wire(lambda found: found is not None, "transcriptions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Result):
    """A chapter or a topic of a film; only chapters have a start."""

    title: str = wire(prose, "title")
    description: str = wire(prose, "description")
    start_seconds: float | None = wire(number, "start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(Result):
    """A film in short and in parts, with the tokens it took where the service tells them."""

    summary: str = wire(prose, "summary")
    parts: tuple[Part, ...] = wire(Part.heal_all, "items")
    input_tokens: int | None = wire(count, "totalInput")
    output_tokens: int | None = wire(count, "totalOutput")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment(Result):
    """A place in a film that an answer rests on; `kind` is the wire's word, such as keyframe."""

    kind: str = wire(prose, "type")
    video_no: str = wire(prose, "videoNo", "video_no")
    start_seconds: float | None = wire(number, "startTime", "start_time")
    end_seconds: float | None = wire(number, "endTime", "end_time")
    text: str | None = wire(word, "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref(Result):
    """A video that an answer rests on, with its moments. Its status is not told here."""

    video: Video = wire(Video.heal, "video")
    moments: tuple[Moment, ...] = wire(Moment.heal_all, "refItems", "ref_items")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thinking(Result):
    """A step on the way to an answer; in a stream it names its session."""

    title: str = wire(prose, "title")
    content: str = wire(prose, "content")
    session_id: str | None = wire(word, "session_id", "sessionId")


def _refs(said: Raw) -> tuple[Ref, ...]:
    places = [said, *rows(said.get("thinkings"))]
    # A server may name the same refs in both places: each is kept once, in order.
    return tuple(dict.fromkeys(ref for place in places for ref in Ref.heal_all(place.get("refs"))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Result):
    """One turn of a talk; `role` is user or assistant. `refs` gathers them wherever they stood."""

    role: str = wire(lambda role: prose(role).lower(), "role")
    content: str = wire(prose, "content")
    thinkings: tuple[Thinking, ...] = wire(Thinking.heal_all, "thinkings")
    refs: tuple[Ref, ...] = wire(_refs)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatAnswer(Message):
    """What the service said; hand its `session_id` to the next question to go on."""

    # Always text: the number exceeds what a double can hold.
    session_id: str | None = wire(word, "session_id", "sessionId")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Result):
    """A talk; its messages are there when it was asked for alone, not in a list."""

    session_id: str = wire(prose, "session_id", "sessionId")
    title: str = wire(prose, "title")
    messages: tuple[Message, ...] = wire(Message.heal_all, "messages")
