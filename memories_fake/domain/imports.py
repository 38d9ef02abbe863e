"""Imports: posts that become videos under a task, which lists them once they are downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import insert, select, update

from memories_fake.domain import folders, public, scouting, videos
from memories_fake.domain.addresses import YOUTUBE
from memories_fake.domain.library import Library
from memories_fake.domain.outcomes import Ending, Kind, Outcome
from memories_fake.domain.records import HELD_MS, Picture, Status, Video
from memories_fake.domain.scouting import Found, Key
from memories_fake.domain.videos import NewVideo, Wanted
from memories_fake.store import tables

MOST_LINES = 1080  # no source is better than this
BYTES_PER_SECOND = 250_000


@dataclass(frozen=True, slots=True)
class Terms:
    """How an import is carried out. `quality` is the most lines of a YouTube picture."""

    download_seconds: float
    parse_seconds: float
    quality: int | None = None
    folder: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """An import: when it is downloaded, and when each of its videos is ready, in epoch ms.

    `name` is its own; `owner` stands for the account and namespace that asked for it.
    """

    name: str
    owner: str
    downloaded_at_ms: int
    ready_at_ms: dict[str, int]
    ends: Ending = Ending.PARSE


def import_privately(library: Library, found: Sequence[Found], terms: Terms) -> Task:
    """Bring posts into the namespace. What an earlier import brought is not brought again.

    Raises FolderNotFound or FolderReadOnly.
    """
    if terms.folder is not None:
        folders.open_to_videos(library, terms.folder)
    task, _ = _opened(library, found, terms)
    if not task.ends.brings:
        found = ()
    there = _there_already(library)
    for each in found:
        number = there.get(each.key)
        if number is None:
            number = videos.add(library, _plan(each, task, terms)).number
        ready_at_ms = videos.ready_at_ms(library, number)
        task.ready_at_ms[number] = max(task.downloaded_at_ms, ready_at_ms)
    _keep(library, task, holder=library)
    return task


def import_publicly(library: Library, found: Sequence[Found], terms: Terms) -> Task:
    """Bring posts of one platform into the public library, for good and for everyone."""
    task, new_ready_at_ms = _opened(library, found, terms)
    if not found or not task.ends.brings:
        _keep(library, task, holder=library)
        return task
    shelf = public.library(library, found[0].address.platform.upper())
    there = _posted_already(shelf)
    new = [each.posted for each in found if each.key not in there]
    public.add(shelf, new, task=task.name)
    for each in found:
        number = there.get(each.key)
        ready_at_ms = task.downloaded_at_ms if number else new_ready_at_ms
        task.ready_at_ms[number or each.posted.number] = ready_at_ms
    _keep(library, task, holder=shelf)
    return task


def videos_of(library: Library, name: str, *, anywhere: bool = False) -> tuple[Video, ...]:
    """The videos of a task as they stand; none while it downloads, and of a task not ours.

    `name` may carry more behind an underscore. Tasks of public imports belong to no namespace;
    others do, unless they are looked for `anywhere` in the account.
    """
    row = library.connection.execute(
        select(tables.tasks).where(
            tables.tasks.c.account == library.account,
            tables.tasks.c.name == name.partition("_")[0],
        )
    ).first()
    if row is None or library.now_ms < row.downloaded_at_ms:
        return ()
    is_private = row.library == library.account
    if is_private and row.namespace != library.namespace and not anywhere:
        return ()
    numbers = list(row.ready_at_ms)
    is_public = row.library != library.account
    holder = library.of(row.library, row.namespace)
    page = videos.page(holder, Wanted(numbers=numbers), number=1, size=len(numbers))
    found = {video.number: video for video in page.items}
    return tuple(
        _as_told(found[number], waits=is_public and library.now_ms < row.ready_at_ms[number])
        for number in numbers
        if number in found
    )


def forget(library: Library, gone: Sequence[str]) -> None:
    """Strike these videos off the account's tasks."""
    rows = library.connection.execute(
        select(tables.tasks.c.name, tables.tasks.c.ready_at_ms).where(
            tables.tasks.c.account == library.account
        )
    )
    for name, ready_at_ms in rows.all():
        kept = {number: moment for number, moment in ready_at_ms.items() if number not in gone}
        if len(kept) < len(ready_at_ms):
            library.connection.execute(
                update(tables.tasks)
                .where(tables.tasks.c.account == library.account, tables.tasks.c.name == name)
                .values(ready_at_ms=kept)
            )


