"""What the fake keeps on disk: the files that were sent, and the rows of its store."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from stories.world import World

PUBLIC = "public"


def files_on_the_shelf(store: Path) -> list[bytes]:
    """The content of every file beside the store, or left on the way there."""
    return sorted(path.read_bytes() for path in Path(f"{store}.media").rglob("*") if path.is_file())


def rows_of_accounts(store: Path) -> str:
    """All that the store holds of anybody, in every table; the public library is left out."""
    with closing(sqlite3.connect(store)) as opened:
        names = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows = [
            opened.execute(f"SELECT * FROM {name} WHERE account != '{PUBLIC}'").fetchall()
            for (name,) in names
        ]
    return str(rows).lower()


def nothing_but_what_is_there(world: World, store: Path) -> None:
    """On the shelf lie the files of living films and images, and no row tells of a film gone."""
    accounts = world.accounts.values()
    films = [film.sent for each in accounts for film in each.films if film.is_kept and film.sent]
    images = [picture.sent for each in accounts for picture in each.pictures]
    assert files_on_the_shelf(store) == sorted([*films, *images])
    said = set().union(*(account.said for account in accounts))
    kept = rows_of_accounts(store)
    for film in world.gone:
        for secret in film.secrets():
            assert secret in said or secret.lower() not in kept, f"{secret} is still in the store"
