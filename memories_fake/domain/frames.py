"""The key frames of videos, kept as looks: what a search by picture is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import insert

from memories_fake.domain.library import Library
from memories_fake.store.tables import frames

if TYPE_CHECKING:
    from memories_fake.runtime.keyframes import Frame


def keep(library: Library, number: str, seen: Sequence[Frame]) -> None:
    """Store the frames of a video; a film that nobody looked at has none."""
    rows = [
        {
            "account": library.account,
            "namespace": library.namespace,
            "video": number,
            "second": frame.second,
            "end_second": frame.end_second,
            "look": frame.look,
        }
        for frame in seen
    ]
    if rows:
        library.connection.execute(insert(frames), rows)
