"""Folders as a program makes and reads them."""

from __future__ import annotations

from typing import Any

import requests
from calling import Caller, data

BOATS = "https://films.example/c/harbour_boats.mp4"
MARKET = "https://films.example/k/night_market.mp4"
DEFAULT = {"folder_id": -1, "folder_name": "Default folder"}
API = {"folder_id": -2, "folder_name": "API"}
NO_FOLDER = ("0001", "folder not found")
READ_ONLY = ("0001", "folder is read-only")
TAKEN = ("0001", "folder name already exists")


def made(caller: Caller, name: str) -> int:
    """Make a folder; its number."""
    return int(data(caller.post("folders/create", data={"name": name}))["folder_id"])


def own(caller: Caller) -> dict[int, str]:
    """The folders that the account has made, in the order listed."""
    folders = data(caller.get("folders"))["folders"]
    assert folders[:2] == [DEFAULT, API]
    return {folder["folder_id"]: folder["folder_name"] for folder in folders[2:]}


def inside(caller: Caller, folder: int, **asked: Any) -> list[str]:
    """The numbers of the videos in a folder, in the order listed."""
    page = data(caller.get("folders/videos", folder_id=folder, **asked))
    return [video["video_no"] for video in page["videos"]]


def move(caller: Caller, folder: Any, *numbers: str, **asked: Any) -> requests.Response:
    """Put videos into a folder."""
    return caller.post("folders/move", {"folder_id": folder, "video_nos": list(numbers), **asked})
