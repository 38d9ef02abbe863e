"""Images: bringing them in, listing them, and finding the moments of videos that look alike."""

# ruff: noqa: RUF009  (`wire` is a kind of `dataclasses.field`)

from __future__ import annotations

import mimetypes
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from urllib3.filepost import encode_multipart_formdata

from memories_client.caller import Caller, given
from memories_client.errors import Fate
from memories_client.healing import instant, number, prose, word
from memories_client.results import Page, Result, SearchHit, page_of, wire
from memories_client.transport import Call

Picture = str | os.PathLike[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Result):
    """An image that was taken in. Its number is text: it exceeds what a double can hold."""

    image_no: str = wire(prose, "id", "image_no", "imageNo")
    image_name: str = wire(prose, "image_name", "imageName", "name")
    status: str | None = wire(word, "status", "uploadStatus")
    uploaded_at: datetime | None = wire(instant, "upload_time", "uploadTime")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip(Result):
    """A stretch of a film that looks like a picture."""

    start_seconds: float | None = wire(number, "start_time", "startTime")
    end_seconds: float | None = wire(number, "end_time", "endTime")
    score: float | None = wire(number, "score")


class Images(Caller):
    """The operations that pictures are sent to."""

    def upload_img(
        self,
        pictures: Picture | Sequence[Picture],
        *,
        tags: Sequence[str] = (),
        datetime_taken: str | None = None,
        camera_model: str | None = None,
        latitude: float | None = None,
        longitude: float | None = None,
    ) -> tuple[Image, ...]:
        """Uploads images, all of them or none; what is told of the taking holds for each.

        Repeated only when the rate limit refused it, so that nothing is uploaded twice.
        """
        paths = [pictures] if isinstance(pictures, str | os.PathLike) else list(pictures)
        told = self._fields(
            datetime_taken=datetime_taken,
            camera_model=camera_model,
            latitude=latitude,
            longitude=longitude,
        )
        call = _sent("upload_img", "files", paths, [*told.items(), *(("tags", t) for t in tags)])
        return Image.heal_all(self._transport.data(replace(call, repeat_after=Fate.REFUSED)))

    def img_list_page(self, page: int = 1, *, page_size: int | None = None) -> Page[Image]:
        """One page of the images, newest first."""
        call = self._told("img_list_page", page=page, page_size=page_size)
        data = self._transport.data(replace(call, repeat_after=Fate.LOST))
        return page_of(Image, data, key="images")

    def search_similar_images(
        self, picture: Picture, *, similarity: float | None = None
    ) -> list[SearchHit]:
        """Moments of one's own videos that look like a picture, scored `similarity` or more."""
        return self._alike("search_similar_images", picture, self._fields(similarity=similarity))

    def search_public_similar_images(
        self,
        picture: Picture,
        *,
        type: str | None = None,  # noqa: A002
        similarity: float | None = None,
    ) -> list[SearchHit]:
        """The same in the public library of TIKTOK, YOUTUBE or INSTAGRAM."""
        asked = given(type=type, similarity=similarity)
        return self._alike("search_public_similar_images", picture, asked)

    def search_clips_by_image(
        self, picture: Picture, video_no: str, prompt: str
    ) -> tuple[Clip, ...]:
        """Stretches of one video that look like a picture and fit the words, the best first."""
        fields = self._fields(video_no=video_no, prompt=prompt)
        call = _sent("search_clips_by_image", "file", [picture], list(fields.items()))
        return Clip.heal_all(self._transport.data(replace(call, repeat_after=Fate.LOST)))

    def _alike(self, operation: str, picture: Picture, fields: dict[str, Any]) -> list[SearchHit]:
        call = _sent(operation, "file", [picture], list(fields.items()))
        return list(SearchHit.heal_all(self._transport.data(replace(call, repeat_after=Fate.LOST))))


def _sent(
    operation: str, field: str, pictures: Sequence[Picture], fields: Sequence[tuple[str, Any]]
) -> Call:
    """The call as a form in memory: pictures are small."""
    parts: list[Any] = [(name, str(value)) for name, value in fields]
    parts += [(field, _file(Path(picture))) for picture in pictures]
    body, content_type = encode_multipart_formdata(parts)
    return Call(operation, body=body, headers={"Content-Type": content_type})


def _file(path: Path) -> tuple[str, bytes, str]:
    return path.name, path.read_bytes(), mimetypes.guess_type(path.name)[0] or "image/jpeg"
