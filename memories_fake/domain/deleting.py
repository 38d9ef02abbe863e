"""Deletion: the video, its stories, its frames and its bytes go together, and for good."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy import Connection, bindparam, delete, select

from memories_fake.domain import deliveries, imports, sessions
from memories_fake.domain.library import Library
from memories_fake.domain.public import ACCOUNT
from memories_fake.domain.refusals import AlreadyDeleted
from memories_fake.store.tables import frames, metadata, stories, videos
from memories_fake.store.tables import labels as labels_table

# The videos last: what hangs off them is found by them.
_OF_A_VIDEO = ((stories, "video"), (frames, "video"), (labels_table, "bearer"), (videos, "number"))
_OF_ONE = [delete(t).where(t.c.account == bindparam("account")) for t in metadata.sorted_tables]
_BROUGHT = select(videos.c.number).where(videos.c.account == ACCOUNT, videos.c.task.is_not(None))
# As text, ready to run: a reset stands between any two tests.
_OF_ALL = [
    str(statement.compile(compile_kwargs={"literal_binds": True}))
    for statement in (
        *(delete(t).where(t.c.account != ACCOUNT) for t in metadata.sorted_tables),
        *(
            delete(t).where(t.c.account == ACCOUNT, t.c[column].in_(_BROUGHT))
            for t, column in _OF_A_VIDEO
        ),
    )
]


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
    imports.forget(library, found)
    deliveries.forget(library, found)
    if redact:
        sessions.redact(library, found)
    _remove(library, found)
    library.afterwards.extend(partial(library.shelf.remove, library.account, n) for n in found)


def clear_everything(connection: Connection) -> None:
    """Remove all that any account has made, the public library's imports included."""
    cursor = connection.connection.cursor()  # as it stands between tests, it goes the short way
    for statement in _OF_ALL:
        cursor.execute(statement)
    cursor.close()


def _remove(library: Library, numbers: Sequence[str]) -> None:
    for table, column in _OF_A_VIDEO:
        library.connection.execute(
            delete(table).where(table.c.account == library.account, table.c[column].in_(numbers))
        )


def clear_account(library: Library) -> None:
    """Remove all that an account has ever made, in every namespace."""
    for statement in _OF_ONE:
        library.connection.execute(statement, {"account": library.account})
    library.afterwards.append(partial(library.shelf.clear, library.account))
