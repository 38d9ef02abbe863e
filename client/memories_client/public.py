"""The public library, and finding phrases in it or in one's own videos."""

# ruff: noqa: RUF009  (`wire` is a kind of `dataclasses.field`)

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from memories_client.caller import Caller, given
from memories_client.errors import Fate
from memories_client.healing import count, mapping, number, prose, word
from memories_client.results import Page, Result, SearchHit, Transcript, Video, page_of, wire
from memories_client.transport import Call


def _hashtags(value: object) -> tuple[str, ...]:
    return tuple(tag.strip() for tag in prose(value).split("#") if tag.strip())


def _moment(value: object) -> datetime | None:
    """Epoch seconds: the service counts milliseconds everywhere but here."""
    at_seconds = number(value)
    try:
        return None if at_seconds is None else datetime.fromtimestamp(at_seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicVideo(Video):
    """A public post. Older servers tell neither its counts nor what follows them."""

    creator: str | None = wire(word, "blogger_id")
    views: int | None = wire(count, "view_count")
    likes: int | None = wire(count, "like_count")
    shares: int | None = wire(count, "share_count")
    comments: int | None = wire(count, "comment_count")
    collects: int | None = wire(count, "collect_count")
    language: str | None = wire(word, "text_language")
    music: str | None = wire(word, "music_name")
    hashtags: tuple[str, ...] = wire(_hashtags, "hash_tag")
    published_at: datetime | None = wire(_moment, "publish_time")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLine(Result):
    """A line of speech that holds a phrase."""

    video_no: str = wire(prose, "videoNo", "video_no")
    video_name: str = wire(prose, "videoName", "video_name")
    start_seconds: float | None = wire(number, "startTime", "start_time")
    text: str = wire(prose, "audio_ts")


class PublicLibrary(Caller):
    """The operations on public posts, and those that look for phrases."""

    def search_public(
        self,
        query: str,
        search_type: str = "BY_VIDEO",
        *,
        type: str | None = None,  # noqa: A002
        top_k: int | None = None,
        filtering_level: str | None = None,
    ) -> list[SearchHit]:
        """Posts of TIKTOK, YOUTUBE or INSTAGRAM (`type`) that fit the words.

        `search_type` is BY_VIDEO or BY_AUDIO; `filtering_level` low, medium or high.
        """
        asked = given(
            search_param=query,
            search_type=search_type,
            type=type,
            top_k=top_k,
            filtering_level=filtering_level,
        )
        call = Call("search_public", json=asked, repeat_after=Fate.LOST)
        return list(SearchHit.heal_all(self._transport.data(call)))

    def search_audio_transcripts(
        self, query: str, page: int = 1, *, page_size: int | None = None
    ) -> Page[SpokenLine]:
        """One page of the lines of one's own videos that hold a phrase."""
        call = self._asked("search_audio_transcripts", query=query, page=page, page_size=page_size)
        return page_of(SpokenLine, self._transport.data(call), key="videos")

    def search_public_audio_transcripts(
        self,
        query: str,
        page: int = 1,
        *,
        type: str | None = None,  # noqa: A002
        page_size: int | None = None,
    ) -> Page[SpokenLine]:
        """The same in public posts; the service may not heed the `type`."""
        asked = given(query=query, page=page, type=type, page_size=page_size)
        call = _public("search_public_audio_transcripts", **asked)
        return page_of(SpokenLine, self._transport.data(call), key="videos")

    def get_public_video_detail(self, video_no: str) -> PublicVideo:
        """What is known of a public post."""
        call = _public("get_public_video_detail", video_no=video_no)
        return PublicVideo.heal(self._transport.record(call))

    def get_public_video_transcription(self, video_no: str) -> Transcript:
        """What a public post shows, segment by segment."""
        return self._told_by("get_public_video_transcription", video_no)

    def get_public_audio_transcription(self, video_no: str) -> Transcript:
        """What is said in a public post; one without speech has none `available`."""
        return self._told_by("get_public_audio_transcription", video_no)

    def _told_by(self, operation: str, video_no: str) -> Transcript:
        data = self._transport.data(_public(operation, video_no=video_no))
        return Transcript.heal({"videoNo": video_no, **mapping(data)})


def _public(operation: str, **query: Any) -> Call:
    """A call that belongs to no namespace."""
    return Call(operation, "GET", query=query, repeat_after=Fate.LOST)
