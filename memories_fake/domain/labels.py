"""Tags of videos and images; posts also bear their @creator and their #hashtags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, delete, insert, intersect, select

from memories_fake.domain.library import Library
from memories_fake.store.prepared import Prepared
from memories_fake.store.tables import labels

_GIVEN = Prepared(
    select(labels.c.bearer, labels.c.label)
    .where(
        labels.c.account == bindparam("account"),
        labels.c.bearer.in_(bindparam("bearers", expanding=True)),
    )
    .order_by(labels.c.position)
)


def keep(library: Library, bearer: str, given: Sequence[str]) -> None:
    """Put these labels on a video or image; one that is given twice is put once."""
    rows = [
        {
            "account": library.account,
            "namespace": library.namespace,
            "label": label,
            "bearer": bearer,
            "position": position,
        }
        for position, label in enumerate(dict.fromkeys(given))
    ]
    if rows:
        library.connection.execute(insert(labels), rows)


def of(library: Library, bearers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The labels of each bearer that has any, in the order given."""
    if not bearers:
        return {}
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    rows = _GIVEN.rows(library.connection, account=library.account, bearers=bearers)
    for bearer, label in rows:
        found[bearer] += (label,)
    return found


def bearers(account: Any, label: str) -> Select[tuple[str]]:
    """The SQL choice of all that bear this label in an account."""
    return select(labels.c.bearer).where(labels.c.account == account, labels.c.label == label)


def bearing(library: Library, signs: Iterable[Collection[str]], *, most: int) -> list[str]:
    """The numbers of what bears one of each of these sets of labels in the namespace.

    Where there are more, those with the highest numbers, which are the newest.
    """
    of_each = (
        select(labels.c.bearer).where(
            labels.c.account == library.account,
            labels.c.namespace == library.namespace,
            labels.c.label.in_(any_of),
        )
        for any_of in signs
    )
    both = intersect(*of_each).subquery()
    newest = select(both.c.bearer).order_by(both.c.bearer.desc()).limit(most)
    return sorted(library.connection.execute(newest).scalars())


def remove(library: Library, gone: Sequence[str]) -> None:
    library.connection.execute(
        delete(labels).where(labels.c.account == library.account, labels.c.bearer.in_(gone))
    )
