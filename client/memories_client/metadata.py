"""What is known of single videos, and their files by the place in storage."""

# ruff: noqa: RUF009  (`wire` is a kind of `dataclasses.field`)

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from memories_client.caller import Caller
from memories_client.errors import Fate
from memories_client.healing import count, instant, mapping, number, texts, word
from memories_client.results import Transcript, Video, wire
from memories_client.saving import Target, save
from memories_client.transport import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoDetails(Video):
    """A video with the measures of its picture, which are None until it is parsed."""

    width: int | None = wire(count, "width")
    height: int | None = wire(count, "height")
    frames_per_second: float | None = wire(number, "fps")
    resolution_label: str | None = wire(word, "resolution_label")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption(Transcript):
    """A transcript of what is shown, with the place of the film's file where it is known."""

    created_at: datetime | None = wire(instant, "createTime")
    bucket: str | None = wire(word, "video_bucket")
    blob: str | None = wire(word, "video_blob")


class Metadata(Caller):
    """The operations that tell of videos without looking into them, and those of 2026 that do."""

    def list_unique_ids(self) -> tuple[str, ...]:
        """The namespaces of the account."""
        call = Call("list_unique_ids", "GET", repeat_after=Fate.LOST)
        data = self._transport.record(call)
        return texts(data.get("unique_ids"))

    def get_metadata(self, video_no: str) -> VideoDetails | None:
        """All that is known of a video; None for one that is not there."""
        data = self._transport.data(self._asked("get_metadata", video_no=video_no))
        return None if data is None else VideoDetails.heal(data)

    def get_private_video_details(self, video_no: str) -> VideoDetails:
        """What is known of a video; the older form of `get_metadata`."""
        call = self._asked("get_private_video_details", video_no=video_no)
        return VideoDetails.heal(self._transport.record(call))

    def get_video_caption(self, video_no: str) -> Caption:
        """What the film shows, segment by segment; not `available` until it is parsed."""
        data = self._transport.data(self._asked("get_video_caption", video_no=video_no))
        return Caption.heal({"videoNo": video_no, **mapping(data)})

    def update_video_transcription(
        self, video_no: str, prompt: str, *, callback: str | None = None
    ) -> None:
        """Has what the film shows told anew, with an eye on the prompt.

        That takes its time; until then the old transcript stays. `callback` is told of its end.
        """
        told = {"video_no": video_no, "prompt": prompt, "callback": callback}
        self._transport.data(self._told("update_video_transcription", **told))

    def download_by_blob(self, bucket: str, blob: str, to: Target | None = None) -> Path:
        """Fetches a stored object as `download` does, by the place that a video tells."""
        call = Call("download", "GET", query={"bucket": bucket, "blob": blob})
        return save(self._transport, call, to, named=PurePosixPath(blob).name)
