"""Deletion: the video, its segments, its words and its bytes go together, and for good."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy import delete, select

from memories_fake.domain import labels, sessions
from memories_fake.domain.library import Library
from memories_fake.domain.refusals import AlreadyDeleted
from memories_fake.store.tables import metadata, segments, videos, words


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
    if redact:
        sessions.redact(library, found)
    for table, column in ((words, "video"), (segments, "video"), (videos, "number")):
        library.connection.execute(
            delete(table).where(table.c.account == library.account, table.c[column].in_(found))
        )
    library.afterwards.extend(partial(library.shelf.remove, library.account, n) for n in found)


def clear_account(library: Library) -> None:
    """Remove all that an account has ever made, in every namespace."""
    for table in reversed(metadata.sorted_tables):
        library.connection.execute(delete(table).where(table.c.account == library.account))
    library.afterwards.append(partial(library.shelf.clear, library.account))
