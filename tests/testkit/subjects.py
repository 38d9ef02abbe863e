"""What can be told how it ends: made, looked at, and what its callbacks say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hands import Hand
from receiving import Receiver

FILM = "https://films.example/harbour_boats.mp4"
POST = "https://www.tiktok.com/@harbour_hands/video/7400000000000000001"
Headers = Mapping[str, str] | None


@dataclass(frozen=True)
class Subject:
    """A video, an image or a task: made by one hand, looked at by a program.

    Its callbacks go to the receiver.
    """

    kind: str
    hand: Hand
    program: Hand
    picture: Path
    receiver: Receiver

    def made(self, headers: Headers = None) -> str:
        """Make one. Returns its number."""
        if self.kind == "video":
            told = {"url": FILM, "callback": self.receiver.url}
            return str(self.hand.data("upload_url", told, headers=headers)["videoNo"])
        if self.kind == "image":
            (image,) = self.hand.data("upload_img", headers=headers, picture=self.picture)
            return str(image["id"])
        told = {"video_urls": [POST], "callback_url": self.receiver.url}
        return str(self.hand.data("scraper_url", told, headers=headers)["taskId"])

    def state(self, number: str) -> str:
        """Its status; that of the video which a task brings, or none while there is none."""
        return str(self.row(number).get("status", "none"))

    def row(self, number: str) -> dict[str, Any]:
        """How it is listed."""
        if self.kind == "video":
            rows = self.program.data("list_videos", {"video_no": number})["videos"]
        elif self.kind == "image":
            rows = self.program.data("img_list_page", {})["images"]
        else:
            rows = self.program.data("get_video_ids_by_task_id", {"task_id": number})["videos"]
        return dict(rows[0]) if rows else {}

    def told(self) -> list[str]:
        """The statuses that the callbacks tell, so far."""
        return [body["status"] for body in self.receiver.bodies]
