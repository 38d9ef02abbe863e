"""The library: bringing videos in, listing, waiting for, fetching and deleting them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import BinaryIO, TypedDict, Unpack

from memories_client.caller import Caller, insist_known, listed
from memories_client.errors import Fate
from memories_client.multipart import Multipart
from memories_client.results import Page, Upload, Video, page_of
from memories_client.saving import save
from memories_client.transport import Call
from memories_client.waiting import until_parsed

_MOST_TO_DELETE = 100


class Details(TypedDict, total=False):
    """What may be told with an upload, in the service's own words."""

    unique_id: str | None
    callback: str | None
    tags: Sequence[str]
    datetime_taken: str  # YYYY-MM-DD HH:MM:SS, in UTC
    camera_model: str
    latitude: float
    longitude: float
    retain_original_video: bool
    video_transcription_prompt: str
    folder_id: int


class Filters(TypedDict, total=False):
    """What may be asked of a list, in the service's own words; None asks nothing."""

    video_name: str | None
    video_no: str | None
    video_nos: Sequence[str] | None
    status: str | None
    tag: str | None
    camera_model: str | None
    datetime_taken: int | None  # epoch milliseconds: taken then or later
    latitude: float | None  # only with a longitude: taken within some 20 km
    longitude: float | None
    folder_id: int | None  # looks at the whole account where no namespace is set


class Videos(Caller):
    """The operations on the library of one namespace."""

    def upload(
        self,
        path_or_file: str | os.PathLike[str] | BinaryIO,
        *,
        name: str | None = None,
        **details: Unpack[Details],
    ) -> Upload:
        """Uploads a video, read from disk while it is sent; `name` is the file's, if not its own.

        Repeated only when the rate limit refused it, so that nothing is uploaded twice.
        """
        body = Multipart(self._form(details), path_or_file, name)
        return self._uploaded("upload", body, {"Content-Type": body.content_type})

    def upload_url(self, url: str, **details: Unpack[Details]) -> Upload:
        """Has the service fetch a video from a direct link; repeated as seldom as `upload`."""
        return self._uploaded("upload_url", [("url", url), *self._form(details)], {})

    def list_videos(
        self,
        page: int = 1,
        *,
        size: int | None = None,
        **filters: Unpack[Filters],
    ) -> Page[Video]:
        """One page of the library, newest first. The service may not heed every filter."""
        insist_known(filters, Filters, of="a list")
        fields = self._told("list_videos", page=page, size=size, **filters)
        call = replace(fields, repeat_after=Fate.LOST)
        return page_of(Video, self._transport.data(call), key="videos")

    def iter_videos(
        self, *, size: int | None = None, **filters: Unpack[Filters]
    ) -> Iterator[Video]:
        """Every video once, page after page as they are needed; filters as in `list_videos`."""
        seen: set[str] = set()
        for page in count(1):
            found = self.list_videos(page, size=size, **filters)
            # An upload meanwhile shifts the pages, so a video may come by a second time.
            fresh = [video for video in found if video.video_no not in seen]
            yield from fresh
            seen.update(video.video_no for video in fresh)
            if not fresh or (found.total is not None and len(seen) >= found.total):
                return

    def delete_videos(self, video_nos: str | Sequence[str]) -> None:
        """Deletes for good, a hundred per call; a call that fails stops the later ones."""
        numbers = listed(video_nos)
        for start in range(0, len(numbers), _MOST_TO_DELETE):
            some = numbers[start : start + _MOST_TO_DELETE]
            self._transport.data(Call("delete_videos", query=self._fields(), json=some))

    def download(self, video_no: str, to: str | os.PathLike[str] | None = None) -> Path:
        """Fetches the file to a path or into a folder, as `<video_no>.mp4`, and returns its path.

        The path then holds the whole file, or on an error what it held before.
        """
        call = self._told("download", video_no=video_no)
        return save(self._transport, call, to, named=f"{video_no}.mp4")

    def wait_until_parsed(
        self, video_no: str, *, timeout_seconds: float = 600.0, poll_seconds: float = 5.0
    ) -> Video:
        """Waits until the video is ready and returns it; raises VideoFailed or WaitTimedOut."""

        def look() -> Video | None:
            # The filter alone will not do: the service was seen to answer with all videos.
            listing = self.iter_videos(video_no=video_no)
            return next((video for video in listing if video.video_no == video_no), None)

        return until_parsed(
            look,
            video_no=video_no,
            clock=self._clock,
            timeout_seconds=timeout_seconds,
            poll_seconds=poll_seconds,
        )

    def _uploaded(self, operation: str, body: object, headers: dict[str, str]) -> Upload:
        call = Call(operation, body=body, headers=headers, repeat_after=Fate.REFUSED)
        return Upload.heal(self._transport.record(call))

    def _form(self, details: Details) -> list[tuple[str, str]]:
        insist_known(details, Details, of="an upload")
        told = self._fields(**details)
        tags = told.pop("tags", ())
        return [(name, _form_text(value)) for name, value in told.items()] + [
            ("tags", tag) for tag in tags
        ]


def _form_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
