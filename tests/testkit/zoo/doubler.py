"""Forgets that it has uploaded a film, and uploads it again."""

from __future__ import annotations

from pathlib import Path

import memories_fake.worlds
from zoo.service import Service

VICE = "same_bytes_twice"
CLIP = Path(memories_fake.worlds.__file__).with_name("demo_clip.mp4")


def uploaded(service: Service, name: str, **form: str) -> str:
    files = {"file": (name, CLIP.read_bytes(), "video/mp4")}
    answer = service.send("POST", "upload", files=files, data=form)
    return str(answer.json()["data"]["videoNo"])


def bad(service: Service) -> None:
    for name in ("clip.mp4", "the same clip.mp4"):
        number = uploaded(service, name)
        service.sleep(60)
        service.get("generate_summary", video_no=number, type="TOPIC")


def healed(service: Service) -> None:
    number = uploaded(service, "clip.mp4")
    service.sleep(60)
    for kind in ("TOPIC", "CHAPTER"):
        service.get("generate_summary", video_no=number, type=kind)
    uploaded(service, "clip.mp4", unique_id="for somebody else")
    service.post("delete_videos", [number])
    uploaded(service, "clip.mp4")
