"""Folders: listing, making and clearing them away, and what lies in them."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.v1 import video_shapes
from memories_fake.domain import folders as shelves
from memories_fake.domain import videos
from memories_fake.domain.folders import Folder


@serves("v1.folders")
def folders(call: Call) -> Any:
    with call.library() as library:
        found = shelves.every(library)
    return {"folders": [_item(folder) for folder in found]}


@serves("v1.folders_create")
def folders_create(call: Call) -> Any:
    with call.library() as library:
        return _item(shelves.create(library, call["name"]))


@serves("v1.folders_rename")
def folders_rename(call: Call) -> Any:
    with call.library() as library:
        return _item(shelves.rename(library, call["folder_id"], call["new_name"]))


@serves("v1.folders_delete")
def folders_delete(call: Call) -> Any:
    with call.library() as library:
        shelves.delete(library, call["folder_id"])


@serves("v1.folders_videos")
def folders_videos(call: Call) -> Any:
    wanted = videos.Wanted(folder=call["folder_id"])
    with call.library() as library:
        scope = shelves.scope(library, call["folder_id"], named="unique_id" in call.parameters)
        page = videos.page(scope, wanted, number=call["page"], size=call["page_size"])
    return video_shapes.listed_2026(page, call.dialect)


@serves("v1.folders_move")
def folders_move(call: Call) -> Any:
    with call.library() as library:
        scope = shelves.scope(library, call["folder_id"], named="unique_id" in call.parameters)
        shelves.move(scope, call["folder_id"], call["video_nos"])


@serves("legacy.get_folder")
def get_folder(call: Call) -> Any:
    with call.library() as library:
        found = shelves.every(library)
    return [_legacy_item(folder, library.account) for folder in found]


def _item(folder: Folder) -> dict[str, Any]:
    return {"folder_id": folder.number, "folder_name": folder.name}


def _legacy_item(folder: Folder, account: str) -> dict[str, Any]:
    return {
        "account": f"{account}@accounts.example",
        "foldersName": folder.name,
        "parentId": None,
        "level": 1,
        "id": str(folder.number),
    }
