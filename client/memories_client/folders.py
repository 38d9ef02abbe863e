"""Folders: an account's videos in order, whatever their namespace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from memories_client.caller import Caller, given, listed
from memories_client.errors import Fate
from memories_client.healing import count, mapping, prose
from memories_client.results import Page, Result, Video, page_of, wire
from memories_client.transport import Call

_MOST_TO_MOVE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder(Result):
    """A folder. Below 0 are those that are always there: -1 the default one, -2 that of the API."""

    folder_id: int | None = wire(count, "folder_id", "id")
    folder_name: str = wire(prose, "folder_name", "foldersName")


class Folders(Caller):
    """The operations on folders. They see the whole account: no namespace is sent with them."""

    def folders(self) -> tuple[Folder, ...]:
        """All folders of the account."""
        data = self._transport.record(Call("folders", "GET", repeat_after=Fate.LOST))
        return Folder.heal_all(data.get("folders"))

    def folders_create(self, name: str) -> Folder:
        """Makes a folder; no other may have this name."""
        return self._folder("folders/create", name=name)

    def folders_rename(self, folder_id: int, new_name: str) -> Folder:
        """Gives one's own folder another name."""
        return self._folder("folders/rename", folder_id=folder_id, new_name=new_name)

    def folders_delete(self, folder_id: int) -> None:
        """Removes one's own folder; refused while it holds parsed videos."""
        self._transport.data(Call("folders/delete", body={"folder_id": folder_id}))

    def folders_videos(
        self, folder_id: int, page: int = 1, *, page_size: int | None = None
    ) -> Page[Video]:
        """One page of a folder's videos, newest first."""
        query = given(folder_id=folder_id, page=page, page_size=page_size)
        call = Call("folders/videos", "GET", query=query, repeat_after=Fate.LOST)
        return page_of(Video, self._transport.data(call), key="videos")

    def folders_move(self, video_nos: str | Sequence[str], folder_id: int) -> None:
        """Puts videos into a folder, 500 per call; a call that fails stops the later ones."""
        numbers = listed(video_nos)
        for start in range(0, len(numbers), _MOST_TO_MOVE):
            some = numbers[start : start + _MOST_TO_MOVE]
            moved = {"folder_id": folder_id, "video_nos": some}
            self._transport.data(Call("folders/move", json=moved))

    def _folder(self, operation: str, **fields: Any) -> Folder:
        return Folder.heal(mapping(self._transport.data(Call(operation, body=fields))))
