"""The namespaces of an account: whatever its things are kept under."""

from __future__ import annotations

from sqlalchemy import select, union

from memories_fake.domain.library import Library
from memories_fake.store.tables import images, memories, sessions, videos

KEPT = (videos, images, memories, sessions)  # an import is where its videos are


def in_use(library: Library) -> tuple[str, ...]:
    """The namespaces that hold anything, sorted; upper and lower case differ."""
    kept = [select(table.c.namespace).where(table.c.account == library.account) for table in KEPT]
    return tuple(sorted(library.connection.execute(union(*kept)).scalars()))
