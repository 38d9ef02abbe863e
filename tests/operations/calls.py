"""Calls that many stories make, and what of their answers is looked at."""

from __future__ import annotations

from typing import Any

import requests
from calling import Caller, data

Items = list[dict[str, Any]]


def upload(
    caller: Caller, content: bytes, name: str = "harbour walk.mp4", **form: Any
) -> requests.Response:
    """Upload a file; it is not parsed yet."""
    return caller.post("upload", files={"file": (name, content, "video/mp4")}, data=form)


def videos(caller: Caller, **filters: Any) -> Items:
    """The videos that are listed, newest first."""
    listed: Items = data(caller.post("list_videos", filters))["videos"]
    return listed


def shown(caller: Caller, number: str) -> Items:
    """What a parsed video shows."""
    rows: Items = data(caller.get("get_video_transcription", video_no=number))["transcriptions"]
    return rows


def said(caller: Caller, number: str) -> Items:
    """What a parsed video with speech says."""
    rows: Items = data(caller.get("get_audio_transcription", video_no=number))["transcriptions"]
    return rows


def sessions(caller: Caller, **asked: str) -> list[str]:
    """The ids of the sessions that are listed, newest first."""
    return [s["sessionId"] for s in data(caller.get("list_sessions", **asked))["sessions"]]


def messages(caller: Caller, session: object, **asked: str) -> Items:
    """The messages of a session, oldest first."""
    told: Items = data(caller.get("get_session_detail", session_id=session, **asked))["messages"]
    return told
