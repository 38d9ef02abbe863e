"""Deletion: the video, its stories, its frames and its bytes go together, and for good."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy import delete, select

from memories_fake.domain import deliveries, imports, labels, sessions
from memories_fake.domain.library import Library
from memories_fake.domain.public import ACCOUNT
from memories_fake.domain.refusals import AlreadyDeleted
from memories_fake.store.tables import frames, metadata, stories, videos


def delete_videos(
    library: Library, numbers: Sequence[str], *, strict: bool = False, redact: bool = True
) -> None:
    """Remove these videos of the namespace, and (if `redact`) what was answered about them.

    Numbers that are not there are passed over, or raise AlreadyDeleted if `strict`.
    """
    mine = library.connection.execute(
        select(videos.c.number).where(
            videos.c.account == library.account,
            videos.c.namespace == library.namespace,
            videos.c.number.in_(numbers),
        )
    )
    found = tuple(sorted(mine.scalars()))
    if strict and set(found) != set(numbers):
        raise AlreadyDeleted
    labels.remove(library, found)
    imports.forget(library, found)
    deliveries.forget(library, found)
    if redact:
        sessions.redact(library, found)
    _remove(library, found)
    library.afterwards.extend(partial(library.shelf.remove, library.account, n) for n in found)


def clear_public_imports(library: Library) -> None:
    """Take out of the public library what imports have brought, so that it is as at first."""
    public = library.of(ACCOUNT, "")
    brought = public.connection.execute(
        select(videos.c.number).where(videos.c.account == ACCOUNT, videos.c.task.is_not(None))
    )
    found = tuple(brought.scalars())
    labels.remove(public, found)
    _remove(public, found)


def _remove(library: Library, numbers: Sequence[str]) -> None:
    for table, column in (
        (stories, "video"),
        (frames, "video"),
        (videos, "number"),
    ):
        library.connection.execute(
            delete(table).where(table.c.account == library.account, table.c[column].in_(numbers))
        )


def clear_account(library: Library) -> None:
    """Remove all that an account has ever made, in every namespace."""
    for table in reversed(metadata.sorted_tables):
        library.connection.execute(delete(table).where(table.c.account == library.account))
    library.afterwards.append(partial(library.shelf.clear, library.account))