def _opened(library: Library, found: Sequence[Found], terms: Terms) -> tuple[Task, int]:
    """A task with nothing in it yet, and when what is new in it will be ready."""
    outcome = (
        library.decide(Kind.TASK, [each.address.url for each in found[:1]] or [""]) or Outcome()
    )
    seconds = terms.download_seconds if outcome.after_seconds is None else outcome.after_seconds
    downloaded_at_ms = library.now_ms + round(seconds * 1000)
    if outcome.waits_for_release:
        downloaded_at_ms = HELD_MS
    owner = library.chance.hex(32, "owner", library.account, library.namespace)
    task = Task(_name(library), owner, downloaded_at_ms, {}, outcome.ends)
    return task, downloaded_at_ms + round(terms.parse_seconds * 1000)


def _name(library: Library) -> str:
    """A name that looks like a random UUID."""
    digits = library.chance.hex(32, "task", library.account, library.ids.mint())
    variant = "89ab"[int(digits[16], 16) % 4]
    fourth = f"{variant}{digits[17:20]}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{fourth}-{digits[20:]}"


def _keep(library: Library, task: Task, *, holder: Library) -> None:
    row = {
        "account": library.account,
        "name": task.name,
        "namespace": holder.namespace,
        "library": holder.account,
        "created_at_ms": library.now_ms,
        "downloaded_at_ms": task.downloaded_at_ms,
        "ready_at_ms": task.ready_at_ms,
        "ends": str(task.ends),
    }
    library.connection.execute(insert(tables.tasks), row)


def _there_already(library: Library) -> dict[Key, str]:
    """The imported videos of the namespace by their posts."""
    columns = tables.videos.c
    rows = library.connection.execute(
        select(columns.source_url, columns.number).where(
            columns.account == library.account,
            columns.namespace == library.namespace,
            columns.task.is_not(None),
        )
    )
    return {scouting.key_of(url): number for url, number in rows}


def _posted_already(shelf: Library) -> dict[Key, str]:
    rows = shelf.connection.execute(
        select(tables.videos.c.post, tables.videos.c.number).where(
            tables.videos.c.account == shelf.account,
            tables.videos.c.namespace == shelf.namespace,
        )
    )
    return {scouting.key_of(post["url"]): number for post, number in rows}


def _plan(found: Found, task: Task, terms: Terms) -> NewVideo:
    posted = found.posted
    return NewVideo(
        name=posted.caption,
        duration_seconds=posted.duration_seconds,
        size_bytes=posted.duration_seconds * BYTES_PER_SECOND,
        takes_seconds=terms.parse_seconds,
        story=posted.story,
        picture=_picture(posted.post.platform, terms.quality),
        folder=videos.DEFAULT_FOLDER if terms.folder is None else terms.folder,
        source_url=found.address.url,
        task=task.name,
        appears_at_ms=task.downloaded_at_ms,
    )


def _picture(platform: str, quality: int | None) -> Picture:
    """YouTube films lie, as good as asked for; the others stand, and nobody asks."""
    if platform != YOUTUBE:
        return Picture(width=720, height=1280, frames_per_second=30.0)
    lines = min(quality or MOST_LINES, MOST_LINES)
    return Picture(width=round(lines * 8 / 9) * 2, height=lines, frames_per_second=30.0)


def _as_told(video: Video, *, waits: bool) -> Video:
    # The public library shows a new post at once; its task still tells of the work on it.
    return replace(video, status=Status.WAITING, duration_seconds=0) if waits else video
