"""The folders of an account: two that are always there, and those that were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete as sql_delete
from sqlalchemy import insert, select, update

from memories_fake.domain.library import Library
from memories_fake.domain.refusals import (
    FolderNameTaken,
    FolderNotEmpty,
    FolderNotFound,
    FolderReadOnly,
)
from memories_fake.domain.videos import DEFAULT_FOLDER, Wanted, chosen, is_ready
from memories_fake.store.tables import folders, videos


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder by its number, below 0 for those that are always there, and its name."""

    number: int
    name: str


API_FOLDER = -2
RESERVED = (Folder(DEFAULT_FOLDER, "Default folder"), Folder(API_FOLDER, "API"))


def every(library: Library) -> tuple[Folder, ...]:
    """All folders of the account: the reserved ones, then its own, oldest first."""
    rows = library.connection.execute(
        select(folders).where(folders.c.account == library.account).order_by(folders.c.number)
    )
    return (*RESERVED, *(Folder(row.number, row.name) for row in rows))


def find(library: Library, number: int) -> Folder:
    """The folder of that number. Raises FolderNotFound."""
    for folder in every(library):
        if folder.number == number:
            return folder
    raise FolderNotFound


def open_to_videos(library: Library, number: int) -> Folder:
    """Like find, but raises FolderReadOnly for one that takes no videos in."""
    folder = find(library, number)
    if folder.number == API_FOLDER:
        raise FolderReadOnly
    return folder


def scope(library: Library, number: int | None, *, named: bool) -> Library:
    """Where to look for the videos of a folder: everywhere, unless a namespace was `named`.

    Without a folder, it is the namespace. Raises FolderNotFound.
    """
    if number is None:
        return library
    find(library, number)
    return library if named else library.everywhere()


def create(library: Library, name: str) -> Folder:
    """Make a folder. Raises FolderNameTaken."""
    _insist_free(library, name)
    folder = Folder(library.ids.mint(), name)
    row = {"account": library.account, "number": folder.number, "name": name}
    library.connection.execute(insert(folders), row)
    return folder


def rename(library: Library, number: int, name: str) -> Folder:
    """Give a folder of one's own another name. Raises FolderNotFound or FolderNameTaken."""
    folder = _own(library, number)
    if name != folder.name:
        _insist_free(library, name)
    library.connection.execute(
        update(folders)
        .where(folders.c.account == library.account, folders.c.number == number)
        .values(name=name)
    )
    return Folder(number, name)


def delete(library: Library, number: int) -> None:
    """Remove a folder of one's own. Raises FolderNotFound, or FolderNotEmpty over parsed videos.

    Videos that wait or failed do not hold it: they go back to the default folder.
    """
    _own(library, number)
    inside = (videos.c.account == library.account, videos.c.folder == number)
    parsed = select(videos.c.number).where(*inside, is_ready(library.now_ms)).limit(1)
    if library.connection.execute(parsed).first():
        raise FolderNotEmpty
    library.connection.execute(update(videos).where(*inside).values(folder=DEFAULT_FOLDER))
    library.connection.execute(
        sql_delete(folders).where(folders.c.account == library.account, folders.c.number == number)
    )


def move(library: Library, number: int, moved: Sequence[str]) -> None:
    """Put videos into a folder; numbers that are not there are passed over.

    Raises FolderNotFound or FolderReadOnly, and then moves none.
    """
    open_to_videos(library, number)
    library.connection.execute(
        update(videos).where(*chosen(library, Wanted(numbers=moved))).values(folder=number)
    )


def _own(library: Library, number: int) -> Folder:
    folder = find(library, number)
    if folder in RESERVED:
        raise FolderReadOnly
    return folder


def _insist_free(library: Library, name: str) -> None:
    if any(folder.name == name for folder in every(library)):
        raise FolderNameTaken
